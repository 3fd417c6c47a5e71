package dev.parley.server.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds how a camera was held: the orientation tag (0x0112) of a JPEG's Exif segment, in the first bytes of a file. */
final class Exif {

    /** As it lies. */
    static final int UPRIGHT = 1;

    private static final int LAST = 8;
    private static final int LOOKED_AT = 256 * 1024;
    private static final int ORIENTATION = 0x0112;
    private static final int SEGMENT_APP1 = 0xe1;
    private static final int SEGMENT_SCAN = 0xda;
    /** "Exif", two zeros. */
    private static final int SIGNATURE = 6;

    private static final int ENTRY = 12;

    private Exif() {}

    /** 1 to 8 as in Exif; 1 if it does not say. Blocks. */
    static int orientation(Path jpeg) throws IOException {
        try (InputStream in = Files.newInputStream(jpeg)) {
            return orientation(ByteBuffer.wrap(in.readNBytes(LOOKED_AT)));
        }
    }

    private static int orientation(ByteBuffer jpeg) {
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
                return tag(jpeg.slice(at + 4 + SIGNATURE, end - at - 4 - SIGNATURE));
            }
            at = end;
        }
        return UPRIGHT;
    }

    private static boolean isExif(ByteBuffer jpeg, int at, int end) {
        return end - at > SIGNATURE && jpeg.getInt(at) == 0x45786966;
    }

    /** Of the first directory of a TIFF file. */
    private static int tag(ByteBuffer tiff) {
        if (tiff.limit() < 8) {
            return UPRIGHT;
        }
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xffff_ffffL;
        if (directory + 2 > tiff.limit()) {
            return UPRIGHT;
        }
        int entries = tiff.getShort((int) directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY;
            if (entry + ENTRY > tiff.limit()) {
                break;
            }
            if ((tiff.getShort((int) entry) & 0xffff) == ORIENTATION) {
                int value = tiff.getShort((int) entry + 8) & 0xffff;
                return value >= UPRIGHT && value <= LAST ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
