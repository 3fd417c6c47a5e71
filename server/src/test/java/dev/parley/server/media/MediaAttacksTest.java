package dev.parley.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Clock;
import dev.parley.server.config.Config;
import dev.parley.server.rest.UploadedFile;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MediaAttacksTest {

    private static final int TAKEN = 0;

    @TempDir
    Path folder;

    private MediaStore open(MeterRegistry meters) throws Exception {
        return MediaStore.open(
                Config.parse("data: { dir: '" + folder.resolve("data") + "' }\nmedia: { imageThreads: 1 }\n"), meters);
    }

    private UploadedFile upload(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(UUID.randomUUID().toString()), bytes);
        return new UploadedFile(file, "a", bytes.length);
    }

    /** The status with which it is refused; 0 if it is taken. */
    private int status(MediaKind kind, byte[] bytes) throws Exception {
        try (MediaStore store = open(new SimpleMeterRegistry())) {
            return status(store.keep("app", kind, upload(bytes)).toCompletableFuture());
        }
    }

    private static int status(CompletableFuture<StoredFile> kept) throws Exception {
        return kept.handle((_, failure) -> failure instanceof MediaException refused ? refused.status() : TAKEN)
                .get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 5})
    void aBmpIsNotTaken(int compression) throws Exception {
        byte[] bmp = Attacks.bmp(compression);
        assertThat(status(MediaKind.USER_PICTURE, bmp)).isEqualTo(415);
        assertThat(status(MediaKind.IMAGE, bmp)).isEqualTo(415);
    }

    @Test
    void anErrorIsAnAnswerToo() throws Exception {
        MeterRegistry failing = new SimpleMeterRegistry() {
            @Override
            protected Counter newCounter(Meter.Id id) {
                return id.getName().equals("parley.media.kept") ? new Failing(id) : super.newCounter(id);
            }
        };
        try (MediaStore store = open(failing)) {
            assertThat(status(store.keep("app", MediaKind.FILE, upload(new byte[] {1}))
                            .toCompletableFuture()))
                    .isEqualTo(500);
        }
    }

    private record Failing(Meter.Id id) implements Counter {
        @Override
        public void increment(double amount) {
            throw new OutOfMemoryError("as asked");
        }

        @Override
        public double count() {
            return 0;
        }

        @Override
        public Meter.Id getId() {
            return id;
        }
    }

    @Test
    void aJpegOfManyScansIsNotDecoded() throws Exception {
        assertThat(status(MediaKind.USER_PICTURE, Attacks.jpeg(64, 63))).isEqualTo(TAKEN);
        assertThat(status(MediaKind.USER_PICTURE, Attacks.jpeg(64, 64))).isEqualTo(413);
        assertThat(status(MediaKind.USER_PICTURE, Attacks.jpeg(6_000, 41))).isEqualTo(413);
    }

    @Test
    void scansAreFoundWhereverTheyHide() throws Exception {
        byte[] many = Attacks.jpeg(64, 64);
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        tables.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9});
        tables.writeBytes(many);
        assertThat(scansAreRefused(tables.toByteArray())).as("after the end").isTrue();

        ByteArrayOutputStream filled = new ByteArrayOutputStream();
        for (int i = 0; i < many.length; i++) {
            boolean scan = many[i] == (byte) 0xff && i + 1 < many.length && many[i + 1] == (byte) 0xda;
            filled.writeBytes(scan ? new byte[] {1, (byte) 0xff, 5, (byte) 0xff, (byte) 0xff} : new byte[0]);
            filled.write(many[i]);
        }
        assertThat(scansAreRefused(filled.toByteArray())).as("after fill bytes").isTrue();
    }

    @Test
    void whatOnlyLooksLikeScansIsNotCounted() throws Exception {
        byte[] few = Attacks.jpeg(64, 2);
        byte[] text = new byte[1_000];
        for (int i = 0; i < text.length; i += 2) {
            text[i] = (byte) 0xff;
            text[i + 1] = (byte) 0xda;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(few, 0, 2);
        Attacks.segment(out, 0xe1, text);
        out.write(few, 2, few.length - 2);
        out.writeBytes(text); // as telephones append films
        assertThat(scansAreRefused(out.toByteArray())).isFalse();
        assertThat(scansAreRefused(Arrays.copyOf(few, few.length - 3))).isFalse();
    }

    private boolean scansAreRefused(byte[] jpeg) throws IOException {
        try {
            JpegScans.check(upload(jpeg).path(), 1);
            return false;
        } catch (MediaException e) {
            return true;
        }
    }

    @Test
    void progressiveJpegsAreTaken() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(Pictures.halves(2_000, 1_000, 1), null, null), param);
        } finally {
            writer.dispose();
        }
        assertThat(status(MediaKind.USER_PICTURE, out.toByteArray())).isEqualTo(TAKEN);
    }

    @Test
    void theEndOfTheServerWaitsForNoPicture() throws Exception {
        List<CompletableFuture<StoredFile>> all = new ArrayList<>();
        byte[] slow = Attacks.jpeg(4_000, 60);
        long began;
        try (MediaStore store = open(new SimpleMeterRegistry())) {
            for (int i = 0; i < 20; i++) {
                all.add(store.keep("app", MediaKind.USER_PICTURE, upload(slow)).toCompletableFuture());
            }
            began = Clock.system().nanos();
        }
        assertThat(Duration.ofNanos(Clock.system().nanos() - began)).isLessThan(Duration.ofSeconds(8));
        for (CompletableFuture<StoredFile> one : all.subList(1, all.size())) {
            assertThat(status(one)).isEqualTo(503);
        }
    }

    @Test
    void aDecoderGetsNothingWhenItsTimeIsOver() throws Exception {
        long[] now = {5};
        Clock clock = new Clock() {
            @Override
            public long nanos() {
                return now[0];
            }

            @Override
            public long millis() {
                return 0;
            }
        };
        try (DecodingStream stream = new DecodingStream(upload(new byte[9]).path(), clock, Duration.ofNanos(10))) {
            now[0] = 15;
            assertThat(stream.read()).isZero();
            Thread.currentThread().interrupt();
            assertThatThrownBy(stream::read).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(stream.isLate()).isFalse();
            now[0] = 16;
            assertThatThrownBy(stream::readInt).isInstanceOf(IOException.class);
            assertThat(stream.isLate()).isTrue();
        }
    }

    @Test
    void aWebpIsOnePictureOfTheSizeOfItsCanvas() throws Exception {
        byte[] one = Attacks.lossless(10, 10, 20);
        assertThat(webp(Attacks.webp(one))).isZero();
        assertThat(webp(Attacks.webp(Attacks.canvas(0, 10, 10), one))).isZero();
        assertThat(webp(Attacks.webp(Attacks.canvas(0, 10, 10), one, Attacks.chunk("EXIF", new byte[3]))))
                .isZero();
        assertThat(webp(Pictures.webp())).isZero();

        assertThat(webp(Attacks.webp(Attacks.canvas(0, 10, 10), Attacks.lossless(16_383, 16_383, 20))))
                .isEqualTo(415);
        assertThat(webp(Attacks.webp(Attacks.canvas(0, 10, 10), Attacks.lossy(16_383, 16_383, 20))))
                .isEqualTo(415);
        assertThat(webp(Attacks.webp(one, one))).isEqualTo(415);
        assertThat(webp(Attacks.webp(Attacks.canvas(0, 10, 10), Attacks.canvas(0, 10, 10), one)))
                .isEqualTo(415);
        assertThat(webp(Attacks.webp(Attacks.canvas(2, 10, 10), one))).isEqualTo(415);
        assertThat(webp(Attacks.webp(one, Attacks.chunk("ANIM", new byte[6])))).isEqualTo(415);
        assertThat(webp(Attacks.webp(Attacks.canvas(0, 10, 10), Attacks.chunk("ANMF", new byte[16]), one)))
                .isEqualTo(415);
        assertThat(webp(Attacks.webp(Attacks.canvas(0, 10, 10)))).isEqualTo(415);

        byte[] longer = Attacks.webp(one);
        assertThat(webp(Arrays.copyOf(longer, longer.length + 100))).isEqualTo(400);
        longer[16] = 127;
        assertThat(webp(longer)).isEqualTo(400);
    }

    /** The status with which a message's picture is refused. */
    private int webp(byte[] bytes) throws Exception {
        return status(MediaKind.IMAGE, bytes);
    }

    @Test
    void theMemoryOfAWebpIsWhatItsDecoderTakes() throws Exception {
        assertThat(WebP.of(upload(Attacks.webp(Attacks.lossy(4_000, 4_000, 20))).path())
                        .memory())
                .isBetween(1_200_000_000L, 2_000_000_000L);
        assertThat(WebP.of(upload(Attacks.webp(Attacks.lossless(10, 10, 500_000)))
                                .path())
                        .memory())
                .as("code tables, which have nothing to do with the pixels")
                .isBetween(300_000_000L, 400_000_000L);
        byte[] large = Attacks.webp(Attacks.lossy(16_000, 2_500, 20));
        assertThat(status(MediaKind.USER_PICTURE, large)).isEqualTo(413);
    }

    @ParameterizedTest
    @EnumSource(
            value = MediaKind.class,
            names = {"USER_PICTURE", "IMAGE", "FILE"})
    void nobodyElseMayReadFiles(MediaKind kind) throws Exception {
        UploadedFile file = upload(Pictures.encoded(20, 20, "png"));
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));
        try (MediaStore store = open(new SimpleMeterRegistry())) {
            store.keep("app", kind, file).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
        try (Stream<Path> all = Files.walk(folder.resolve("data/media"))) {
            List<Path> paths = all.toList();
            assertThat(paths).hasSize(4);
            for (Path path : paths) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void nothingIsMadeBesideAPictureThatComes() throws Exception {
        Path source = Files.createDirectory(folder.resolve("source"));
        Path picture = Files.write(source.resolve("a.png"), Pictures.encoded(900, 300, "png"));
        FileTime untouched = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(source, untouched);
        try (MediaStore store = open(new SimpleMeterRegistry())) {
            store.keep("app", MediaKind.USER_PICTURE, new UploadedFile(picture, "a.png", Files.size(picture)))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
        assertThat(Files.getLastModifiedTime(source)).isEqualTo(untouched);
        assertThat(picture).exists();
    }
}
