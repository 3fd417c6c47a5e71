package dev.parley.server.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes pictures that are small and mean a lot of work. */
final class Attacks {

    private static final int TABLE = 64;
    private static final int LONGEST_RUN = 32_767;

    private Attacks() {}

    /** A BMP whose content is said to be another picture, of two gigabytes. */
    static byte[] bmp(int compression) {
        return ByteBuffer.allocate(55)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'B', 'M'})
                .putInt(55)
                .putInt(0)
                .putInt(54)
                .putInt(40)
                .putInt(100)
                .putInt(100)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(compression)
                .putInt(0x7fff_ffff)
                .array();
    }

    /** A grey progressive JPEG: one scan of averages, and so many of nothing, each of a few bytes. */
    static byte[] jpeg(int side, int emptyScans) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] quantization = new byte[1 + TABLE];
        Arrays.fill(quantization, 1, quantization.length, (byte) 1);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8});
        segment(out, 0xdb, quantization);
        segment(out, 0xc2, new byte[] {
            8, (byte) (side >> 8), (byte) side, (byte) (side >> 8), (byte) side, 1, 1, 0x11, 0
        });
        segment(out, 0xc4, oneCode(0, 0));
        segment(out, 0xc4, oneCode(0x10, 0xe0));
        int blocks = ((side + 7) / 8) * ((side + 7) / 8);
        segment(out, 0xda, new byte[] {1, 1, 0, 0, 0, 0});
        out.writeBytes(bits("0".repeat(blocks)));
        byte[] nothing = bits(runs(blocks));
        for (int i = 0; i < emptyScans; i++) {
            segment(out, 0xda, new byte[] {1, 1, 0, 1, 63, 0});
            out.writeBytes(nothing);
        }
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
        return out.toByteArray();
    }

    static void segment(ByteArrayOutputStream out, int marker, byte[] content) {
        out.writeBytes(
                new byte[] {(byte) 0xff, (byte) marker, (byte) ((content.length + 2) >> 8), (byte) (content.length + 2)
                });
        out.writeBytes(content);
    }

    /** A table of one code, of one bit. */
    private static byte[] oneCode(int table, int symbol) {
        byte[] content = new byte[18];
        content[0] = (byte) table;
        content[1] = 1;
        content[17] = (byte) symbol;
        return content;
    }

    private static String runs(int blocks) {
        StringBuilder runs = new StringBuilder();
        for (int left = blocks; left > 0; ) {
            int run = left >= 16_384 ? Math.min(LONGEST_RUN, left) : 16_384;
            String more = Integer.toBinaryString(run - 16_384);
            runs.append('0').append("0".repeat(14 - more.length())).append(more);
            left -= run;
        }
        return runs.toString();
    }

    private static byte[] bits(String bits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bits.length(); at += 8) {
            String octet = bits.substring(at, Math.min(bits.length(), at + 8));
            int value = Integer.parseInt(octet + "1".repeat(8 - octet.length()), 2);
            out.write(value);
            if (value == 0xff) {
                out.write(0);
            }
        }
        return out.toByteArray();
    }

    /** A WebP file of these chunks. */
    static byte[] webp(byte[]... chunks) {
        int size = 4 + Arrays.stream(chunks).mapToInt(chunk -> chunk.length).sum();
        ByteBuffer riff = ByteBuffer.allocate(8 + size).order(ByteOrder.LITTLE_ENDIAN);
        riff.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(size);
        riff.put("WEBP".getBytes(StandardCharsets.US_ASCII));
        for (byte[] chunk : chunks) {
            riff.put(chunk);
        }
        return riff.array();
    }

    /** A chunk with its head. */
    static byte[] chunk(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length + (content.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content)
                .array();
    }

    static byte[] canvas(int flags, int width, int height) {
        byte[] content = {
            (byte) flags,
            0,
            0,
            0,
            (byte) (width - 1),
            (byte) ((width - 1) >> 8),
            (byte) ((width - 1) >> 16),
            (byte) (height - 1),
            (byte) ((height - 1) >> 8),
            (byte) ((height - 1) >> 16)
        };
        return chunk("VP8X", content);
    }

    static byte[] lossless(int width, int height, int zeros) {
        return chunk(
                "VP8L",
                ByteBuffer.allocate(5 + zeros)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put((byte) 0x2f)
                        .putInt((width - 1) | ((height - 1) << 14))
                        .array());
    }

    static byte[] lossy(int width, int height, int zeros) {
        return chunk(
                "VP8 ",
                ByteBuffer.allocate(10 + zeros)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(new byte[] {0x10, 0, 0, (byte) 0x9d, 1, 0x2a})
                        .putShort((short) width)
                        .putShort((short) height)
                        .array());
    }
}
