package dev.parley.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * A Socket.IO client on HTTP long-polling, with one connection: it asks again as soon as it is answered, and posts in between when
 * it has something to say.
 */
final class PollingLine extends Line {

    private static final byte SEPARATOR = 0x1e;
    private static final byte[] PONG = {'3'};

    /** How far it has come; in this order. */
    private enum State {
        CONNECTING("connecting"),
        OPENING("waiting for Engine.IO's OPEN"),
        ENTERING("waiting to be let in"),
        JOINING("waiting for the join to be acknowledged"),
        IN("messages were exchanged");

        private final String words;

        State(String words) {
            this.words = words;
        }
    }

    private final String channel;
    private State state = State.CONNECTING;
    private byte[] poll = {};
    private String sid = "";
    private byte[] toSay = {};

    PollingLine(Loop loop, Target target, int index, String channel) {
        super(loop, target, index);
        this.channel = channel;
    }

    @Override
    String doing() {
        return state.words;
    }

    @Override
    void connected() {
        state = State.OPENING;
        poll = request("GET", 0);
        write(ByteBuffer.wrap(poll));
    }

    private byte[] request(String method, int length) {
        String session = sid.isEmpty() ? "" : "&sid=" + sid;
        String body = length == 0 ? "" : "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " + length + "\r\n";
        return (method + " " + target().path() + "?EIO=4&transport=polling" + session + " HTTP/1.1\r\nHost: "
                        + target().host() + "\r\n" + body + "\r\n")
                .getBytes(ISO_8859_1);
    }

    @Override
    int received(ByteBuffer in, int end, long now) {
        int body = Http.endOfHead(in, 0, end);
        if (body < 0) {
            return 0;
        }
        int length = Http.contentLength(in, 0, body);
        if (in.get(9) != '2' || length < 0) {
            String head = Http.text(in, 0, body);
            fail("the server answered a poll with \"" + head.lines().findFirst().orElse("") + "\" while " + doing()
                    + (length < 0 ? ", without a Content-Length" : "")
                    + "; it may be at one of " + Words.LIMITS + " or limits.pendingPollsPerIp");
            return end;
        }
        if (end - body < length) {
            if (body + length > in.capacity() - 64) {
                fail("an answer of " + length + " bytes came, larger than this generator takes");
                return end;
            }
            return 0;
        }
        packets(in, body, body + length, now);
        next();
        return body + length;
    }

    /** Posts what there is to say, or else polls. */
    private void next() {
        byte[] said = toSay;
        if (said.length > 0) {
            toSay = new byte[0];
            byte[] head = request("POST", said.length);
            write(ByteBuffer.allocate(head.length + said.length)
                    .put(head)
                    .put(said)
                    .flip());
        } else {
            write(ByteBuffer.wrap(poll));
        }
    }

    private void packets(ByteBuffer in, int from, int end, long now) {
        int at = from;
        int count = 0;
        while (at < end && isOpen()) {
            int until = at;
            while (until < end && in.get(until) != SEPARATOR) {
                until++;
            }
            count++;
            packet(in, at, until - at, now);
            at = until + 1;
        }
        loop().meter().frames += count;
    }

    private void packet(ByteBuffer in, int at, int length, long now) {
        if (length == 1 && in.get(at) == '2') {
            toSay = PONG;
        } else if (length == 2 && in.get(at) == 'o') {
            return; // the answer to a post
        } else if (state == State.IN) {
            events().text(this, in, at, length, now);
        } else {
            entering(Http.text(in, at, at + length), now);
        }
    }

    private void entering(String packet, long now) {
        if (state == State.OPENING && packet.startsWith("0")) {
            state = State.ENTERING;
            sid = Entry.sid(packet);
            poll = request("GET", 0);
            toSay = target().connectPacket().getBytes(UTF_8);
        } else if (state == State.ENTERING && packet.startsWith("40")) {
            state = State.JOINING;
            toSay = ("421[\"join\",{\"channel\":\"" + channel + "\"}]").getBytes(UTF_8);
        } else if (state == State.JOINING && packet.startsWith("431")) {
            String refused = Entry.refusalOfJoin(packet);
            if (refused == null) {
                state = State.IN;
                events().entered(this, now);
            } else {
                fail("the server refused to let it join channel " + channel + ": " + refused);
            }
        } else if (packet.startsWith("44")) {
            fail(Entry.refusal(packet));
        } else if (!packet.startsWith("42")) {
            fail("unexpected while " + doing() + ": " + Entry.shortened(packet));
        }
    }
}
