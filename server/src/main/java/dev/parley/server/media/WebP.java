package dev.parley.server.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the chunks of a WebP file say (RFC 9649): one picture, whose own size is that of the canvas. The decoder believes either.
 *
 * @param width in pixels
 * @param height in pixels
 * @param lossy whether the colours are
 * @param lossless bytes that the lossless decoder reads: all of a lossless picture, or the transparency of a lossy one
 */
record WebP(int width, int height, boolean lossy, long lossless) {

    private static final int LOSSY_PIXEL_BYTES = 90;
    private static final int LOSSLESS_PIXEL_BYTES = 12;
    /** Twenty bits of the file can make the decoder build a group of code tables, of 5.5 kB. */
    private static final int GROUP_BYTES = 5_500;

    private static final int GROUP_BITS = 20;
    private static final int MOST_GROUPS = 65_536;

    /** Bytes that decoding may take. */
    long memory() {
        long pixels = (long) width * height;
        long groups = Math.min(MOST_GROUPS, lossless * Byte.SIZE / GROUP_BITS + 1) * GROUP_BYTES;
        return (lossy ? pixels * LOSSY_PIXEL_BYTES : 0) + (lossless > 0 ? pixels * LOSSLESS_PIXEL_BYTES + groups : 0);
    }

    /**
     * Reads the heads of a file's chunks. Blocks.
     *
     * @throws MediaException if it is damaged, moves, or has several pictures
     */
    static WebP of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Chunks(channel).read();
        }
    }

    private record Size(int width, int height) {}

    private static final class Chunks {

        private static final int RIFF = 12;
        private static final int HEAD = 8;
        private static final int LOOKED_AT = 10;
        private static final int MOST = 64;
        private static final int ANIMATION = 0x02;
        private static final int LOSSY_START = 0x2a019d;
        private static final int LOSSLESS_START = 0x2f;
        private static final int SIDE_BITS = 14;
        private static final int SIDE = (1 << SIDE_BITS) - 1;

        private final FileChannel file;
        private final long end;
        private Size canvas = new Size(0, 0);
        private Size image = new Size(0, 0);
        private boolean lossy;
        private long lossless;

        Chunks(FileChannel file) throws IOException {
            this.file = file;
            ByteBuffer head = bytes(0, RIFF);
            end = Math.min(file.size(), HEAD + (head.getInt(4) & 0xffff_ffffL));
            if (file.size() > end + 1) {
                throw Picture.unreadable(); // the decoder might see chunks there
            }
        }

        private ByteBuffer bytes(long at, int count) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                if (file.read(bytes, at + bytes.position()) < 0) {
                    throw Picture.unreadable();
                }
            }
            return bytes;
        }

        WebP read() throws IOException {
            long at = RIFF;
            for (int i = 0; i < MOST && at + HEAD <= end; i++) {
                ByteBuffer head = bytes(at, HEAD);
                String name =
                        StandardCharsets.ISO_8859_1.decode(head.slice(0, 4)).toString();
                long size = head.getInt(4) & 0xffff_ffffL;
                at += HEAD;
                if (size > end - at) {
                    throw Picture.unreadable();
                }
                chunk(name, at, size);
                at += size + (size & 1);
            }
            boolean fits = canvas.width == 0 || canvas.equals(image);
            if (image.width == 0 || image.height == 0 || !fits || at + HEAD <= end) {
                throw several();
            }
            return new WebP(image.width, image.height, lossy, lossless);
        }

        private void chunk(String name, long at, long size) throws IOException {
            switch (name) {
                case "VP8X" -> {
                    if (canvas.width != 0 || image.width != 0 || (bytes(at, 1).get(0) & ANIMATION) != 0) {
                        throw several();
                    }
                    canvas = canvas(bytes(at, LOOKED_AT));
                }
                case "VP8 " -> {
                    lossy = true;
                    image(lossy(bytes(at, LOOKED_AT)));
                }
                case "VP8L" -> {
                    lossless += size;
                    image(lossless(bytes(at, 5)));
                }
                case "ALPH" -> lossless += size;
                case "ANIM", "ANMF" -> throw several();
                default -> {} // colours and texts
            }
        }

        private void image(Size size) {
            if (image.width != 0) {
                throw several();
            }
            image = size;
        }

        private static Size canvas(ByteBuffer chunk) {
            return new Size(1 + (chunk.getInt(4) & 0xff_ffff), 1 + (chunk.getInt(6) >>> 8));
        }

        private static Size lossy(ByteBuffer chunk) {
            if ((chunk.get(0) & 1) != 0 || (chunk.getInt(3) & 0xff_ffff) != LOSSY_START) {
                throw Picture.unreadable();
            }
            return new Size(chunk.getShort(6) & SIDE, chunk.getShort(8) & SIDE);
        }

        private static Size lossless(ByteBuffer chunk) {
            if (chunk.get(0) != LOSSLESS_START) {
                throw Picture.unreadable();
            }
            int bits = chunk.getInt(1);
            return new Size(1 + (bits & SIDE), 1 + ((bits >>> SIDE_BITS) & SIDE));
        }

        private static MediaException several() {
            return new MediaException(
                    415,
                    "unsupported_media_type",
                    "The WebP file must hold one picture that does not move, and is as large as its canvas.");
        }
    }
}
