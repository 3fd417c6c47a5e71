package dev.parley.bench.peer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a server of the bench sends: packets, and the head of the frame around them. */
final class Out {

    static final byte[] EVENT = bytes("42[\"");
    static final byte[] CHANNEL = bytes("\",{\"channel\":\"");
    static final byte[] MESSAGE = bytes("\",\"message\":");
    static final byte[] END = bytes("}]");

    /** Where bytes go. */
    interface Sink {
        void put(byte[] from, int offset, int length);
    }

    private Out() {}

    /** The first packet of a connection. Its heartbeat is too rare to be seen. */
    static byte[] open(long id) {
        return bytes("0{\"sid\":\"" + id
                + "\",\"upgrades\":[],\"pingInterval\":600000,\"pingTimeout\":600000,\"maxPayload\":1000000}");
    }

    /** The answer to the CONNECT of a client. */
    static byte[] connected(long id) {
        return bytes("40{\"sid\":\"" + id + "\"}");
    }

    /** A text frame's head before so many bytes. */
    static byte[] head(int length) {
        if (length < 126) {
            return new byte[] {(byte) 0x81, (byte) length};
        }
        if (length < 65536) {
            return new byte[] {(byte) 0x81, 126, (byte) (length >> 8), (byte) length};
        }
        return new byte[] {
            (byte) 0x81,
            127,
            0,
            0,
            0,
            0,
            (byte) (length >> 24),
            (byte) (length >> 16),
            (byte) (length >> 8),
            (byte) length
        };
    }

    /** A packet in its frame. */
    static byte[] frame(byte[] packet) {
        return join(head(packet.length), packet);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
