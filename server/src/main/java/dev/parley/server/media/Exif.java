package dev.parley.server.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * Finds how a camera was held, in the Exif segment of a JPEG. The JDK's reader gives segments away only together with all its other
 * metadata, and fails on those of many cameras.
 */
final class Exif {

    private static final int LOOKED_AT = 256 * 1024;
    private static final int SEGMENT_APP1 = 0xe1;
    private static final int SEGMENT_SCAN = 0xda;
    /** "Exif", two zeros. */
    private static final int SIGNATURE = 6;

    private Exif() {}

    /** As it lies, if it does not say. Blocks. */
    static Orientation orientation(Path jpeg) throws IOException {
        try (InputStream in = Files.newInputStream(jpeg)) {
            return orientation(ByteBuffer.wrap(in.readNBytes(LOOKED_AT)));
        }
    }

    private static Orientation orientation(ByteBuffer jpeg) {
        int at = 2;
        while (at + 4 <= jpeg.limit() && (jpeg.get(at) & 0xff) == 0xff) {
            int marker = jpeg.get(at + 1) & 0xff;
            if (marker == SEGMENT_SCAN) {
                break;
            }
            int length = jpeg.getShort(at + 2) & 0xffff;
            int end = at + 2 + length;
            if (length < 2 || end > jpeg.limit()) {
                break;
            }
            if (marker == SEGMENT_APP1 && isExif(jpeg, at + 4, end)) {
                return read(jpeg.slice(at + 4, end - at - 4));
            }
            at = end;
        }
        return Orientation.TOP_LEFT;
    }

    private static boolean isExif(ByteBuffer jpeg, int at, int end) {
        return end - at > SIGNATURE && jpeg.getInt(at) == 0x45786966;
    }

    private static Orientation read(ByteBuffer segment) {
        byte[] exif = new byte[segment.remaining()];
        segment.get(exif);
        try {
            Orientation read = ExifUtils.getOrientationFromExif(exif);
            return read == null ? Orientation.TOP_LEFT : read;
        } catch (RuntimeException e) {
            return Orientation.TOP_LEFT; // it is malformed, and the picture need not be
        }
    }
}
