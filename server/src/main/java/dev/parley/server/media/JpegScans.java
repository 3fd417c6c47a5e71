package dev.parley.server.media;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counts the scans of a JPEG (ITU-T T.81, B). Each one goes over all pixels when the picture is decoded, and may take some forty
 * bytes in the file. Cameras and editors write 1 to 15.
 */
final class JpegScans {

    /** More than any program writes. */
    static final int MOST = 64;

    /** Scans times pixels: a few seconds of work. */
    private static final long MOST_WORK = 1_500_000_000;

    private static final int BUFFER = 65_536;
    private static final int FIRST_WITH_LENGTH = 0xc0;
    private static final int RESTART_FIRST = 0xd0;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;

    private JpegScans() {}

    /**
     * Reads the file up to the end of its picture. Blocks.
     *
     * @throws MediaException if it has more scans than are decoded
     */
    static void check(Path jpeg, long pixels) throws IOException {
        long most = Math.min(MOST, MOST_WORK / Math.max(1, pixels));
        try (InputStream in = new BufferedInputStream(Files.newInputStream(jpeg), BUFFER)) {
            if (count(in, most) > most) {
                throw new MediaException(
                        413,
                        "picture_too_large",
                        "The JPEG has more scans than are decoded: at most " + MOST
                                + ", fewer of very large pictures. Save it anew, as a baseline JPEG.");
            }
        }
    }

    /** Sees at least the scans that the decoder sees; goes on after the end of what has none, as the decoder does. */
    private static long count(InputStream in, long most) throws IOException {
        long scans = 0;
        while (scans <= most) {
            int marker = marker(in);
            if (marker < 0 || (marker == END_OF_IMAGE && scans > 0)) {
                break;
            }
            if (marker == START_OF_SCAN) {
                scans++;
            }
            if (marker >= FIRST_WITH_LENGTH && (marker < RESTART_FIRST || marker > END_OF_IMAGE)) {
                skipSegment(in);
            }
        }
        return scans;
    }

    /** The next marker that stands by itself or begins a segment; -1 at the end. What lies before it is coded pixels. */
    private static int marker(InputStream in) throws IOException {
        int before = 0;
        while (true) {
            int next = in.read();
            if (next < 0 || (before == 0xff && next != 0 && next != 0xff)) {
                return next;
            }
            before = next;
        }
    }

    private static void skipSegment(InputStream in) throws IOException {
        int high = in.read();
        int low = in.read();
        int length = (high << 8) | low;
        if (low >= 0 && length >= 2) {
            try {
                in.skipNBytes(length - 2);
            } catch (EOFException e) {
                // Cut off; the decoder says so.
            }
        }
    }
}
