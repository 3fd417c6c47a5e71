package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.MappingException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    private static final String PUBLISHED = "{\"position\":{\"epoch\":7,\"offset\":3,\"new\":true},\"new\":{}}";
    static final String USER = """
            {"id":"u","uuid":"v","hexId":"h","provider":"server","email":null,"emailVerified":true,"phone":null,
             "phoneVerified":false,"username":"han","name":null,"picture":null,"profile":{"team":"red"},"disabled":false,
             "signUpAt":"2030-01-31T22:00:00.5Z","lastLoginAt":"2030-01-31T22:00:00Z","updatedAt":"2030-01-31T23:00:00+01:00"}""";

    private final StandIn server = new StandIn();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aMessageIsSentAsItsJson() {
        server.thenJson(200, PUBLISHED);
        Position position = server.admin().realtime().send("room", "chat", Map.of("text", "ünï ☃ 𝄞"));
        assertThat(position).isEqualTo(new Position(7, 3));
        StandIn.Asked asked = server.last();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.target()).isEqualTo("/v1/apps/shop/publish");
        assertThat(asked.body())
                .isEqualTo("{\"channel\":\"room\",\"event\":\"chat\",\"message\":{\"text\":\"ünï ☃ 𝄞\"}}");
        assertThat(asked.header("Authorization")).isEqualTo("Bearer sk-1");
        assertThat(asked.header("Content-type")).isEqualTo("application/json");
        assertThat(asked.header("Idempotency-key")).matches("[0-9a-f]{32}");
        assertThat(asked.header("Upgrade")).isNull();
    }

    @Test
    void nullIsJsonsNullAndNoContentIsNothing() {
        server.thenJson(200, PUBLISHED).thenJson(200, PUBLISHED).thenJson(200, PUBLISHED);
        Realtime realtime = server.admin().realtime();
        realtime.broadcast("e", null);
        assertThat(server.last().body()).isEqualTo("{\"event\":\"e\",\"message\":null}");
        realtime.publish(Message.toEveryone("e"));
        assertThat(server.last().body()).isEqualTo("{\"event\":\"e\"}");
        realtime.publish(Message.to("c", "e", Payload.json("[1.50]")), "mine");
        assertThat(server.last().body()).isEqualTo("{\"channel\":\"c\",\"event\":\"e\",\"message\":[1.50]}");
        assertThat(server.last().header("Idempotency-key")).isEqualTo("mine");
    }

    @Test
    void bytesInAMessageAreBase64AndTheirPlacesAreNamed() {
        server.thenJson(200, PUBLISHED).thenJson(200, PUBLISHED);
        Realtime realtime = server.admin().realtime();
        realtime.send("c", "e", List.of(Map.of("a/b~", new byte[] {1, 2, 3}), 1, List.of(new byte[] {4}), "AQID"));
        assertThat(server.last().body())
                .isEqualTo("{\"channel\":\"c\",\"event\":\"e\",\"message\":[{\"a/b~\":\"AQID\"},1,[\"BA==\"],\"AQID\"],"
                        + "\"binary\":[\"/0/a~1b~0\",\"/2/0\"]}");
        realtime.broadcast("e", new byte[0]);
        assertThat(server.last().body()).isEqualTo("{\"event\":\"e\",\"message\":\"\",\"binary\":[\"\"]}");
    }

    @Test
    void aMessageThatCannotBeWrittenIsRefusedBeforeAnythingIsSent() {
        Realtime realtime = server.admin().realtime();
        assertThatThrownBy(() -> realtime.send("c", "e", Map.of("x", new Object())))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> realtime.sendAsync("c", "e", Payload.EMPTY)).isInstanceOf(MappingException.class);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aBatchKeepsItsOrderAndSaysWhenItWasThereBefore() {
        server.then(exchange -> StandIn.send(
                exchange,
                200,
                "application/json",
                "{\"positions\":[{\"epoch\":1,\"offset\":1},{\"epoch\":2,\"offset\":9}]}",
                "Idempotent-Replayed",
                "true"));
        PublishedBatch done =
                server.admin().realtime().publishBatch(List.of(Message.to("a", "e", 1), Message.to("b", "e")));
        assertThat(done).isEqualTo(new PublishedBatch(List.of(new Position(1, 1), new Position(2, 9)), true));
        assertThat(server.last().body())
                .isEqualTo(
                        "{\"messages\":[{\"channel\":\"a\",\"event\":\"e\",\"message\":1},{\"channel\":\"b\",\"event\":\"e\"}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a/b | a%2Fb",
                "100% | 100%25",
                "a b+c | a%20b%2Bc",
                "ünï | %C3%BCn%C3%AF",
                "😀 | %F0%9F%98%80",
                ".. | %2E%2E",
                "a?x=1#y;z | a%3Fx%3D1%23y%3Bz",
                "-._~ | -._~"
            })
    void namesInPathsArePercentEncoded(String name, String encoded) {
        server.thenJson(200, "{\"name\":\"n\",\"members\":2}");
        assertThat(server.admin().channels().get(name)).isEqualTo(new Channel("n", 2));
        assertThat(server.last().target()).isEqualTo("/v1/apps/shop/channels/" + encoded);
    }

    @Test
    void namesThatWouldMeanAnotherPathAreRefused() {
        assertThatThrownBy(() -> server.admin().users().get("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.admin().users().deleteAsync("\ud800"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.builder().app("").build()).isInstanceOf(IllegalArgumentException.class);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void valuesInQueriesArePercentEncoded() {
        server.thenJson(200, "{\"users\":[" + USER + "],\"next\":null}").thenJson(200, "{\"users\":[],\"next\":null}");
        assertThat(server.admin().users().findByPhone("+1 415"))
                .get()
                .extracting(User::id)
                .isEqualTo("u");
        assertThat(server.last().target()).isEqualTo("/v1/apps/shop/users?phone=%2B1%20415");
        assertThat(server.admin().users().findByEmail("a&b=c@example.com")).isEmpty();
        assertThat(server.last().target()).isEqualTo("/v1/apps/shop/users?email=a%26b%3Dc%40example.com");
    }

    @Test
    void aPathBeforeTheApiIsKept() {
        server.thenJson(200, "{\"name\":\"n\",\"members\":2}");
        ParleyAdmin.builder(URI.create(server.url() + "/chat/"))
                .serverKey("sk")
                .build()
                .channels()
                .get("n");
        assertThat(server.last().target()).isEqualTo("/chat/v1/apps/default/channels/n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com",
                "example.com",
                "http:///x",
                "https://u:secret-word@example.com",
                "http://example.com?x",
                "http://example.com#x",
                "http://secret-word with space",
                ""
            })
    void otherAddressesAreRefusedWithoutQuotingThem(String url) {
        assertThatThrownBy(() -> ParleyAdmin.builder(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("secret-word");
    }

    @Test
    void keysAreNotShownAnywhere(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> server.builder().serverKey("top secret\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret\n");
        Path file = Files.writeString(folder.resolve("server-key"), "sk-of-file\n");
        ParleyAdmin.Builder builder = server.builder().serverKey(file);
        assertThat(builder + " " + builder.build()).doesNotContain("sk-", "op-");
        server.thenProblem(401, "invalid_key");
        assertThatThrownBy(() -> builder.build().sessions().list("u")).hasMessageNotContaining("sk-of-file");
        assertThat(server.last().header("Authorization")).isEqualTo("Bearer sk-of-file");
        assertThatThrownBy(() -> server.builder().serverKey(folder.resolve("none")))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aClientThatFollowsRedirectsIsRefused() {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatThrownBy(() -> server.builder().httpClient(client)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachCallIsMadeWithTheKeyThatMayMakeIt() {
        for (int i = 0; i < 4; i++) {
            server.thenJson(200, "{\"apps\":[],\"keys\":[]}");
        }
        ParleyAdmin admin = server.admin();
        admin.apps().list();
        assertThat(server.last().header("Authorization")).isEqualTo("Bearer op-1");
        admin.keys().list();
        assertThat(server.last().header("Authorization")).isEqualTo("Bearer sk-1");
        admin.forApp("other").keys().list();
        assertThat(server.last().header("Authorization")).isEqualTo("Bearer op-1");
        assertThat(server.last().target()).isEqualTo("/v1/apps/other/keys");
        admin.forApp("other", "sk-2").keys().list();
        assertThat(server.last().header("Authorization")).isEqualTo("Bearer sk-2");
        assertThatThrownBy(() -> admin.forApp("other").users().get("u"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("getUser needs a server key");
    }

    @Test
    void aUserHasWhatWasSetAndNothingElse() {
        server.thenJson(201, USER).thenJson(200, USER);
        User user = server.admin()
                .users()
                .create(NewUser.builder()
                        .email("han@example.com")
                        .password("correct horse")
                        .profile(Map.of("team", "red"))
                        .verified(false)
                        .build());
        assertThat(server.last().body())
                .isEqualTo(
                        "{\"email\":\"han@example.com\",\"password\":\"correct horse\",\"profile\":{\"team\":\"red\"},\"verified\":false}");
        assertThat(user.profile().value()).isEqualTo(Map.of("team", "red"));
        assertThat(user.email()).isNull();
        assertThat(user.signUpAt()).isEqualTo(Instant.parse("2030-01-31T22:00:00.5Z"));
        assertThat(user.updatedAt()).isEqualTo(Instant.parse("2030-01-31T22:00:00Z"));
        server.admin()
                .users()
                .update(
                        "u",
                        UserChange.builder()
                                .name("Han")
                                .picture(null)
                                .profile(null)
                                .build());
        assertThat(server.last().method()).isEqualTo("PATCH");
        assertThat(server.last().body()).isEqualTo("{\"name\":\"Han\",\"picture\":null,\"profile\":null}");
    }

    @Test
    void secretsAreNotInTheTextOfRequests() {
        assertThat(NewUser.builder().password("correct horse").build().toString())
                .doesNotContain("horse");
        assertThat(UserChange.builder().password("correct horse").build().toString())
                .doesNotContain("horse");
        assertThat(NewClientKey.builder().key("ck-secret").build().toString()).doesNotContain("secret");
        assertThat(Message.to("c", "e", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void aTokenIsAskedForAndNotShown() {
        server.thenJson(201, """
                {"token":"secret.token","expiresAt":"2030-01-31T22:00:00Z","session":{"id":"s","userId":"u","for":"skapi",
                 "createdAt":"2030-01-31T21:00:00Z","expiresAt":"2030-01-31T22:00:00Z","userAgent":"x","address":null,"channels":["a"]}}""");
        MintedToken token = server.admin()
                .tokens()
                .mint(TokenRequest.builder("u")
                        .clients(ClientFamily.SKAPI)
                        .expiresIn(Duration.ofHours(1))
                        .channels(List.of("a*"))
                        .build());
        assertThat(server.last().body())
                .isEqualTo("{\"userId\":\"u\",\"for\":\"skapi\",\"expiresIn\":3600,\"channels\":[\"a*\"]}");
        assertThat(token.token()).isEqualTo("secret.token");
        assertThat(token.idToken()).isNull();
        assertThat(token.session().channels()).containsExactly("a");
        assertThat(token.toString()).doesNotContain("secret");
    }

    @Test
    void aUserEventHasSessionAndUser() {
        server.thenJson(200, PUBLISHED);
        server.admin().users().raiseEvent("u/1", "user:update", null, Map.of("name", "Han"));
        assertThat(server.last().target()).isEqualTo("/v1/apps/shop/users/u%2F1/events");
        assertThat(server.last().body())
                .isEqualTo("{\"event\":\"user:update\",\"session\":null,\"user\":{\"name\":\"Han\"}}");
        assertThat(server.last().header("Idempotency-key")).isNull();
    }

    @Test
    void aClientKeyHasTheSettingsThatWereSet() {
        server.thenJson(201, """
                {"id":"k","kind":"client","key":"ck","hint":"ck","inFile":false,"createdAt":"2030-01-31T22:00:00Z",
                 "settings":{"realtime":true,"expires":null,"allowedOrigins":["https://example.com"],"allowedIps":[],"enforceSession":true}}""");
        Key key = server.admin()
                .keys()
                .createClientKey(NewClientKey.builder()
                        .expires(Instant.parse("2030-01-31T22:00:00Z"))
                        .enforceSession(true)
                        .build());
        assertThat(server.last().body())
                .isEqualTo(
                        "{\"kind\":\"client\",\"settings\":{\"expires\":\"2030-01-31T22:00:00Z\",\"enforceSession\":true}}");
        assertThat(key.settings())
                .isEqualTo(new KeySettings(true, null, List.of("https://example.com"), List.of(), true));
        assertThat(key.isServerKey()).isFalse();
    }
}
