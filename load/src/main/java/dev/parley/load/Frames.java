package dev.parley.load;

import java.nio.ByteBuffer;

/** Writes frames as clients must: masked, each with a key of its own. */
final class Frames {

    static final int TEXT = 1;

    /** Bytes that a frame may have before its payload. */
    static final int HEAD = 14;

    /** If two loops race for it, keys repeat; nothing depends on them. */
    private static int seed = 0x2545_f491;

    private Frames() {}

    /** Of one piece, for what is rare. */
    static void write(ByteBuffer out, int opcode, byte[] payload) {
        int key = head(out, opcode, payload.length);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ (key >> (24 - 8 * (i & 3)))));
        }
    }

    /**
     * @param payload from 0; must have eight bytes after its end
     */
    static void write(ByteBuffer out, ByteBuffer payload, int length) {
        int key = head(out, TEXT, length);
        long mask = ((long) key << 32) | (key & 0xffff_ffffL);
        int at = out.position();
        int end = at + length;
        for (int i = 0; i < length; i += 8) {
            out.putLong(at + i, payload.getLong(i) ^ mask);
        }
        out.position(end);
    }

    private static int head(ByteBuffer out, int opcode, int length) {
        out.put((byte) (0x80 | opcode));
        if (length < 126) {
            out.put((byte) (0x80 | length));
        } else if (length < 65_536) {
            out.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            out.put((byte) (0x80 | 127)).putLong(length);
        }
        int key = nextKey();
        out.putInt(key);
        return key;
    }

    /** Not a secret: masks only keep caches on the way from taking frames for requests. */
    private static int nextKey() {
        int x = seed;
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
        seed = x;
        return x;
    }
}
