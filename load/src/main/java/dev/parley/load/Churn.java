package dev.parley.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Joins and leaves before members who count them. What a churner does is numbered, even numbers are joins: an event carries no
 * number, so a member expects the kind that is next, and the same kind twice in a row is a fault.
 */
final class Churn implements Line.Events, Pacer.Sends {

    private static final int FIRST_TIMES = 64;

    private final Loop loop;
    private final List<WebSocketLine> members = new ArrayList<>();
    private final List<WebSocketLine> churners = new ArrayList<>();
    private final Pacer pacer;
    private final Phases phases;
    private final Ledger ledger;
    private final HashIndex bySid;
    private final byte[] join;
    private final byte[] leave;
    private final int[] sent;
    /** By churner and number. Kept to the end, as it is not known how far behind a server falls. */
    private final long[][] due;

    private Churn(Loop loop, Target target, Scenario.Presence scenario, Pacer pacer, Phases phases) {
        this.loop = loop;
        this.pacer = pacer;
        this.phases = phases;
        String channel = Crowd.name(target, 0);
        for (int i = 0; i < scenario.members(); i++) {
            members.add(new WebSocketLine(loop, target, i, channel));
        }
        for (int i = 0; i < scenario.churners(); i++) {
            churners.add(new WebSocketLine(loop, target, -1 - i, null));
        }
        ledger = new Ledger(members.size(), churners.size(), phases.faults());
        bySid = new HashIndex(churners.size());
        join = ("42[\"join\",{\"channel\":\"" + channel + "\"}]").getBytes(US_ASCII);
        leave = ("42[\"leave\",{\"channel\":\"" + channel + "\"}]").getBytes(US_ASCII);
        sent = new int[churners.size()];
        due = new long[churners.size()][FIRST_TIMES];
    }

    static Report run(Scenario.Presence scenario, Target target, Window window) throws IOException {
        Descriptors.require(scenario.members() + scenario.churners());
        try (Loop loop = new Loop()) {
            int churners = scenario.churners();
            Pacer pacer = switch (scenario.pace()) {
                case Pace.Saturated(int inFlight) -> new TurnAbout(churners, scenario.members(), inFlight);
                case Pace.OneAtATime() -> new TurnAbout(churners, scenario.members(), 1);
                case Pace.Rate(double perSecond) -> new Steady(churners, perSecond);
            };
            Phases phases = new Phases(loop, window, scenario.warmup(), scenario.measured());
            Churn churn = new Churn(loop, target, scenario, pacer, phases);
            churn.open();
            phases.run(now -> pacer.turn(now, churn), churn::isComplete);
            churn.close();
            if (pacer instanceof Steady steady) {
                phases.more("generator_late_max_ms", steady.latest() / 1e6);
            }
            return phases.report("presence", churn.ledger, phases.notes(churners, pacer instanceof Steady));
        }
    }

    private void open() throws IOException {
        Fleet.open(loop, members, "members");
        Fleet.open(loop, churners, "churners");
        for (int i = 0; i < churners.size(); i++) {
            bySid.put(PresenceEvent.hash(churners.get(i).sid()), i);
        }
        members.forEach(line -> line.events(this));
        churners.forEach(line -> line.events(this));
    }

    private boolean isComplete() {
        return loop.meter().deliveries >= loop.meter().sent * members.size();
    }

    private void close() {
        for (int member = 0; member < members.size(); member++) {
            for (int churner = 0; churner < sent.length; churner++) {
                ledger.close(member, churner, sent[churner]);
            }
        }
    }

    @Override
    public int send(int sender, long intended) {
        int number = sent[sender]++;
        if (number == due[sender].length) {
            due[sender] = Arrays.copyOf(due[sender], number * 2);
        }
        due[sender][number] = intended;
        byte[] packet = number % 2 == 0 ? join : leave;
        Frames.write(loop.outlet().to(churners.get(sender), packet.length + Frames.HEAD), Frames.TEXT, packet);
        loop.meter().sent++;
        return number;
    }

    @Override
    public void text(Line line, ByteBuffer in, int at, int length, long now) {
        if (in.getLong(at) != PresenceEvent.START) {
            other(line, in, at, length);
            return;
        }
        if (line.index() < 0) {
            return; // churners see each other as they come and go
        }
        int churner = bySid.get(PresenceEvent.member(in, at, length));
        boolean joined = PresenceEvent.isJoin(in, at);
        if (churner < 0 || !(joined || PresenceEvent.isLeave(in, at))) {
            return; // other members on their way in, who are not counted
        }
        int expected = ledger.next(line.index(), churner);
        int number = expected % 2 == 0 == joined ? expected : expected - 1;
        if (number >= sent[churner]) {
            phases.error("member " + line.index() + " saw a " + (joined ? "join" : "leave") + " of churner " + churner
                    + " that had not been made");
            return;
        }
        loop.meter().deliveries++;
        if (ledger.received(line.index(), churner, number)) {
            phases.delivered(due[churner][number], now);
            pacer.delivered(churner, number, false);
        }
    }

    private void other(Line line, ByteBuffer in, int at, int length) {
        String text = Http.text(in, at, at + Math.min(length, 100));
        if (!text.startsWith("43")) {
            phases.error(who(line) + " got what nobody sent: " + text);
        }
    }

    private static String who(Line line) {
        return line.index() < 0 ? "churner " + (-1 - line.index()) : "member " + line.index();
    }

    @Override
    public void entered(Line line, long now) {
        // All are in before this begins.
    }

    @Override
    public void failed(Line line, String why) {
        phases.broken(who(line) + ": " + why);
    }
}
