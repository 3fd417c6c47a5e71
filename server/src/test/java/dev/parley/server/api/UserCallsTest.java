package dev.parley.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Users, sessions, tokens and devices. */
class UserCallsTest {

    private static final String APP = "/v1/apps/env1";

    private static RunningServer server;
    private static Backend backend;

    @BeforeAll
    static void start() {
        server = RunningServer.of(Backend.SETTINGS);
        backend = new Backend(server, "sk-1");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode token(String user) {
        return backend.post(APP + "/tokens", "{\"userId\":\"" + user + "\"}").json();
    }

    private static List<String> actions(String subject) {
        return backend.get(APP + "/audit?limit=1000")
                .json()
                .get("entries")
                .valueStream()
                .filter(entry -> entry.get("subject").asString().equals(subject))
                .map(entry -> entry.get("action").asString())
                .toList();
    }

    @Test
    void userIsCreatedFoundChangedAndDeleted() {
        Backend.Reply made = backend.post(
                APP + "/users",
                "{\"id\":\"own/1\",\"email\":\"Han@Example.com\",\"phone\":\"+14155550100\",\"username\":\"han\","
                        + "\"password\":\"secret-word\",\"name\":\"Han\",\"profile\":{\"team\":\"red\"}}");
        String path = APP + "/users/own%2F1";

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("location")).isEqualTo(path);
        assertThat(made.body()).doesNotContain("secret-word").doesNotContain("argon2");
        JsonNode user = backend.get(path).json();
        assertThat(user.get("email").asString()).isEqualTo("han@example.com");
        assertThat(user.get("emailVerified").asBoolean()).isTrue();
        assertThat(user.at("/profile/team").asString()).isEqualTo("red");
        for (String query : new String[] {"email=han%40example.com", "phone=%2B14155550100", "username=han"}) {
            assertThat(backend.get(APP + "/users?" + query)
                            .json()
                            .at("/users/0/id")
                            .asString())
                    .isEqualTo("own/1");
        }

        JsonNode changed = backend.call("PATCH", path, "{\"name\":null,\"username\":\"solo\",\"profile\":null}")
                .json();
        assertThat(changed.get("name").isNull()).isTrue();
        assertThat(changed.get("username").asString()).isEqualTo("solo");
        assertThat(changed.get("profile").isEmpty()).isTrue();
        assertThat(changed.get("email").asString()).isEqualTo("han@example.com");

        assertThat(backend.delete(path).status()).isEqualTo(204);
        assertThat(backend.get(path).code()).isEqualTo("user_not_found");
        assertThat(backend.delete(path).status()).isEqualTo(404);
        assertThat(backend.call("PATCH", path, "{\"name\":\"x\"}").status()).isEqualTo(404);
        assertThat(actions("own/1")).containsExactly("user.delete", "user.update", "user.create");
    }

    @Test
    void loginsAreUniqueInTheirApp() {
        backend.post(APP + "/users", "{\"email\":\"one@example.com\"}");

        Backend.Reply again = backend.post(APP + "/users", "{\"email\":\"ONE@example.com\"}");
        Backend.Reply elsewhere =
                new Backend(server, "sk-2").post("/v1/apps/env2/users", "{\"email\":\"one@example.com\"}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("email_not_unique");
        assertThat(elsewhere.status()).isEqualTo(201);
        assertThat(backend.post(APP + "/users", "{\"email\":\"no address\"}").status())
                .isEqualTo(400);
    }

    @Test
    void usersComeInPages() {
        Backend other = new Backend(server, "sk-2");
        for (String id : new String[] {"p3", "p1", "p2"}) {
            other.post("/v1/apps/env2/users", "{\"id\":\"" + id + "\"}");
        }

        JsonNode first = other.get("/v1/apps/env2/users?limit=2&after=p").json();
        JsonNode second = other.get(
                        "/v1/apps/env2/users?limit=2&after=" + first.get("next").asString())
                .json();

        assertThat(first.get("users").findValuesAsString("id")).containsExactly("p1", "p2");
        assertThat(second.get("users").findValuesAsString("id")).containsExactly("p3");
        assertThat(second.get("next").isNull()).isTrue();
    }

    @Test
    void mintedTokenIsASessionUntilItIsEnded() {
        JsonNode made = token("customer-1");
        String session = made.at("/session/id").asString();

        JsonNode listed = backend.get(APP + "/users/customer-1/sessions").json();
        assertThat(listed.at("/sessions/0/id").asString()).isEqualTo(session);
        assertThat(listed.toString()).doesNotContain(made.get("token").asString());
        try (Device device = new Device(server, made.get("token").asString())) {
            JsonNode devices =
                    backend.get(APP + "/users/customer-1/subscribers").json();
            assertThat(devices.at("/subscribers/0/id").asString()).isEqualTo(device.id());
            assertThat(devices.get("total").asInt()).isEqualTo(1);

            backend.post(APP + "/users/customer-1/events", "{\"event\":\"hello\",\"user\":{\"a\":1}}");
            assertThat(device.event("hello")).isEqualTo("42[\"hello\",\"hello\",null,{\"a\":1}]");
        }

        assertThat(backend.delete(APP + "/users/other/sessions/" + session).status())
                .isEqualTo(404);
        assertThat(backend.delete(APP + "/users/customer-1/sessions/" + session).status())
                .isEqualTo(204);
        assertThat(backend.delete(APP + "/sessions/" + session).code()).isEqualTo("session_not_found");
        assertThat(actions(session)).containsExactly("session.end", "token.mint");
    }

    @Test
    void tokenHasTheLifetimeAndChannelsThatWereAskedFor() {
        JsonNode made = backend.post(
                        APP + "/tokens",
                        "{\"userId\":\"c-2\",\"expiresIn\":60,\"channels\":[\"orders:*\"],\"for\":\"vchat\"}")
                .json();

        assertThat(made.at("/session/channels/0").asString()).isEqualTo("orders:*");
        assertThat(made.at("/session/for").asString()).isEqualTo("vchat");
        assertThat(java.time.Duration.between(
                        java.time.Instant.parse(made.at("/session/createdAt").asString()),
                        java.time.Instant.parse(made.get("expiresAt").asString())))
                .hasSeconds(60);
    }

    @Test
    void tokensForSkapiAreThreeAndTheirUserIsMade() {
        String uuid = "AAAAAAAA-0000-4000-8000-00000000000A";
        Backend.Reply made =
                backend.post(APP + "/tokens", "{\"userId\":\"" + uuid + "\",\"for\":\"skapi\",\"expiresIn\":7200}");

        assertThat(made.status()).isEqualTo(201);
        JsonNode answer = made.json();
        assertThat(answer.propertyNames())
                .containsExactly("idToken", "accessToken", "refreshToken", "token", "session", "expiresAt");
        assertThat(answer.get("token")).isEqualTo(answer.get("accessToken"));
        String user = uuid.toLowerCase(Locale.ROOT);
        assertThat(answer.at("/session/for").asString()).isEqualTo("skapi");
        assertThat(answer.at("/session/userId").asString()).isEqualTo(user);
        assertThat(backend.get(APP + "/users/" + user).json().get("uuid").asString())
                .isEqualTo(user);
        for (String token : List.of("idToken", "accessToken")) {
            String payload = answer.get(token).asString().split("\\.", -1)[1];
            JsonNode claims = new JsonMapper().readTree(Base64.getUrlDecoder().decode(payload));
            assertThat(claims.get("custom:service").asString()).isEqualTo("us31mockservice00");
            assertThat(claims.get("sub").asString()).isEqualTo(user);
            assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isBetween(7199L, 7202L);
        }
        assertThat(actions(answer.at("/session/id").asString())).containsExactly("token.mint");
        assertThat(backend.delete(APP + "/sessions/" + answer.at("/session/id").asString())
                        .status())
                .isEqualTo(204);
    }

    @Test
    void tokensForSkapiNeedAServiceAndAUserWhoIsNotDisabled() {
        Backend.Reply none = new Backend(server, "sk-2")
                .post(
                        "/v1/apps/env2/tokens",
                        "{\"userId\":\"aaaaaaaa-0000-4000-8000-00000000000b\",\"for\":\"skapi\"}");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.json().at("/errors/0/field").asString()).isEqualTo("for");
        assertThat(none.json().get("detail").asString()).contains("apps[].skapi is missing");

        backend.post(APP + "/users", "{\"id\":\"greedo\",\"disabled\":true}");
        Backend.Reply disabled = backend.post(APP + "/tokens", "{\"userId\":\"greedo\",\"for\":\"skapi\"}");
        assertThat(disabled.status()).isEqualTo(403);
        assertThat(disabled.code()).isEqualTo("user_disabled");
    }

    @Test
    void allSessionsOfAUserEndTogether() {
        token("c-3");
        token("c-3");

        assertThat(backend.delete(APP + "/users/c-3/sessions").status()).isEqualTo(204);

        assertThat(backend.get(APP + "/users/c-3/sessions").json().get("sessions"))
                .isEmpty();
    }

    @Test
    void userIsDisconnectedFromAllDevices() {
        String token = token("c-4").get("token").asString();
        try (Device one = new Device(server, token);
                Device two = new Device(server, token)) {
            Backend.Reply reply = backend.delete(APP + "/users/c-4/subscribers");

            assertThat(reply.json().get("disconnected").asInt()).isEqualTo(2);
            one.gone();
            two.gone();
        }
    }

    @Test
    void sqlInTextsIsText() {
        String text = "'; DROP TABLE users; --";
        JsonNode user = backend.post(APP + "/users", "{\"name\":\"" + text + "\",\"username\":\"" + text + "\"}")
                .json();

        assertThat(user.get("name").asString()).isEqualTo(text);
        assertThat(backend.get(APP + "/users/%27%20OR%201%3D1").status()).isEqualTo(404);
        assertThat(backend.get(APP + "/users?username=%27%20OR%201%3D1").json().get("users"))
                .isEmpty();
    }
}
