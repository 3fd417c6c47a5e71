package dev.parley.server.gateway.vchat;

import static dev.parley.server.gateway.vchat.ChatApp.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import dev.parley.server.gateway.vchat.ChatApp.Reply;
import dev.parley.server.gateway.vchat.ChatApp.Someone;
import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all calls have in common: paths, tokens, and the form of errors (vchat 1). */
class VChatCallsTest {

    private static ChatApp app;
    private static Someone ann;

    @BeforeAll
    static void start() {
        app = new ChatApp("");
        ann = app.someone();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user/search", "user/search/", "/user//search", "user/search?lastId=first"})
    void slashesTooManyDoNoHarm(String path) {
        assertThat(ann.get(path).good().isArray()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"room/nothing", "nothing", "''", "user/a/b", "room/leave", "public/", "public/profile/nothing.png"})
    void whatIsNotThereIsAnsweredInTheClientsForm(String path) {
        assertThat(ann.get(path).bad(404)).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, user, 'GET, PATCH'",
        "PUT, room, 'GET, POST'",
        "GET, user/register, POST",
        "GET, room/leave/61cd8fb33bd8731be040e103, DELETE",
        "POST, user/61cd8fb33bd8731be040e103, GET"
    })
    void wrongMethodNamesThoseThatWork(String method, String path, String allowed) {
        Reply reply = app.call(method, ann.token, path, "{}");

        assertThat(reply.bad(405)).contains(allowed);
        assertThat(reply.http().headers().firstValue("allow")).contains(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER  ", "", " "})
    void tokenComesWithOrWithoutBearer(String scheme) {
        app.get(scheme + ann.token, "room").good();
    }

    @Test
    void missingTokenIsToldFromOneThatIsNotValid() {
        String missing = app.get(null, "room").bad(401);

        assertThat(app.get("Bearer xxx", "room").bad(401)).isEqualTo(missing);
        assertThat(app.get("", "room").bad(401)).isEqualTo(missing);
        assertThat(app.get("Bearer nobodys", "room").bad(401)).isNotEqualTo(missing);
        assertThat(app.get(ann.token + "x", "room").bad(401)).isNotEqualTo(missing);
    }

    @Test
    void strangersBodyIsNotReadAndTheConnectionGoesOn() {
        try (RawConnection connection = RawConnection.open(app.server().port())) {
            for (int i = 0; i < 2; i++) {
                connection.send(head("room/single", "application/json", 2) + "{}");
                HttpAnswer answer = connection.answer();
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.text()).startsWith("{\"success\":false,\"data\":\"");
            }
        }
    }

    private static String head(String path, String type, int length) {
        return String.join(
                "\r\n",
                "POST /api/v1/" + path + " HTTP/1.1",
                "Host: a",
                "Content-Type: " + type,
                "Content-Length: " + length,
                "",
                "");
    }

    @Test
    void strangersFileIsRefusedBeforeItComes() {
        try (RawConnection connection = RawConnection.open(app.server().port())) {
            connection.send(head("message/single", "multipart/form-data; boundary=b", 40_000_000) + "--b\r\n");

            assertThat(connection.answer().status()).isEqualTo(401);
        }
    }

    @Test
    void bodiesOfOtherTypesAreRefusedInTheClientsForm() {
        app.send(app.request(ann.token, "room/single")
                        .POST(BodyPublishers.ofString("peerEmail"))
                        .header("content-type", "text/plain"))
                .bad(415);
        assertThat(app.post(ann.token, "room/single", "{\"peerEmail\":").bad(400))
                .contains("JSON");
        assertThat(app.post(ann.token, "room/single", "[]").bad(400)).contains("object");
    }

    @Test
    void bodyThatIsTooLargeIsAnsweredInTheClientsForm() {
        String json = json("peerEmail", "x", "message", "x".repeat(1_100_000));

        app.post(ann.token, "room/single", json).bad(413);
        ann.post("room/single", "peerEmail", "x", "message", "x".repeat(900_000))
                .bad(404);
    }

    @Test
    void malformedQueryIsAnswered() {
        try (RawConnection connection = RawConnection.open(app.server().port())) {
            connection.send("GET /api/v1/user/search?query=%zz HTTP/1.1\r\nHost: a\r\nAuthorization: " + ann.token
                    + "\r\n\r\n");

            HttpAnswer answer = connection.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).startsWith("{\"success\":false,");
        }
    }

    @Test
    void webPageOfAnotherOriginMayCall() {
        Reply reply = app.send(app.request(ann.token, "room").header("Origin", "https://web.example"));

        reply.good();
        assertThat(reply.http().headers().firstValue("access-control-allow-origin"))
                .contains("https://web.example");
    }

    @Test
    void serverWithoutSuchAnAppSaysWhichSettingMakesOne() {
        try (RunningServer server = RunningServer.of(RunningServer.TWO_APPS)) {
            String body = server.post("/api/v1/user/login", "{}").body();

            assertThat(body).startsWith("{\"success\":false,").contains("apps[].vchat");
        }
    }

    @Test
    void originThatIsNotListedIsRefused() {
        try (ChatApp strict = new ChatApp(", allowedOrigins: [ 'https://mine.example' ]", "")) {
            Someone bob = strict.someone();
            strict.get(bob.token, "room").good();
            strict.send(strict.request(bob.token, "room").header("Origin", "https://mine.example"))
                    .good();
            strict.send(strict.request(bob.token, "room").header("Origin", "https://evil.example"))
                    .bad(401);
        }
    }

    @Test
    void suspendedAppServesNothing() {
        try (ChatApp off = new ChatApp(", suspended: true", "")) {
            off.post(null, "user/register", json("email", "a", "name", "a", "password", "a"))
                    .bad(403);
            off.get("token", "room").bad(403);
            off.get(null, "public/profile/default_user_image.png").bad(403);
        }
    }

    @Test
    void callsAboveTheRateAreToldWhenToComeAgain() {
        try (ChatApp slow = new ChatApp(", packetRate: { perIp: 3 }", "")) {
            Reply last = slow.get(null, "room");
            for (int i = 0; i < 5 && last.status() == 401; i++) {
                last = slow.get(null, "room");
            }
            last.bad(429);
            assertThat(last.http().headers().firstValue("retry-after")).isPresent();
        }
    }
}
