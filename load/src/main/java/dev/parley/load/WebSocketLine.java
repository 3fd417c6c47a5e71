package dev.parley.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO client over WebSocket: handshake, OPEN, CONNECT, and a join with an acknowledgement (altogic-agnost 1.2 and 2). Then
 * it answers pings, and all else is the events' business.
 */
final class WebSocketLine extends Line {

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pplmbitxaq9kygzzhzrbk+xoo=";

    /** How far it has come; in this order. */
    private enum State {
        CONNECTING("connecting"),
        UPGRADING("waiting for the answer to the WebSocket handshake"),
        OPENING("waiting for Engine.IO's OPEN"),
        ENTERING("waiting to be let in"),
        JOINING("waiting for the join to be acknowledged"),
        IN("messages were exchanged");

        private final String words;

        State(String words) {
            this.words = words;
        }
    }

    private final @Nullable String channel;
    private State state = State.CONNECTING;
    private String sid = "";

    /** @param channel what to join; null for none */
    WebSocketLine(Loop loop, Target target, int index, @Nullable String channel) {
        super(loop, target, index);
        this.channel = channel;
    }

    /** Its Socket.IO id, as other members see it. */
    String sid() {
        return sid;
    }

    @Override
    String doing() {
        return state.words;
    }

    @Override
    void connected() {
        state = State.UPGRADING;
        String request = "GET " + target().path() + "?EIO=4&transport=websocket HTTP/1.1\r\nHost: " + target().host()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY
                + "\r\n\r\n";
        write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
    }

    @Override
    int received(ByteBuffer in, int end, long now) {
        int at = 0;
        if (state == State.UPGRADING) {
            int body = Http.endOfHead(in, 0, end);
            if (body < 0) {
                return 0;
            }
            upgraded(Http.text(in, 0, body));
            at = body;
        }
        return isOpen() ? frames(in, at, end, now) : end;
    }

    private void upgraded(String head) {
        if (Http.status(head) != 101) {
            fail("the server answered the WebSocket handshake with \""
                    + head.lines().findFirst().orElse("") + "\", not 101; "
                    + (Http.status(head) == 429 || Http.status(head) == 503
                            ? "it may be at one of " + Words.LIMITS
                            : "is " + target().path() + " the path of its Socket.IO?"));
            return;
        }
        if (!ACCEPT.equalsIgnoreCase(Http.header(head, "sec-websocket-accept"))) {
            fail("the server's Sec-WebSocket-Accept is wrong; something on the way is no WebSocket server");
            return;
        }
        state = State.OPENING;
    }

    private int frames(ByteBuffer in, int from, int end, long now) {
        int at = from;
        int count = 0;
        while (end - at >= 2) {
            int head = in.getShort(at);
            int length = head & 0x7f;
            int body = at + 2;
            if (length == 126) {
                body = at + 4;
                length = end - at < 4 ? Integer.MAX_VALUE : in.getShort(at + 2) & 0xffff;
            } else if (length == 127) {
                body = at + 10;
                length = end - at < 10 ? Integer.MAX_VALUE : (int) Math.min(in.getLong(at + 2), Integer.MAX_VALUE);
            }
            if (end - body < length) {
                return tooLarge(in, length) ? end : stop(at, count);
            }
            count++;
            if ((head & 0xff80) == 0x8100) {
                text(in, body, length, now);
            } else {
                control(in, head, body, length);
            }
            if (!isOpen()) {
                return stop(end, count);
            }
            at = body + length;
        }
        return stop(at, count);
    }

    private int stop(int at, int count) {
        loop().meter().frames += count;
        return at;
    }

    private boolean tooLarge(ByteBuffer in, int length) {
        if (length != Integer.MAX_VALUE && length > in.capacity() - 16) {
            fail("a frame of " + length + " bytes came, larger than this generator takes");
            return true;
        }
        return false;
    }

    private void control(ByteBuffer in, int head, int body, int length) {
        int opcode = (head >> 8) & 0x0f;
        switch (opcode) {
            case 8 ->
                fail("the server closed the WebSocket while " + doing()
                        + (length < 2
                                ? ""
                                : ", code " + (in.getShort(body) & 0xffff) + " "
                                        + Http.text(in, body + 2, body + length)));
            case 9 -> Frames.write(loop().outlet().to(this, length + 16), opcode + 1, Http.bytes(in, body, length));
            case 10 -> {}
            default ->
                fail("a frame came that no server of this kind sends: first bytes "
                        + Integer.toHexString(head & 0xffff));
        }
    }

    private void text(ByteBuffer in, int at, int length, long now) {
        if (length == 1 && in.get(at) == '2') {
            say("3");
        } else if (state == State.IN) {
            events().text(this, in, at, length, now);
        } else {
            entering(Http.text(in, at, at + length), now);
        }
    }

    /** Sends a packet. */
    void say(String packet) {
        byte[] bytes = packet.getBytes(UTF_8);
        Frames.write(loop().outlet().to(this, bytes.length + 16), Frames.TEXT, bytes);
    }

    private void entering(String packet, long now) {
        if (state == State.OPENING && packet.startsWith("0")) {
            state = State.ENTERING;
            say(target().connectPacket());
        } else if (state == State.ENTERING && packet.startsWith("40")) {
            sid = Entry.sid(packet);
            if (channel == null) {
                entered(now);
            } else {
                state = State.JOINING;
                say("421[\"join\",{\"channel\":\"" + channel + "\"}]");
            }
        } else if (state == State.JOINING && packet.startsWith("431")) {
            String refused = Entry.refusalOfJoin(packet);
            if (refused == null) {
                entered(now);
            } else {
                fail("the server refused to let it join channel " + channel + ": " + refused);
            }
        } else if (packet.startsWith("44")) {
            fail(Entry.refusal(packet));
        } else if (!packet.startsWith("42")) {
            fail("unexpected while " + doing() + ": " + Entry.shortened(packet));
        }
    }

    private void entered(long now) {
        state = State.IN;
        events().entered(this, now);
    }
}
