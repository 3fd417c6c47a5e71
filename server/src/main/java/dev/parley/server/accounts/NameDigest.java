package dev.parley.server.accounts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * How skapi-js names a login: by an MD5 of its own kind, in hex (skapi 2.5 B). It takes one byte for each UTF-16 unit, and of a unit
 * that needs two the upper one falls onto the byte behind it, the padding included. For ASCII that is MD5. It protects nothing:
 * whoever has a name can work it out.
 */
final class NameDigest {

    private static final int[] SHIFTS = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};
    private static final int[] SINES = new int[64];

    static {
        for (int i = 0; i < SINES.length; i++) {
            SINES[i] = (int) (long) (StrictMath.abs(StrictMath.sin(i + 1)) * (1L << 32));
        }
    }

    private NameDigest() {}

    static String of(String name) {
        int[] words = words(name);
        int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
        for (int block = 0; block < words.length; block += 16) {
            mix(state, words, block);
        }
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : state) {
            bytes.putInt(word);
        }
        return HexFormat.of().formatHex(bytes.array());
    }

    private static int[] words(String name) {
        int length = name.length();
        int[] words = new int[(((length + 8) >> 6) + 1) * 16];
        for (int i = 0; i < length; i++) {
            words[i >> 2] |= name.charAt(i) << (i % 4 * 8);
        }
        words[length >> 2] |= 0x80 << (length % 4 * 8);
        words[words.length - 2] = length * 8;
        return words;
    }

    /** RFC 1321, 3.4. */
    private static void mix(int[] state, int[] words, int block) {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int i = 0; i < 64; i++) {
            int round = i / 16;
            int bits = switch (round) {
                case 0 -> (b & c) | (~b & d);
                case 1 -> (d & b) | (~d & c);
                case 2 -> b ^ c ^ d;
                default -> c ^ (b | ~d);
            };
            int word = switch (round) {
                case 0 -> i;
                case 1 -> 5 * i + 1;
                case 2 -> 3 * i + 5;
                default -> 7 * i;
            };
            int sum = a + bits + SINES[i] + words[block + word % 16];
            a = d;
            d = c;
            c = b;
            b += Integer.rotateLeft(sum, SHIFTS[4 * round + i % 4]);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}
