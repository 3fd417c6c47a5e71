package dev.parley.server.media;

import dev.parley.core.Clock;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;

/**
 * A picture of which only the header has been read.
 *
 * @param ending the usual one of its format
 * @param width in pixels, as they lie in the file
 * @param height in pixels, as they lie in the file
 * @param orientation how they are to be seen, as in Exif
 */
record Picture(Path file, String ending, int width, int height, Orientation orientation) {

    /** Longer sides make rows that cost memory, however few of them there are. */
    static final int LONGEST_SIDE = 32_768;

    private static final Map<String, String> ENDINGS =
            Map.of("image/jpeg", "jpg", "image/png", "png", "image/gif", "gif", "image/webp", "webp");
    private static final Set<Orientation> LYING =
            EnumSet.of(Orientation.LEFT_TOP, Orientation.RIGHT_TOP, Orientation.RIGHT_BOTTOM, Orientation.LEFT_BOTTOM);
    private static final double QUALITY = 0.85;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /**
     * Reads the header of a picture. Blocks.
     *
     * @param type what its bytes are
     * @throws MediaException if it is none, or one with too many pixels
     */
    static Picture of(Path file, String type, int mostPixels) throws IOException {
        String ending = ENDINGS.get(type);
        if (ending == null) {
            throw new MediaException(
                    415, "unsupported_media_type", "The file must be a picture: JPEG, PNG, GIF or WebP.");
        }
        Picture picture = ending.equals("webp") ? webp(file) : header(file, ending);
        if (picture.width < 1 || picture.height < 1) {
            throw unreadable();
        }
        if (picture.width > LONGEST_SIDE
                || picture.height > LONGEST_SIDE
                || (long) picture.width * picture.height > mostPixels) {
            throw tooManyPixels(mostPixels);
        }
        return picture;
    }

    private static Picture webp(Path file) throws IOException {
        WebP webp = WebP.of(file);
        return new Picture(file, "webp", webp.width(), webp.height(), Orientation.TOP_LEFT);
    }

    private static Picture header(Path file, String ending) throws IOException {
        return reading(
                file,
                ending,
                reader -> new Picture(
                        file,
                        ending,
                        reader.getWidth(0),
                        reader.getHeight(0),
                        ending.equals("jpg") ? Exif.orientation(file) : Orientation.TOP_LEFT));
    }

    private static MediaException tooManyPixels(long most) {
        return new MediaException(
                413,
                "picture_too_large",
                "The picture has too many pixels: more than " + most + " (media.picturePixels), or more than "
                        + LONGEST_SIDE + " in a row or column.");
    }

    static MediaException unreadable() {
        return new MediaException(400, "invalid_picture", "The picture is damaged or of a form that cannot be read.");
    }

    private static MediaException tooSlow() {
        return new MediaException(
                413,
                "picture_too_large",
                "The picture was not decoded within " + LONGEST.toSeconds() + " seconds. Send it smaller.");
    }

    int seenWidth() {
        return LYING.contains(orientation) ? height : width;
    }

    int seenHeight() {
        return LYING.contains(orientation) ? width : height;
    }

    /**
     * Looks at what the number of pixels does not tell about the work. Blocks.
     *
     * @param memory bytes that decoding may take, of formats that are decoded whole
     * @throws MediaException if decoding would take too much
     */
    void checkWork(long memory) throws IOException {
        if (ending.equals("jpg")) {
            JpegScans.check(file, (long) width * height);
        } else if (ending.equals("webp") && WebP.of(file).memory() > memory) {
            throw new MediaException(
                    413,
                    "picture_too_large",
                    "The WebP picture may take too much memory. Send it smaller, or as JPEG.");
        }
    }

    /**
     * The picture scaled down, upright, on white. Takes a time; blocks.
     *
     * @throws MediaException if it cannot be decoded, or not in time
     */
    BufferedImage thumbnail(int longerSide) throws IOException {
        int factor = Math.max(1, Math.max(width, height) / (2 * longerSide));
        BufferedImage small = flattened(reading(file, ending, reader -> {
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(factor, factor, 0, 0); // so that a big one is never in memory
            return reader.read(0, param);
        }));
        double scale = Math.min(1, longerSide / (double) Math.max(width, height));
        BufferedImage scaled = Thumbnails.of(small)
                .forceSize(side(width, scale), side(height, scale))
                .asBufferedImage();
        BufferedImage seen =
                ExifFilterUtils.getFilterForOrientation(orientation).apply(scaled);
        return flattened(seen);
    }

    /** Writes a JPEG with nothing but the pixels. */
    static void write(BufferedImage image, OutputStream out) throws IOException {
        Thumbnails.of(image).scale(1).outputFormat("jpg").outputQuality(QUALITY).toOutputStream(out);
    }

    private static int side(int pixels, double scale) {
        return Math.max(1, (int) Math.round(pixels * scale));
    }

    /** JPEG knows no transparency. */
    private static BufferedImage flattened(BufferedImage image) {
        BufferedImage flat = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = flat.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, flat.getWidth(), flat.getHeight());
            graphics.drawImage(image, 0, 0, null);
        } finally {
            graphics.dispose();
        }
        return flat;
    }

    private interface Reading<T> {
        T with(ImageReader reader) throws IOException;
    }

    /** Decoders fail in many ways on what is made to make them fail. */
    private static <T> T reading(Path file, String format, Reading<T> reading) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IOException("this Java cannot read " + format);
        }
        ImageReader reader = readers.next();
        try (DecodingStream in = new DecodingStream(file, Clock.system(), LONGEST)) {
            return reading(reader, in, reading);
        } finally {
            reader.dispose();
        }
    }

    private static <T> T reading(ImageReader reader, DecodingStream in, Reading<T> reading)
            throws InterruptedIOException {
        try {
            reader.setInput(in, true, true);
            return reading.with(reader);
        } catch (IOException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("decoding was interrupted");
            }
            throw in.isLate() ? tooSlow() : unreadable();
        }
    }
}
