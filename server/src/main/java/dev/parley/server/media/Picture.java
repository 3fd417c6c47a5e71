package dev.parley.server.media;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
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
record Picture(Path file, String ending, int width, int height, int orientation) {

    /** Longer sides make rows that cost memory, however few of them there are. */
    static final int LONGEST_SIDE = 32_768;

    private static final Map<String, String> ENDINGS = Map.of(
            "image/jpeg", "jpg", "image/png", "png", "image/gif", "gif", "image/webp", "webp", "image/bmp", "bmp");
    private static final int ROTATED_BY_QUARTER = 5;
    private static final double QUALITY = 0.85;
    /** Bytes of a pixel of a format that can only be decoded whole, with what the decoder needs beside it. */
    private static final int PIXEL_BYTES = 8;

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
                    415, "unsupported_media_type", "The file must be a picture: JPEG, PNG, GIF, WebP or BMP.");
        }
        Picture picture = reading(
                file,
                ending,
                (reader, in) -> new Picture(
                        file,
                        ending,
                        reader.getWidth(0),
                        reader.getHeight(0),
                        ending.equals("jpg") ? Exif.orientation(file) : Exif.UPRIGHT));
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

    private static MediaException tooManyPixels(long most) {
        return new MediaException(
                413,
                "picture_too_large",
                "The picture has too many pixels: more than " + most + " (media.picturePixels), or more than "
                        + LONGEST_SIDE + " in a row or column.");
    }

    private static MediaException unreadable() {
        return new MediaException(400, "invalid_picture", "The picture is damaged or of a form that cannot be read.");
    }

    int seenWidth() {
        return orientation < ROTATED_BY_QUARTER ? width : height;
    }

    int seenHeight() {
        return orientation < ROTATED_BY_QUARTER ? height : width;
    }

    /** @param memory bytes that decoding may take, of formats that are decoded whole */
    void checkMemory(long memory) {
        if (ending.equals("webp") && (long) width * height * PIXEL_BYTES > memory) {
            throw tooManyPixels(memory / PIXEL_BYTES);
        }
    }

    /**
     * Writes it scaled down, upright, on white, without anything a camera added. Takes a time; blocks.
     *
     * @return the thumbnail
     */
    Picture thumbnail(int longerSide, Path target) throws IOException {
        int factor = Math.max(1, Math.max(width, height) / (2 * longerSide));
        BufferedImage small = flattened(reading(file, ending, (reader, in) -> {
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(factor, factor, 0, 0); // so that a big one is never in memory
            return reader.read(0, param);
        }));
        double scale = Math.min(1, longerSide / (double) Math.max(width, height));
        BufferedImage scaled = Thumbnails.of(small)
                .forceSize(side(width, scale), side(height, scale))
                .asBufferedImage();
        BufferedImage seen = ExifFilterUtils.getFilterForOrientation(Orientation.typeOf(orientation))
                .apply(scaled);
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            Thumbnails.of(flattened(seen))
                    .scale(1)
                    .outputFormat("jpg")
                    .outputQuality(QUALITY)
                    .toOutputStream(out);
        }
        return new Picture(target, "jpg", seen.getWidth(), seen.getHeight(), Exif.UPRIGHT);
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
        T with(ImageReader reader, ImageInputStream in) throws IOException;
    }

    /** Decoders fail in many ways on what is made to make them fail. */
    private static <T> T reading(Path file, String format, Reading<T> reading) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IOException("this Java cannot read " + format);
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in, true, true);
            return reading.with(reader, in);
        } catch (IOException | RuntimeException e) {
            throw unreadable();
        } finally {
            reader.dispose();
        }
    }
}
