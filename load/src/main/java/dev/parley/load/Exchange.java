package dev.parley.load;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Messages from senders to the members of their channels. Senders and receivers are numbered through, channel by channel, so that
 * a number tells the channel; where members send, they have the same number as senders.
 */
final class Exchange implements Line.Events, Pacer.Sends {

    private final Loop loop;
    private final Crowd crowd;
    private final Pacer pacer;
    private final Phases phases;
    private final Ledger ledger;
    private final Faults faults;
    private final int[] sent;

    Exchange(Crowd crowd, Pacer pacer, Phases phases) {
        this.loop = crowd.loop();
        this.crowd = crowd;
        this.pacer = pacer;
        this.phases = phases;
        this.faults = phases.faults();
        this.sent = new int[crowd.senders().size()];
        this.ledger = new Ledger(crowd.receivers().size(), crowd.sendersEach(), faults);
    }

    static Report fanOut(Scenario.FanOut scenario, Target target, Window window) throws IOException {
        try (Loop loop = new Loop()) {
            Crowd crowd = Crowd.fanOut(loop, target, scenario.members(), scenario.payloadBytes());
            Pacer pacer = onePublisher(scenario.pace(), scenario.members());
            return run(crowd, pacer, new Phases(loop, window, scenario.warmup(), scenario.measured()), "fan-out");
        }
    }

    static Report polling(Scenario.Polling scenario, Target target, Window window) throws IOException {
        try (Loop loop = new Loop()) {
            Crowd crowd = Crowd.polling(loop, target, scenario.members(), scenario.payloadBytes());
            Pacer pacer = onePublisher(scenario.pace(), scenario.members());
            return run(crowd, pacer, new Phases(loop, window, scenario.warmup(), scenario.measured()), "polling");
        }
    }

    private static Pacer onePublisher(Pace pace, int members) {
        return switch (pace) {
            case Pace.Saturated(int inFlight) -> new AllReceived(1, members, inFlight);
            case Pace.OneAtATime() -> new AllReceived(1, members, 1);
            case Pace.Rate(double perSecond) -> new Steady(1, perSecond);
        };
    }

    static Report chat(Scenario.Chat scenario, Target target, Window window) throws IOException {
        try (Loop loop = new Loop()) {
            int all = Math.multiplyExact(scenario.channels(), scenario.members());
            Crowd crowd = Crowd.chat(loop, target, scenario.channels(), scenario.members(), scenario.payloadBytes());
            Pacer pacer = switch (scenario.pace()) {
                case Pace.Saturated(int inFlight) -> new EchoReturned(all, inFlight);
                case Pace.OneAtATime() -> new AllReceived(all, scenario.members(), 1);
                case Pace.Rate(double perSecond) -> new Steady(all, perSecond);
            };
            return run(crowd, pacer, new Phases(loop, window, scenario.warmup(), scenario.measured()), "chat");
        }
    }

    private static Report run(Crowd crowd, Pacer pacer, Phases phases, String name) throws IOException {
        crowd.open();
        Exchange exchange = new Exchange(crowd, pacer, phases);
        exchange.listen();
        phases.run(exchange::turn, exchange::isComplete);
        exchange.close();
        if (pacer instanceof Steady steady) {
            phases.more("generator_late_max_ms", steady.latest() / 1e6);
        }
        return phases.report(
                name, exchange.ledger(), phases.notes(crowd.senders().size(), pacer instanceof Steady));
    }

    void listen() {
        crowd.senders().forEach(line -> line.events(this));
        crowd.receivers().forEach(line -> line.events(this));
    }

    Ledger ledger() {
        return ledger;
    }

    /** For senders who are not of this generator. */
    void sent(int sender, int count) {
        sent[sender] = count;
    }

    private long turn(long now) {
        return pacer.turn(now, this);
    }

    boolean isComplete() {
        long expected = 0;
        for (int count : sent) {
            expected += (long) count * crowd.receiversEach();
        }
        return loop.meter().deliveries >= expected;
    }

    void close() {
        for (int receiver = 0; receiver < crowd.receivers().size(); receiver++) {
            int first = receiver / crowd.receiversEach() * crowd.sendersEach();
            for (int i = 0; i < crowd.sendersEach(); i++) {
                ledger.close(receiver, i, sent[first + i]);
            }
        }
    }

    @Override
    public int send(int sender, long intended) {
        int number = sent[sender]++;
        Line line = crowd.senders().get(sender);
        MessageShape shape = crowd.shape(sender / crowd.sendersEach());
        shape.write(loop.outlet().to(line, shape.room()), sender, number, intended);
        loop.meter().sent++;
        return number;
    }

    @Override
    public void text(Line line, ByteBuffer in, int at, int length, long now) {
        int receiver = line.index();
        if (receiver < 0) {
            noMember(in, at, length);
            return;
        }
        MessageShape shape = crowd.shape(receiver / crowd.receiversEach());
        int id = in.getLong(at) == PresenceEvent.START ? -1 : shape.find(in, at, length);
        if (id < 0) {
            other(line, in, at, length);
            return;
        }
        int sender = MessageShape.sender(in, id);
        int among = sender - receiver / crowd.receiversEach() * crowd.sendersEach();
        if (among < 0 || among >= crowd.sendersEach()) {
            phases.error("member " + receiver + " got a message of sender " + sender + ", who is in another channel");
            return;
        }
        int number = MessageShape.number(in, id);
        if (!shape.isAsSent(in, at, length, id)) {
            phases.error("member " + receiver + " got message " + number + " of sender " + sender
                    + " in another shape: " + shown(in, at, length));
        }
        loop.meter().deliveries++;
        phases.delivered(MessageShape.due(in, id), now);
        if (ledger.received(receiver, among, number)) {
            pacer.delivered(sender, number, line == crowd.senders().get(sender));
        }
    }

    private void other(Line line, ByteBuffer in, int at, int length) {
        String text = shown(in, at, length);
        if (!text.startsWith("42[\"channel:") && !text.startsWith("43")) {
            phases.error("member " + line.index() + " got what nobody sent: " + text);
        }
    }

    /** A sender who is no member gets nothing but acknowledgements. */
    private void noMember(ByteBuffer in, int at, int length) {
        String text = shown(in, at, length);
        if (!text.startsWith("43")) {
            phases.error("the publisher, who is no member, got " + text);
        }
    }

    private static String shown(ByteBuffer in, int at, int length) {
        return Http.text(in, at, at + Math.min(length, 100));
    }

    @Override
    public void entered(Line line, long now) {
        // All are in before this begins.
    }

    @Override
    public void failed(Line line, String why) {
        phases.broken((line.index() < 0 ? "the publisher" : "member " + line.index()) + ": " + why);
    }
}
