package dev.parley.server.media;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Makes pictures. */
final class Pictures {

    private Pictures() {}

    /** The left half red, the right half blue. */
    static BufferedImage halves(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return image;
    }

    static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] encoded(int width, int height, String format) {
        return encode(halves(width, height, BufferedImage.TYPE_INT_RGB), format);
    }

    /** One pixel. */
    static byte[] webp() {
        return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
    }

    /** A JPEG with an Exif segment that says how the camera was held, and a place. */
    static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] tiff = {
            'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0
        };
        byte[] place = "SECRET-PLACE".getBytes(StandardCharsets.US_ASCII);
        out.write(jpeg, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (2 + 6 + tiff.length + place.length)});
        out.writeBytes(new byte[] {'E', 'x', 'i', 'f', 0, 0});
        out.writeBytes(tiff);
        out.writeBytes(place);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    /** A PNG whose header promises so many pixels, followed by as many zeros as are asked for, deflated, in one chunk. */
    static byte[] png(int width, int height, int colorType, String chunk, int zeros) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            DataOutputStream numbers = new DataOutputStream(header);
            numbers.writeInt(width);
            numbers.writeInt(height);
            numbers.write(new byte[] {8, (byte) colorType, 0, 0, 0});
            chunk(out, "IHDR", header.toByteArray());
            if (colorType == 3) {
                chunk(out, "PLTE", new byte[] {1, 2, 3});
            }
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            bomb.writeBytes(chunk.equals("zTXt") ? new byte[] {'a', 0, 0} : new byte[0]);
            try (DeflaterOutputStream deflater = new DeflaterOutputStream(bomb)) {
                for (int left = zeros; left > 0; left -= 65_536) {
                    deflater.write(new byte[Math.min(left, 65_536)]);
                }
            }
            chunk(out, chunk, bomb.toByteArray());
            if (!chunk.equals("IDAT")) {
                ByteArrayOutputStream pixels = new ByteArrayOutputStream();
                try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels)) {
                    deflater.write(new byte[(width + 1) * height]);
                }
                chunk(out, "IDAT", pixels.toByteArray());
            }
            chunk(out, "IEND", new byte[0]);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] content) throws IOException {
        DataOutputStream numbers = new DataOutputStream(out);
        byte[] named = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), 4 + content.length);
        System.arraycopy(content, 0, named, 4, content.length);
        CRC32 sum = new CRC32();
        sum.update(named);
        numbers.writeInt(content.length);
        numbers.write(named);
        numbers.writeInt((int) sum.getValue());
    }
}
