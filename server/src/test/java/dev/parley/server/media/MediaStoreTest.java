package dev.parley.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.server.config.Config;
import dev.parley.server.rest.UploadedFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaStoreTest {

    private static final String ID = "[0-9a-f-]{36}";

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Path incoming;
    private MediaStore store;

    @BeforeEach
    void open() throws Exception {
        incoming = Files.createDirectories(folder.resolve("media/incoming/own"));
        store = open("");
    }

    private MediaStore open(String more) throws Exception {
        return MediaStore.open(
                Config.parse("data: { dir: '" + folder
                        + "' }\nmedia: { pictureBytes: 2MB, picturePixels: 4000000, thumbnailSize: 64" + more + " }\n"),
                meters);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private UploadedFile upload(String name, byte[] bytes) {
        try {
            Path file = Files.write(incoming.resolve(UUID.randomUUID().toString()), bytes);
            return new UploadedFile(file, name, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredFile keep(MediaKind kind, String name, byte[] bytes) {
        return store.keep("app", kind, upload(name, bytes))
                .toCompletableFuture()
                .join();
    }

    private void refused(int status, MediaKind kind, String name, byte[] bytes) {
        UploadedFile file = upload(name, bytes);
        CompletionStage<StoredFile> kept = store.keep("app", kind, file);
        assertThatThrownBy(() -> kept.toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        MediaException.class,
                        e -> assertThat(e.status()).as(e.getMessage()).isEqualTo(status));
        assertThat(file.path()).as("it stays the form's").exists();
        assertThat(files()).containsExactly(file.path());
        file.path().toFile().delete();
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return new ArrayList<>(all.filter(Files::isRegularFile).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(String app, StoredFile stored) {
        return store.file(app, String.valueOf(MediaName.folderOf(stored.name())), stored.name());
    }

    private BufferedImage read(StoredFile stored) {
        try {
            return ImageIO.read(path("app", stored).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String latin) {
        byte[] start = latin.getBytes(StandardCharsets.ISO_8859_1);
        return java.util.Arrays.copyOf(start, start.length + 700);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif"})
    void picturesOfUsersBecomeSmallJpegs(String format) {
        StoredFile kept = keep(MediaKind.USER_PICTURE, "me.xyz", Pictures.encoded(300, 150, format));

        assertThat(kept.name()).matches("REGISTER_" + ID + "_THUMB\\.jpg");
        assertThat(kept.width()).isEqualTo(64);
        assertThat(kept.height()).isEqualTo(32);
        assertThat(kept.size()).isEqualTo(path("app", kept).toFile().length());
        BufferedImage seen = read(kept);
        assertThat(seen.getWidth()).isEqualTo(64);
        assertThat(new Color(seen.getRGB(8, 16)).getRed()).isGreaterThan(200);
        assertThat(new Color(seen.getRGB(56, 16)).getBlue()).isGreaterThan(200);
        assertThat(path("app", kept).getParent()).hasFileName("profile");
        assertThat(meters.get("parley.media.kept")
                        .tag("kind", "user_picture")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatTheSenderSentIsLeftToTheForm() {
        UploadedFile file = upload("me.png", Pictures.encoded(10, 10, "png"));
        store.keep("app", MediaKind.GROUP_PICTURE, file).toCompletableFuture().join();
        assertThat(files()).hasSize(2).contains(file.path());
    }

    @Test
    void smallPicturesAreNotMadeLarger() {
        StoredFile kept = keep(MediaKind.GROUP_PICTURE, "g.webp", Pictures.webp());

        assertThat(kept.name()).matches("GROUP_CHAT_" + ID + "_THUMB\\.jpg");
        assertThat(kept.width()).isEqualTo(1);
        assertThat(kept.height()).isEqualTo(1);
    }

    @Test
    void aThinPictureKeepsAPixel() {
        StoredFile kept = keep(MediaKind.USER_PICTURE, "a.png", Pictures.encoded(4000, 3, "png"));
        assertThat(kept.height()).isEqualTo(1);
    }

    @Test
    void transparencyBecomesWhite() {
        byte[] clear = Pictures.encode(new BufferedImage(100, 100, BufferedImage.TYPE_INT_ARGB), "png");
        assertThat(new Color(read(keep(MediaKind.USER_PICTURE, "a.png", clear)).getRGB(30, 30)))
                .isEqualTo(Color.WHITE);
    }

    @ParameterizedTest
    @CsvSource({"1,64,32", "3,64,32", "6,32,64", "8,32,64", "5,32,64"})
    void picturesAreUprightAndLoseWhatTheCameraAdded(int orientation, int width, int height) throws Exception {
        byte[] jpeg = Pictures.withOrientation(Pictures.encoded(300, 150, "jpg"), orientation);

        StoredFile small = keep(MediaKind.USER_PICTURE, "a.jpg", jpeg);
        StoredFile asItIs = keep(MediaKind.IMAGE, "a.jpg", jpeg);

        assertThat(List.of(small.width(), small.height())).containsExactly(width, height);
        assertThat(asItIs.width() > asItIs.height()).isEqualTo(width > height);
        boolean redIsFirst = orientation == 1 || orientation == 5 || orientation == 6;
        assertThat(new Color(read(small).getRGB(4, 4)).getRed() > 128).isEqualTo(redIsFirst);
        assertThat(Files.readString(path("app", small), StandardCharsets.ISO_8859_1))
                .doesNotContain("SECRET-PLACE");
        assertThat(Files.readAllBytes(path("app", asItIs))).isEqualTo(jpeg);
    }

    @Test
    void picturesOfMessagesStayAsTheyAre() throws Exception {
        byte[] png = Pictures.encoded(300, 150, "png");
        StoredFile kept = keep(MediaKind.IMAGE, "photo.JPG", png);

        assertThat(kept.name()).matches("IMAGE_" + ID + "\\.png");
        assertThat(kept).isEqualTo(new StoredFile(kept.name(), png.length, 300, 150));
        assertThat(files()).containsExactly(path("app", kept));
        assertThat(Files.readAllBytes(path("app", kept))).isEqualTo(png);
    }

    @Test
    void bombsAreRefusedBeforeTheyAreDecoded() {
        byte[] wide = Pictures.png(100_000, 100_000, 2, "IDAT", 30_000_000);
        byte[] row = Pictures.png(3_000_000, 1, 2, "IDAT", 9_000_001);
        refused(413, MediaKind.USER_PICTURE, "a.png", wide);
        refused(413, MediaKind.IMAGE, "a.png", wide);
        refused(413, MediaKind.USER_PICTURE, "a.png", row);
        refused(400, MediaKind.USER_PICTURE, "a.png", Pictures.png(0, 10, 2, "IDAT", 10));
        assertThat(meters.get("parley.media.refused")
                        .tag("reason", "picture_too_large")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aTextThatInflatesInAPictureIsNotRead() {
        keep(MediaKind.USER_PICTURE, "a.png", Pictures.png(10, 10, 3, "zTXt", 300_000_000));
    }

    @Test
    void damagedPicturesAndThoseThatAreNoneAreRefused() {
        byte[] cut = java.util.Arrays.copyOf(Pictures.encoded(500, 500, "png"), 60);
        refused(400, MediaKind.USER_PICTURE, "a.png", cut);
        refused(400, MediaKind.IMAGE, "a.jpg", bytes("\u00ff\u00d8\u00ff\u00e1\u0000\u0010Exif\0\0MM"));
        refused(415, MediaKind.USER_PICTURE, "a.png", bytes("<svg xmlns=\"http://www.w3.org/2000/svg\">"));
        refused(415, MediaKind.IMAGE, "a.jpg", bytes("<html><script>"));
        refused(400, MediaKind.FILE, "a.txt", new byte[0]);
        refused(
                413,
                MediaKind.USER_PICTURE,
                "a.png",
                java.util.Arrays.copyOf(Pictures.encoded(9, 9, "png"), 2_000_001));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VOICE|\0\0\0\u0018ftypM4A |r.m4a|m4a",
                "VOICE|\0\0\0\u0018ftypmp42|r.M4A|m4a",
                "VOICE|\0\0\0\u0018ftypisom|r.aac|aac",
                "VOICE|\0\0\0\u0018ftypisom|r|m4a",
                "VOICE|\u00ff\u00f1P\u0080|r.aac|aac",
                "VOICE|\u00ff\u00fb\u0090d|r.wav|mp3",
                "VOICE|OggS\0\2|r.opus|opus",
                "VOICE|RIFF\1\0\0\0WAVEfmt |r.wav|wav",
                "VOICE|#!AMR|r.amr|amr",
                "VIDEO|\0\0\0\u0018ftypisom|v.mp4|mp4",
                "VIDEO|\0\0\0\u0018ftypqt  |v.MOV|mov",
                "VIDEO|\0\0\0\u0018ftyp3gp4|v.3gp|3gp",
                "VIDEO|\0\0\0\u0018ftypisom|v.html|mp4",
                "VIDEO|\u001aE\u00df\u00a3\u009fB\u0086\u0081\1B\u00f7\u0081\1B\u00f2\u0081\4B\u00f3\u0081\u0008B\u0082\u0084webm|v.webm|webm",
                "FILE|%PDF-1.4|Report.PDF|pdf",
                "FILE|%PDF-1.4|report|pdf",
                "FILE|<html>|x.html|html",
                "FILE|x|a.t/../x|txt",
                "FILE|x|a.verylongending|txt"
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void endingsFitTheContent(MediaKind kind, String start, String name, String ending) {
        StoredFile kept =
                keep(kind, name, ending.equals("txt") ? "hello".getBytes(StandardCharsets.UTF_8) : bytes(start));

        assertThat(kept.name()).matches(kind + "_" + ID + "\\." + ending);
        assertThat(kept.width()).isZero();
        assertThat(path("app", kept)).hasFileName(kept.name()).exists();
    }

    @Test
    void soundsAndFilmsAreToldByTheirContent() {
        refused(415, MediaKind.VIDEO, "v.mp4", bytes("<html>"));
        refused(415, MediaKind.VIDEO, "v.mp4", bytes("RIFF\1\0\0\0WAVEfmt "));
        refused(415, MediaKind.VOICE, "v.mp3", bytes("MZ\u0090"));
        refused(415, MediaKind.VOICE, "v.mp3", new byte[1000]);
        refused(415, MediaKind.VOICE, "v.m4a", Pictures.encoded(10, 10, "png"));
    }

    @Test
    void moreWorkThanMayWaitIsRefused() throws Exception {
        try (MediaStore busy = open(", imageThreads: 1, imageQueue: 1")) {
            byte[] picture = Pictures.encoded(2000, 2000, "png");
            List<CompletionStage<StoredFile>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(busy.keep("app", MediaKind.USER_PICTURE, upload("a.png", picture)));
            }
            long refused = all.stream()
                    .filter(one -> one.handle((kept, e) -> e instanceof MediaException m && m.status() == 429)
                            .toCompletableFuture()
                            .join())
                    .count();
            assertThat(refused).isBetween(1L, 19L);
        }
    }

    @Test
    void onlyFilesThatWereNamedAreDiscarded() throws Exception {
        StoredFile first = keep(MediaKind.FILE, "a", bytes("x"));
        StoredFile second = keep(MediaKind.FILE, "a", bytes("x"));
        Path outside = Files.writeString(folder.resolve("outside"), "x");
        store.discard("app", List.of(first, new StoredFile("../../../outside", 1, 0, 0)));

        await().until(() -> !Files.exists(path("app", first)));
        assertThat(path("app", second)).exists();
        assertThat(outside).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/b", "\u0000", "", "Ünï", "app", "APP"})
    void appsHaveFoldersOfTheirOwnWhateverTheyAreCalled(String app) throws Exception {
        StoredFile other = keep(MediaKind.FILE, "a", bytes("x"));
        if (app.equals("app")) {
            store.removed("App");
        } else {
            StoredFile kept = store.keep(app, MediaKind.FILE, upload("a", bytes("x")))
                    .toCompletableFuture()
                    .join();
            Path file = path(app, kept);
            assertThat(folder.resolve("media").relativize(file.normalize()))
                    .hasFileName(kept.name())
                    .matches(inside -> inside.getNameCount() == 3 && !inside.startsWith(".."));
            store.removed(app);
            await().until(() -> files().size() == 1);
        }
        assertThat(path("app", other)).exists();
        assertThat(store.file("app", "x", "x").toString())
                .isNotEqualToIgnoringCase(store.file("APP", "x", "x").toString());
    }

    @Test
    void anAppThatWasNotDeletedToTheEndIsAtTheNextStart() throws Exception {
        Files.createDirectories(folder.resolve("media/gone-1/messages"));
        Files.writeString(folder.resolve("media/gone-1/messages/x"), "x");
        open("").close();
        assertThat(folder.resolve("media/gone-1")).doesNotExist();
    }
}
