package dev.parley.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.config.Config;
import dev.parley.server.rest.CallServer;
import dev.parley.server.rest.UploadedFile;
import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaPagesTest {

    @TempDir
    Path folder;

    private MediaStore store;
    private CallServer server;

    @BeforeEach
    void start() throws Exception {
        store = MediaStore.open(Config.parse("data: { dir: '" + folder + "' }\n"), new SimpleMeterRegistry());
        MediaPages pages = new MediaPages(store);
        server = new CallServer(exchange -> pages.serve(
                exchange, "app", String.valueOf(exchange.request().path()).substring(1)));
        Files.writeString(folder.resolve("secret.txt"), "secret");
    }

    @AfterEach
    void stop() {
        server.close();
        store.close();
    }

    private String keep(MediaKind kind, String name, byte[] bytes) throws Exception {
        Path file = Files.write(folder.resolve(UUID.randomUUID().toString()), bytes);
        StoredFile kept = store.keep("app", kind, new UploadedFile(file, name, bytes.length))
                .toCompletableFuture()
                .join();
        return "/" + MediaName.folderOf(kept.name()) + "/" + kept.name();
    }

    private String text(String content) throws Exception {
        return keep(MediaKind.FILE, "a.txt", content.getBytes(StandardCharsets.UTF_8));
    }

    private HttpAnswer get(String path, String... headers) {
        return request("GET", path, headers);
    }

    private HttpAnswer request(String method, String path, String... headers) {
        try (RawConnection connection = RawConnection.open(server.port())) {
            send(connection, method, path, headers);
            return connection.answer();
        }
    }

    private static void send(RawConnection connection, String method, String path, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        connection.send(request.append("\r\n").toString());
    }

    @Test
    void aFileIsServedWholeAndForEver() throws Exception {
        byte[] film = Arrays.copyOf("\0\0\0\u0018ftypisom".getBytes(StandardCharsets.ISO_8859_1), 3_000_000);
        Arrays.fill(film, 100, film.length, (byte) 7);
        HttpAnswer answer = get(keep(MediaKind.VIDEO, "v.mp4", film));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(film);
        assertThat(answer.headers())
                .containsEntry("content-type", "video/mp4")
                .containsEntry("content-disposition", "inline")
                .containsEntry("accept-ranges", "bytes")
                .containsEntry("cache-control", "public, max-age=31536000, immutable")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("content-security-policy", "sandbox; default-src 'none'")
                .containsEntry("cross-origin-resource-policy", "cross-origin")
                .containsKeys("etag", "last-modified");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-3|206|0123|bytes 0-3/10",
                "bytes=4-|206|456789|bytes 4-9/10",
                "bytes=-3|206|789|bytes 7-9/10",
                "bytes=-99|206|0123456789|bytes 0-9/10",
                "bytes=8-99|206|89|bytes 8-9/10",
                "BYTES=9-9|206|9|bytes 9-9/10",
                "bytes=0-0,2-3|200|0123456789|",
                "bytes=3-1|200|0123456789|",
                "bytes=-|200|0123456789|",
                "bytes=a-b|200|0123456789|",
                "items=0-1|200|0123456789|",
                "bytes=0-99999999999999999999|200|0123456789|"
            })
    void partsAreServed(String range, int status, String body, String contentRange) throws Exception {
        HttpAnswer answer = get(text("0123456789"), "Range: " + range);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo(body);
        assertThat(answer.header("content-range")).isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=99-100", "bytes=-0"})
    void partsThatDoNotExistAreRefused(String range) throws Exception {
        HttpAnswer answer = get(text("0123456789"), "Range: " + range);

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("content-range")).isEqualTo("bytes */10");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.text()).startsWith("{\"success\":false");
    }

    @Test
    void aCopyThatIsRightIsNotSentAgain() throws Exception {
        String path = text("0123456789");
        HttpAnswer first = get(path);
        String tag = first.header("etag");
        String date = first.header("last-modified");

        HttpAnswer unchanged = get(path, "If-None-Match: \"x\", W/" + tag);
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.headers())
                .containsEntry("etag", String.valueOf(tag))
                .doesNotContainKey("content-length");
        assertThat(get(path, "If-None-Match: *").status()).isEqualTo(304);
        assertThat(get(path, "If-Modified-Since: " + date).status()).isEqualTo(304);
        assertThat(get(path, "If-None-Match: \"x\"", "If-Modified-Since: " + date)
                        .status())
                .isEqualTo(200);
        assertThat(get(path, "If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT").status())
                .isEqualTo(200);
        assertThat(get(path, "If-Modified-Since: nonsense").status()).isEqualTo(200);
        assertThat(get(path, "Range: bytes=0-1", "If-Range: " + tag).status()).isEqualTo(206);
        assertThat(get(path, "Range: bytes=0-1", "If-Range: " + date).status()).isEqualTo(206);
        assertThat(get(path, "Range: bytes=0-1", "If-Range: \"x\"").status()).isEqualTo(200);
        assertThat(get(path, "Range: bytes=0-1", "If-Range: W/" + tag).status()).isEqualTo(200);
        assertThat(date).matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
    }

    @Test
    void headSaysWhatGetWouldBring() throws Exception {
        String path = text("0123456789");
        try (RawConnection connection = RawConnection.open(server.port())) {
            send(connection, "HEAD", path, "Range: bytes=0-1");
            send(connection, "HEAD", "/profile/nothing.jpg");
            send(connection, "HEAD", "/profile/default_user_image.png", "Connection: close");
            String answers = new String(connection.drain(), StandardCharsets.UTF_8);
            assertThat(answers.lines().filter(line -> line.startsWith("HTTP/1.1 ")))
                    .containsExactly("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.1 200 OK");
            assertThat(answers.toLowerCase(java.util.Locale.ROOT)).contains("content-length: 10\r\n");
            assertThat(answers).endsWith("\r\n\r\n").doesNotContain("0123").doesNotContain("success");
        }
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        HttpAnswer answer = request("DELETE", text("x"));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
    }

    @ParameterizedTest
    @CsvSource({
        "a.html,html,application/octet-stream",
        "a.svg,svg,application/octet-stream",
        "a.js,js,application/octet-stream",
        "a.xhtml,xhtml,application/octet-stream",
        "a.txt,txt,application/octet-stream",
        "a.pdf,pdf,application/pdf"
    })
    void whatABrowserMightRunIsSavedInstead(String name, String ending, String type) throws Exception {
        String path = keep(MediaKind.FILE, name, "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
        HttpAnswer answer = get(path);

        assertThat(path).endsWith("." + ending);
        assertThat(answer.headers())
                .containsEntry("content-disposition", "attachment")
                .containsEntry("content-type", type);
    }

    @Test
    void anAnswerIsTheSameForEveryOrigin() throws Exception {
        HttpAnswer answer = get(text("x"), "Origin: https://example.com");
        assertThat(answer.headers())
                .containsEntry("access-control-allow-origin", "*")
                .doesNotContainKeys("access-control-allow-credentials", "vary");
    }

    @Test
    void aPictureOfAMessageIsShown() throws Exception {
        HttpAnswer answer = get(keep(MediaKind.IMAGE, "x", Pictures.encoded(10, 10, "png")));
        assertThat(answer.headers())
                .containsEntry("content-disposition", "inline")
                .containsEntry("content-type", "image/png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/messages",
                "/messages/",
                "/profile/",
                "/messages/../../../secret.txt",
                "/messages/..%2f..%2f..%2fsecret.txt",
                "/messages/%2e%2e/%2e%2e/%2e%2e/secret.txt",
                "/messages/..\\..\\..\\secret.txt",
                "/messages/..%5c..%5csecret.txt",
                "/../secret.txt",
                "/profile/secret.txt%00.jpg",
                "/profile/REGISTER_00000000-0000-0000-0000-000000000000_THUMB.jpg",
                "/profile/default_user_image.png/",
                "/profile/default_user_image.png.",
                "/profile/Default_user_image.png",
                "/messages/default_user_image.png",
                "/incoming/x",
                "//etc/passwd"
            })
    void nothingElseIsEverServed(String path) {
        HttpAnswer answer = get(path);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.text()).doesNotContain("secret").doesNotContain("root:");
    }

    @Test
    void aFileIsServedUnderItsOwnPathOnly() throws Exception {
        String path = text("x");
        assertThat(get(path).status()).isEqualTo(200);
        assertThat(get(path + ".").status()).isEqualTo(404);
        assertThat(get(path + "/").status()).isEqualTo(404);
        assertThat(get(path + "%00").status()).isEqualTo(404);
        assertThat(get("/messages/./" + path.substring(10)).status()).isEqualTo(404);
        assertThat(get(path.replace("FILE_", "%46ILE_")).status()).isEqualTo(404);
        assertThat(get(path.replace("messages", "profile")).status()).isEqualTo(404);
    }

    @Test
    void theDefaultPicturesAreThereForADay() {
        for (String name : new String[] {MediaStore.DEFAULT_USER_PICTURE, MediaStore.DEFAULT_GROUP_PICTURE}) {
            HttpAnswer answer = get("/profile/" + name);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSizeBetween(500, 10_000);
            assertThat(answer.headers())
                    .containsEntry("cache-control", "public, max-age=86400")
                    .containsEntry("content-type", "image/png");
            HttpAnswer part = get("/profile/" + name, "Range: bytes=1-3");
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.text()).isEqualTo("PNG");
        }
    }

    @Test
    void aFileThatIsDeletedWhileItIsReadCostsNobodyElse() throws Exception {
        byte[] large = new byte[30_000_000];
        String path = keep(MediaKind.FILE, "a.bin", large);
        String other = text("x");
        try (RawConnection slow = RawConnection.open(server.port(), 4096)) {
            send(slow, "GET", path, "Connection: close");
            assertThat(get(other).status()).isEqualTo(200);
            Files.delete(store.file("app", "messages", path.substring(10)));
            assertThat(get(path).status()).isEqualTo(404);
            assertThat(get(other).status()).isEqualTo(200);
            assertThat(slow.drain().length).isGreaterThan(large.length);
        }
    }
}
