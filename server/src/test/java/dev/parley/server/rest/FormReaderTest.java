package dev.parley.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.JsonText;
import dev.parley.server.config.Config;
import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormReaderTest {

    private static final int FILE_BYTES = 3_000_000;
    private static final int TEXT_BYTES = 10_000;
    private static final int MEMORY = 12_000;
    private static final String BOUNDARY = "dart-http-boundary-x";
    private static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    @TempDir
    Path folder;

    private SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private FormReader reader;
    private CallServer server;

    @BeforeEach
    void start() throws Exception {
        open("");
    }

    private void open(String media) throws Exception {
        reader = FormReader.open(
                Config.parse("listen: { trustedProxies: [ 127.0.0.1 ] }\ndata: { dir: '" + folder
                        + "' }\nlimits: { restBodyBytes: " + TEXT_BYTES + " }\nmedia: { fileBytes: " + FILE_BYTES
                        + ", keepFree: 0" + media + " }\n"),
                meters,
                MEMORY);
        server = new CallServer(this::handle);
    }

    private void reopen(String media) throws Exception {
        stop();
        meters = new SimpleMeterRegistry();
        open(media);
    }

    @AfterEach
    void stop() {
        server.close();
        reader.close();
    }

    private void handle(Exchange exchange) {
        String path = String.valueOf(exchange.request().path());
        switch (path) {
            case "/list" -> reader.readList(exchange, list -> exchange.answer(200, ("" + list.size()).getBytes(UTF_8)));
            case "/fail" ->
                reader.read(exchange, FormFiles.MESSAGE, FormTexts.USUAL, form -> {
                    throw new IllegalStateException("as asked");
                });
            default ->
                reader.read(
                        exchange,
                        path.equals("/no-files") ? FormFiles.NONE : FormFiles.MESSAGE,
                        FormTexts.USUAL,
                        form -> {
                            exchange.answer(200, show(form).getBytes(UTF_8));
                            form.close();
                        });
        }
    }

    private static String show(Form form) {
        StringBuilder shown = new StringBuilder("{\"content\":");
        String content = form.text("content");
        shown.append(content == null ? "null" : JsonText.quote(content));
        for (UploadedFile file : form.files("file")) {
            try {
                shown.append(',').append(JsonText.quote(file.fileName())).append(':');
                shown.append(Files.size(file.path()))
                        .append('/')
                        .append(file.size())
                        .append('/');
                shown.append(Arrays.hashCode(Files.readAllBytes(file.path())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shown.append('}').toString();
    }

    private RawConnection connect() {
        return RawConnection.open(server.port());
    }

    private static String field(String name, String value) {
        return "--" + BOUNDARY + "\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-transfer-encoding: binary\r\n"
                + "content-disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String fileHead(String fileName) {
        return "--" + BOUNDARY + "\r\ncontent-type: application/octet-stream\r\n"
                + "content-disposition: form-data; name=\"file\"; filename=\"" + fileName + "\"\r\n\r\n";
    }

    private static byte[] body(Object... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object piece : pieces) {
            all.writeBytes(
                    piece instanceof byte[] bytes
                            ? bytes
                            : String.valueOf(piece).getBytes(UTF_8));
        }
        all.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return all.toByteArray();
    }

    private static byte[] data(int size) {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte) (i * 31 + i / 1000);
        }
        return data;
    }

    private HttpAnswer post(String path, @Nullable String type, byte[] body) {
        try (RawConnection connection = connect()) {
            return connection.request("POST", path, type, body);
        }
    }

    /** Files that are being sent, of whichever process. */
    private List<Path> spooled() {
        try (Stream<Path> all = Files.walk(folder.resolve("media"))) {
            List<Path> files = new ArrayList<>(all.filter(Files::isRegularFile).toList());
            files.removeIf(file -> file.endsWith(".lock"));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void nothingIsLeft() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(spooled()).isEmpty();
            assertThat(meters.get("parley.media.uploads").gauge().value()).isZero();
        });
    }

    private static void isError(HttpAnswer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).startsWith("{\"success\":false,\"data\":\"");
    }

    @Test
    void filesAndTextsArriveToTheByte() {
        byte[] film = data(2_500_000);
        String content = "This content photo 📷 مرحبا <b>";
        HttpAnswer answer = post(
                "/",
                TYPE,
                body(
                        field("content", content),
                        fileHead("ü%22.png"),
                        data(1000),
                        "\r\n",
                        fileHead("../../b.mp4"),
                        film,
                        "\r\n"));

        assertThat(answer.text())
                .isEqualTo("{\"content\":" + JsonText.quote(content) + ",\"ü\\\".png\":1000/1000/"
                        + Arrays.hashCode(data(1000)) + ",\"b.mp4\":2500000/2500000/"
                        + Arrays.hashCode(film) + "}");
        nothingIsLeft();
    }

    @Test
    void aChunkedBodyInSmallPiecesIsTheSame() {
        byte[] all = body(field("content", "x"), fileHead("a"), data(500), "\r\n");
        try (RawConnection connection = connect()) {
            connection.send(
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: " + TYPE + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < all.length; at += 7) {
                int size = Math.min(7, all.length - at);
                connection.send(Integer.toHexString(size) + "\r\n");
                connection.send(Arrays.copyOfRange(all, at, at + size));
                connection.send("\r\n");
            }
            connection.send("0\r\n\r\n");
            assertThat(connection.answer().text()).contains("\"content\":\"x\",\"a\":500/500/");
        }
        nothingIsLeft();
    }

    @Test
    void anEmptyFieldOfFilesIsNone() {
        assertThat(post("/", TYPE, body(field("content", "x"), fileHead(""), "\r\n"))
                        .text())
                .isEqualTo("{\"content\":\"x\"}");
        assertThat(post("/", TYPE, body(fileHead("empty.txt"), "\r\n")).text()).contains("\"empty.txt\":0/0/");
        nothingIsLeft();
    }

    @Test
    void jsonAndFieldsOfAnAddressLookTheSame() {
        assertThat(post("/", "application/json; charset=utf-8", "{\"content\":\"ü\"}".getBytes(UTF_8))
                        .text())
                .isEqualTo("{\"content\":\"ü\"}");
        assertThat(post("/", "application/x-www-form-urlencoded", "content=%C3%BC+1&x".getBytes(UTF_8))
                        .text())
                .isEqualTo("{\"content\":\"ü 1\"}");
        assertThat(post("/", "text/plain", new byte[0]).text()).isEqualTo("{\"content\":null}");
        assertThat(post("/list", "application/json", "[{},{\"a\":1}]".getBytes(UTF_8))
                        .text())
                .isEqualTo("2");
    }

    @Test
    void otherBodiesAreRefused() {
        isError(post("/", "text/plain", "x".getBytes(UTF_8)), 415);
        isError(post("/", null, "x".getBytes(UTF_8)), 415);
        isError(post("/", "multipart/mixed; boundary=x", "x".getBytes(UTF_8)), 415);
        isError(post("/list", TYPE, body()), 415);
        isError(post("/", "application/json", "[]".getBytes(UTF_8)), 400);
        isError(post("/", "application/json", "{\"a\":1".getBytes(UTF_8)), 400);
        isError(
                post("/", "application/json", ("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}").getBytes(UTF_8)),
                400);
        isError(post("/list", "application/json", "{}".getBytes(UTF_8)), 400);
        isError(post("/list", "application/json", "[1]".getBytes(UTF_8)), 400);
        isError(post("/", "application/x-www-form-urlencoded", "a=%zz".getBytes(UTF_8)), 400);
        isError(post("/", "multipart/form-data", body()), 400);
        try (RawConnection connection = connect()) {
            connection.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                    + "Content-Length: 2\r\n\r\n{}");
            isError(connection.answer(), 415);
        }
    }

    @Test
    void brokenFormsLeaveNothing() {
        isError(post("/", TYPE, "no form".getBytes(UTF_8)), 400);
        isError(post("/", TYPE, (fileHead("a") + "x".repeat(100_000)).getBytes(UTF_8)), 400);
        isError(
                post(
                        "/",
                        TYPE,
                        body(
                                fileHead("a"),
                                data(100_000),
                                "\r\n",
                                "--" + BOUNDARY + "\r\ncontent-transfer-encoding: base64\r\n"
                                        + "content-disposition: form-data; name=\"file\"; filename=\"b\"\r\n\r\neA==\r\n")),
                400);
        isError(post("/", TYPE, body(fileHead("a"), data(10), "\r\n--" + BOUNDARY + "x")), 400);
        byte[] latin = body(field("content", "?"));
        latin[new String(latin, UTF_8).indexOf('?')] = (byte) 0xe4;
        isError(post("/", TYPE, latin), 400);
        isError(post("/no-files", TYPE, body(fileHead("a"), data(10), "\r\n")), 400);
        assertThat(post("/no-files", TYPE, body(field("content", "x"))).status())
                .isEqualTo(200);
        assertThat(post("/fail", TYPE, body(fileHead("a"), data(10), "\r\n")).status())
                .isEqualTo(500);
        nothingIsLeft();
    }

    @Test
    void whatIsTooMuchIsRefusedAndLeavesNothing() {
        isError(post("/", TYPE, body(fileHead("a"), data(FILE_BYTES + 1), "\r\n")), 413);
        isError(post("/", TYPE, body(field("content", "x".repeat(TEXT_BYTES + 1)))), 413);
        isError(
                post(
                        "/",
                        TYPE,
                        body(field("a", "x".repeat(6000)), fileHead("a"), "y\r\n", field("b", "x".repeat(6000)))),
                413);
        isError(post("/", TYPE, body((Object[]) repeated(101, field("a", "")))), 413);
        isError(post("/", TYPE, body((Object[]) repeated(5, fileHead("a") + "x\r\n"))), 413);
        isError(post("/", "application/json", ("{\"a\":\"" + "x".repeat(TEXT_BYTES) + "\"}").getBytes(UTF_8)), 413);
        assertThat(post("/", TYPE, body(fileHead("a"), data(FILE_BYTES), "\r\n"))
                        .status())
                .isEqualTo(200);
        nothingIsLeft();
    }

    private static String[] repeated(int times, String part) {
        String[] parts = new String[times];
        Arrays.fill(parts, part);
        return parts;
    }

    @Test
    void aBodyThatAnnouncesTooMuchIsRefusedAtOnce() {
        try (RawConnection connection = connect()) {
            connection.send(
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: " + TYPE + "\r\nContent-Length: 99999999\r\n\r\n");
            HttpAnswer answer = connection.answer();
            isError(answer, 413);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(connection.drain()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPeerThatVanishesLeavesNothing(boolean reset) {
        try (RawConnection connection = connect()) {
            connection.send(
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: " + TYPE + "\r\nContent-Length: 2000000\r\n\r\n");
            connection.send(field("content", "x") + fileHead("a"));
            connection.send(data(1_000_000));
            await().until(() -> !spooled().isEmpty());
            if (reset) {
                connection.reset();
            }
        }
        nothingIsLeft();
    }

    @Test
    void onlySoManySendAtOnce() throws Exception {
        reopen(", uploads: 1");
        try (RawConnection first = connect()) {
            byte[] all = body(fileHead("a"), data(1000), "\r\n");
            first.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: " + TYPE + "\r\nContent-Length: " + all.length
                    + "\r\n\r\n");
            await().until(() -> meters.get("parley.media.uploads").gauge().value() == 1);
            HttpAnswer second = post("/", TYPE, all);
            isError(second, 429);
            assertThat(second.header("retry-after")).isEqualTo("2");
            first.send(all);
            assertThat(first.answer().status()).isEqualTo(200);
            assertThat(first.request("POST", "/", TYPE, all).status()).isEqualTo(200);
        }
        nothingIsLeft();
    }

    @Test
    void aDiskThatIsAlmostFullTakesNoFiles() {
        Spool spool = new Spool(new Spool.Target(folder, Long.MAX_VALUE, Runnable::run));
        spool.begin();
        assertThat(spool.written().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOfSatisfying(
                        FormException.class, e -> assertThat(e.status()).isEqualTo(507));
    }

    @Test
    void manyAtOnceDoNotMixUp() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<HttpAnswer>>();
            for (int i = 0; i < 16; i++) {
                byte[] all = body(field("content", "c" + i), fileHead("f" + i), data(300_000 + i), "\r\n");
                answers.add(clients.submit(() -> post("/", TYPE, all)));
            }
            for (int i = 0; i < 16; i++) {
                assertThat(answers.get(i).get().text())
                        .isEqualTo("{\"content\":\"c" + i + "\",\"f" + i + "\":" + (300_000 + i) + "/" + (300_000 + i)
                                + "/" + Arrays.hashCode(data(300_000 + i)) + "}");
            }
        }
        nothingIsLeft();
    }

    @Test
    void whatAKilledProcessLeftIsDeletedAndWhatALivingOneWritesIsNot() throws Exception {
        Path incoming = folder.resolve("media/incoming");
        Path dead = Files.createDirectories(incoming.resolve("dead"));
        Files.writeString(dead.resolve("file"), "x");
        try (Incoming living = Incoming.open(folder)) {
            Path file = Files.writeString(living.folder().resolve("file"), "x");
            assertThat(dead).doesNotExist();
            Incoming.open(folder).close();
            assertThat(file).exists();
        }
        nothingIsLeft();
    }

    @Test
    void oneAddressHasAQuarterOfThePlacesAndAnotherTheRest() throws Exception {
        reopen(", uploads: 20");
        byte[] all = body(fileHead("a"), data(10), "\r\n");
        List<RawConnection> slow = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            slow.add(begin("2001:db8::" + i, all));
        }
        await().until(() -> meters.get("parley.media.uploads").gauge().value() == 5);

        try (RawConnection sameNetwork = begin("2001:db8::1:2:3", all);
                RawConnection other = begin("2001:db8:0:1::1", all)) {
            HttpAnswer refused = sameNetwork.answer();
            isError(refused, 429);
            assertThat(refused.header("retry-after")).isEqualTo("2");
            other.send(all);
            assertThat(other.answer().status()).isEqualTo(200);
        }
        slow.forEach(RawConnection::close);
        nothingIsLeft();
        try (RawConnection again = begin("2001:db8::1", all)) {
            again.send(all);
            assertThat(again.answer().status()).isEqualTo(200);
        }
    }

    /** The head of a request of a client behind a proxy of ours. */
    private RawConnection begin(String client, byte[] all) {
        RawConnection connection = connect();
        connection.send("POST / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + client + "\r\nContent-Type: " + TYPE
                + "\r\nContent-Length: " + all.length + "\r\n\r\n");
        return connection;
    }

    @Test
    void bodiesThatComeShareWhatMemoryTheyMayHave() {
        byte[] large = ("{\"content\":\"" + "x".repeat(8_000) + "\"}").getBytes(UTF_8);
        try (RawConnection slow = connect();
                RawConnection busy = connect()) {
            slow.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + large.length
                    + "\r\n\r\n");
            slow.send(Arrays.copyOf(large, 7_000));
            await().until(() -> reader.bodyBytes() >= 7_000);
            HttpAnswer refused = busy.request("POST", "/", "application/json", large);
            isError(refused, 503);
            assertThat(refused.header("retry-after")).isEqualTo("2");
            assertThat(post("/", "application/json", "{}".getBytes(UTF_8)).status())
                    .isEqualTo(200);
            slow.send(Arrays.copyOfRange(large, 7_000, large.length));
            assertThat(slow.answer().status()).isEqualTo(200);
        }
        assertThat(reader.bodyBytes()).isZero();
        try (RawConnection gone = connect()) {
            gone.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n");
            gone.send(Arrays.copyOf(large, 7_000));
            await().until(() -> reader.bodyBytes() >= 7_000);
        }
        await().until(() -> reader.bodyBytes() == 0);
        isError(post("/", "application/json", "{".getBytes(UTF_8)), 400);
        assertThat(reader.bodyBytes()).isZero();
        assertThat(post("/", "application/json", large).status()).isEqualTo(200);
    }

    @Test
    void shortTextsAreShorterThanTheSettingAllows() {
        assertThat(FormTexts.SHORT.limit(1_000_000).bytes()).isEqualTo(65_536);
        assertThat(FormTexts.SHORT.limit(1_000).exceeded("The body has").getMessage())
                .isEqualTo("The body has more than 1000 bytes (limits.restBodyBytes).");
        assertThat(FormTexts.USUAL.limit(1_000_000).bytes()).isEqualTo(1_000_000);
    }
}
