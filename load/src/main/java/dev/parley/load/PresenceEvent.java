package dev.parley.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * Join and leave events where they lie: <code>42["channel:join",{"channel":"...","message":{"id":"..."}}]</code>
 * (altogic-agnost 3).
 */
final class PresenceEvent {

    /** The first eight bytes of all of them. */
    static final long START = word("42[\"chan");

    private static final long ID = word(":{\"id\":\"");
    private static final int KIND = "42[\"channel:".length();
    private static final long PRIME = 0x100_0000_01b3L;
    private static final long BASIS = 0xcbf2_9ce4_8422_2325L;

    private PresenceEvent() {}

    static boolean isJoin(ByteBuffer in, int at) {
        return in.get(at + KIND) == 'j';
    }

    static boolean isLeave(ByteBuffer in, int at) {
        return in.get(at + KIND) == 'l';
    }

    /** @return a hash of the member's id; 0 if there is none */
    static long member(ByteBuffer in, int at, int length) {
        int end = at + length;
        for (int i = at + KIND; i + 8 < end; i++) {
            if (in.getLong(i) == ID) {
                long hash = BASIS;
                for (int j = i + 8; j < end && in.get(j) != '"'; j++) {
                    hash = (hash ^ in.get(j)) * PRIME;
                }
                return hash;
            }
        }
        return 0;
    }

    /** The same hash. */
    static long hash(String id) {
        long hash = BASIS;
        for (byte letter : id.getBytes(US_ASCII)) {
            hash = (hash ^ letter) * PRIME;
        }
        return hash;
    }

    private static long word(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII)).getLong(0);
    }
}
