package dev.parley.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a call is told as problem details, and nothing happens. */
class BadInputTest {

    private static RunningServer server;
    private static Backend backend;
    private static Backend operator;

    @BeforeAll
    static void start() {
        server = RunningServer.of(Backend.SETTINGS);
        backend = new Backend(server, "sk-1");
        operator = new Backend(server, Backend.OPERATOR_TOKEN);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            publish       | [1]                                                    | validation_error | body
            publish       | {}                                                     | validation_error | event
            publish       | {"event":7}                                            | validation_error | event
            publish       | {"event":"e","chanel":"c"}                             | validation_error | chanel
            publish       | {"event":"e","event":"f"}                              | validation_error | event
            publish       | {"event":"e","channel":5}                              | validation_error | channel
            publish       | {"event":"e","channel":" "}                            | validation_error | channel
            publish       | {"event":"disconnect"}                                 | validation_error | event
            publish       | {"event":"e","exclude":"x"}                            | validation_error | exclude
            publish       | {"event":"e"                                           | invalid_json     |
            publish       | {"event":"e","message":NaN}                            | invalid_json     |
            publish       | {"event":"e","message":{"_placeholder":true,"num":0}}  | invalid_json     |
            publish/batch | {"messages":[]}                                        | validation_error | messages
            publish/batch | {"messages":{}}                                        | validation_error | messages
            publish/batch | {}                                                     | validation_error | messages
            publish/batch | {"messages":[{"event":"e"},3]}                         | validation_error | messages[1]
            publish/batch | {"messages":[{"event":"e","x":1}]}                     | validation_error | messages[0].x
            users/u/events | {"session":{}}                                        | validation_error | event
            users/u/events | {"event":"connect"}                                   | validation_error | event
            users         | {"email":7}                                            | validation_error | email
            users         | {"password":"12345"}                                   | validation_error | password
            users         | {"profile":[]}                                         | validation_error | profile
            users         | {"disabled":"yes"}                                     | validation_error | disabled
            users         | {"name":"\\u0000"}                                     | validation_error | name
            users         | {"name":"\\ud800"}                                     | validation_error | name
            users         | {"admin":true}                                         | validation_error | admin
            tokens        | {}                                                     | validation_error | userId
            tokens        | {"userId":"u","for":"other"}                           | validation_error | for
            tokens        | {"userId":"nobody","for":"skapi"}                      | validation_error | userId
            tokens        | {"userId":"u","for":"skapi","service":"s"}             | validation_error | service
            tokens        | {"userId":"u","expiresIn":0}                           | validation_error | expiresIn
            tokens        | {"userId":"u","expiresIn":1.5}                         | validation_error | expiresIn
            tokens        | {"userId":"u","expiresIn":1e9}                         | validation_error | expiresIn
            tokens        | {"userId":"u","channels":"c"}                          | validation_error | channels
            tokens        | {"userId":"u","channels":[""]}                         | validation_error | channels[0]
            keys          | {}                                                     | validation_error | kind
            keys          | {"kind":"root"}                                        | validation_error | kind
            keys          | {"kind":"server","key":"mine"}                         | validation_error | kind
            keys          | {"kind":"client","settings":{"realtim":true}}          | validation_error | settings
            """)
    void wrongBodyNamesTheFieldThatIsWrong(String path, String body, String code, String field) {
        Backend.Reply reply = backend.post("/v1/apps/env1/" + path, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.json().at("/errors/0/field").asString("")).isEqualTo(field == null ? "" : field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /v1/apps/env1/channels?limit=0           | 400 | validation_error
            GET    | /v1/apps/env1/channels?limit=1001        | 400 | validation_error
            GET    | /v1/apps/env1/channels?limit=x           | 400 | validation_error
            GET    | /v1/apps/env1/channels?limit=%D9%A1      | 400 | validation_error
            GET    | /v1/apps/env1/channels?limit=1&limit=2   | 400 | validation_error
            GET    | /v1/apps/env1/channels?offset=1          | 400 | validation_error
            GET    | /v1/apps/env1/channels?prefix=%FF        | 400 | bad_encoding
            GET    | /v1/apps/env1/channels/%C0%AF            | 400 | bad_encoding
            GET    | /v1/apps/env1/channels/%20               | 400 | validation_error
            GET    | /v1/apps/env1/users/u/subscribers?limit=101 | 400 | validation_error
            GET    | /v1/apps/env1/users?email=a&phone=b      | 400 | validation_error
            GET    | /v1/apps/env1/users/%00                  | 404 | user_not_found
            DELETE | /v1/apps/env1/sessions/%00               | 404 | session_not_found
            GET    | /v1/apps/env1/audit?before=-1            | 400 | validation_error
            GET    | /v1/apps/env2                            | 403 | wrong_app
            GET    | /v1/apps/nowhere                         | 403 | wrong_app
            GET    | /v1/apps                                 | 403 | operator_needed
            DELETE | /v1/apps/env1                            | 403 | operator_needed
            """)
    void wrongPathOrQueryIsExplained(String method, String path, int status, String code) {
        Backend.Reply reply = backend.call(method, path, null);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channels/%4",
                "channels/%",
                "channels/%zz",
                "channels/%+1",
                "channels?prefix=%",
                "channels?prefix=%4"
            })
    void escapesThatAreNoneAreRefused(String path) {
        try (RawConnection connection = RawConnection.open(server.port())) {
            connection.send("GET /v1/apps/env1/" + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer sk-1\r\n\r\n");

            HttpAnswer answer = connection.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("bad_encoding");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1, 404, ''",
        "GET, /v1/, 404, ''",
        "GET, /v1/app, 404, ''",
        "GET, /v1/apps/env1/, 404, ''",
        "GET, /v1/apps//channels, 404, ''",
        "GET, /v1/apps/env1/channels/a/b, 404, ''",
        "GET, /v1/apps/env1/publish, 405, POST",
        "HEAD, /v1/apps/env1, 405, 'DELETE, GET, PATCH, PUT'",
        "TRACE, /v1/apps/env1/channels, 405, GET",
    })
    void unknownPathsAndMethodsAreTold(String method, String path, int status, String allow) {
        Backend.Reply reply = backend.undescribed(method, path, null);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("allow")).isEqualTo(allow);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void keyIsAskedForBeforeAnythingIsTold() {
        Backend.Reply none = new Backend(server, null).get("/v1/apps/env1/channels?limit=0");
        Backend.Reply wrong = new Backend(server, "sk-nobodys").get("/v1/apps/env1/channels?limit=0");

        assertThat(none.status()).isEqualTo(401);
        assertThat(none.code()).isEqualTo("missing_key");
        assertThat(none.header("www-authenticate")).startsWith("Bearer");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("invalid_key");
        assertThat(wrong.body()).doesNotContain("sk-nobodys");
        assertThat(wrong.header("www-authenticate")).contains("invalid_token");
    }

    @Test
    void clientKeysOpenNothing() {
        assertThat(new Backend(server, "ck-1").get("/v1/apps/env1/channels").status())
                .isEqualTo(401);
    }

    @Test
    void suspendedAppIsRefused() {
        Backend.Reply reply = new Backend(server, "sk-off").get("/v1/apps/off/channels");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("app_suspended");
    }

    @Test
    void operatorDoesNotSpeakForAnApp() {
        assertThat(operator.get("/v1/apps/env1/channels").code()).isEqualTo("server_key_needed");
    }

    @Test
    void onlyJsonIsRead() {
        assertThat(backend.post("/v1/apps/env1/publish", "{}", "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(backend.post("/v1/apps/env1/publish", "{}", "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(415);
        assertThat(backend.call("POST", "/v1/apps/env1/publish", null).status()).isEqualTo(415);
    }

    @Test
    void bodyAndMessageHaveTheirLimits() {
        String big = "x".repeat(1_000_001);
        Backend.Reply message = backend.post("/v1/apps/env1/publish", "{\"event\":\"e\",\"message\":\"" + big + "\"}");
        Backend.Reply body = backend.post("/v1/apps/env1/publish", "{\"event\":\"" + big + big + "\"}");
        String name = "n".repeat(257);
        String deep = "[".repeat(100) + "]".repeat(100);

        assertThat(message.status()).isEqualTo(413);
        assertThat(message.code()).isEqualTo("payload_too_large");
        assertThat(body.status()).isEqualTo(413);
        assertThat(backend.post("/v1/apps/env1/publish", "{\"event\":\"" + name + "\"}")
                        .code())
                .isEqualTo("validation_error");
        assertThat(backend.get("/v1/apps/env1/channels/" + name).code()).isEqualTo("validation_error");
        assertThat(backend.post("/v1/apps/env1/publish", "{\"event\":\"e\",\"message\":" + deep + "}")
                        .code())
                .isEqualTo("invalid_json");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"event\":\"".getBytes(StandardCharsets.US_ASCII));
        body.write(0xC0);
        body.write(0xAF);
        body.writeBytes("\"}".getBytes(StandardCharsets.US_ASCII));
        try (RawConnection connection = RawConnection.open(server.port())) {
            connection.send("POST /v1/apps/env1/publish HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer sk-1\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.size() + "\r\n\r\n");
            connection.send(body.toByteArray());

            HttpAnswer answer = connection.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("invalid_json");
        }
    }

    @Test
    void namesInErrorsCarryNothingButText() {
        Backend.Reply reply =
                backend.post("/v1/apps/env1/publish", "{\"event\":\"e\",\"<img src=x>\\u001b[31m\\r\\n\":1}");

        assertThat(reply.json().at("/errors/0/field").asString()).isEqualTo("?img src?x??[31m??".replace('[', '?'));
    }

    @Test
    void wrongIdempotencyKeyIsRefused() {
        assertThat(backend.post("/v1/apps/env1/publish", "{\"event\":\"e\"}", "Idempotency-Key", "a b")
                        .code())
                .isEqualTo("validation_error");
        assertThat(backend.post("/v1/apps/env1/publish", "{\"event\":\"e\"}", "Idempotency-Key", "x".repeat(256))
                        .code())
                .isEqualTo("validation_error");
    }

    @Test
    void tooManyWrongKeysShutTheAddressOut() {
        try (RunningServer strict =
                RunningServer.of(Backend.SETTINGS + "identity: { attemptsPerIp: 3, attemptWindow: 1h }\n")) {
            for (int i = 0; i < 3; i++) {
                assertThat(new Backend(strict, "guess-" + i)
                                .get("/v1/apps/env1/channels")
                                .status())
                        .isEqualTo(401);
            }

            Backend.Reply reply = new Backend(strict, "sk-1").get("/v1/apps/env1/channels");

            assertThat(reply.status()).isEqualTo(429);
            assertThat(Long.parseLong(reply.header("retry-after"))).isBetween(3_500L, 3_600L);
        }
    }

    @Test
    void apisErrorsNeverRepeatKeys() {
        Map<String, Backend.Reply> replies = Map.of(
                "sk-2", new Backend(server, "sk-2").get("/v1/apps/env1/channels"),
                "sk-off", new Backend(server, "sk-off").get("/v1/apps/off/channels"));

        replies.forEach((key, reply) -> assertThat(reply.body()).doesNotContain(key));
    }
}
