package dev.parley.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Apps, keys and the audit. */
class AppCallsTest {

    private static RunningServer server;
    private static Backend operator;

    @BeforeAll
    static void start() {
        server = RunningServer.of(Backend.SETTINGS);
        operator = new Backend(server, Backend.OPERATOR_TOKEN);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Backend backendOf(String app) {
        String key = operator.post("/v1/apps/" + app + "/keys", "{\"kind\":\"server\"}")
                .json()
                .get("key")
                .asString();
        return new Backend(server, key);
    }

    @Test
    void appIsMadeChangedAndDeletedWhileTheServerRuns() {
        Backend.Reply made = operator.post(
                "/v1/apps", "{\"id\":\"shop\",\"settings\":{\"name\":\"The shop\",\"maxNameLength\":10}}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("location")).isEqualTo("/v1/apps/shop");
        Backend backend = backendOf("shop");
        assertThat(backend.get("/v1/apps/shop").json().get("name").asString()).isEqualTo("The shop");
        assertThat(backend.get("/v1/apps/shop/channels/12345678901").status()).isEqualTo(400);

        operator.call("PATCH", "/v1/apps/shop", "{\"settings\":{\"maxNameLength\":null}}");
        assertThat(backend.get("/v1/apps/shop/channels/12345678901").status()).isEqualTo(200);
        operator.call("PUT", "/v1/apps/shop", "{\"settings\":{\"suspended\":true}}");
        assertThat(backend.get("/v1/apps/shop").code()).isEqualTo("app_suspended");
        assertThat(operator.get("/v1/apps/shop").json().get("name").asString()).isEmpty();

        assertThat(operator.delete("/v1/apps/shop").status()).isEqualTo(204);
        assertThat(operator.get("/v1/apps/shop").status()).isEqualTo(404);
        assertThat(operator.delete("/v1/apps/shop").status()).isEqualTo(404);
        assertThat(backend.get("/v1/apps/shop").status()).isEqualTo(401);
        assertThat(operator.get("/v1/apps/shop/audit").json().get("entries").findValuesAsString("action"))
                .containsExactly("app.remove", "app.set", "app.set", "key.add", "app.add");
    }

    @Test
    void appsOfTheFileAreListedAndCannotBeChanged() {
        assertThat(operator.get("/v1/apps").json().get("apps").findValuesAsString("id"))
                .startsWith("env1", "env2", "off");
        assertThat(operator.call("PUT", "/v1/apps/env1", "{\"settings\":{}}").code())
                .isEqualTo("in_file");
        assertThat(operator.delete("/v1/apps/env1").code()).isEqualTo("in_file");
        assertThat(operator.post("/v1/apps", "{\"id\":\"env1\"}").code()).isEqualTo("conflict");
    }

    @Test
    void wrongSettingsAreExplainedOneByOne() {
        Backend.Reply reply =
                operator.post("/v1/apps", "{\"id\":\"bad\",\"settings\":{\"suspendet\":true,\"maxNameLength\":0}}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("errors").findValuesAsString("message"))
                .anyMatch(text -> text.contains("suspendet"))
                .anyMatch(text -> text.contains("maxNameLength"));
        assertThat(operator.call("PUT", "/v1/apps/bad", "{}").code()).isEqualTo("validation_error");
    }

    @Test
    void serverKeyIsShownOnceAndWorksUntilItIsRemoved() {
        Backend first = new Backend(server, "sk-2");
        JsonNode made =
                first.post("/v1/apps/env2/keys", "{\"kind\":\"server\"}").json();
        String key = made.get("key").asString();
        Backend second = new Backend(server, key);

        assertThat(second.get("/v1/apps/env2/channels").status()).isEqualTo(200);
        assertThat(second.get("/v1/apps/env1/channels").code()).isEqualTo("wrong_app");
        String listed = first.get("/v1/apps/env2/keys").body();
        assertThat(listed).doesNotContain(key).contains(made.get("id").asString());
        assertThat(first.get("/v1/apps/env2/audit").body()).doesNotContain(key);

        String path = "/v1/apps/env2/keys/" + made.get("id").asString();
        assertThat(first.delete(path).status()).isEqualTo(204);
        assertThat(second.get("/v1/apps/env2/channels").status()).isEqualTo(401);
        assertThat(first.delete(path).status()).isEqualTo(404);
    }

    @Test
    void clientKeyHasItsSettings() {
        Backend backend = new Backend(server, "sk-1");
        Backend.Reply made = backend.post(
                "/v1/apps/env1/keys",
                "{\"kind\":\"client\",\"key\":\"ck-new\",\"settings\":{\"allowedOrigins\":[\"https://a.example\"],"
                        + "\"allowedIps\":[\"10.0.0.0/8\"],\"expires\":\"2040-01-31T00:00:00Z\",\"enforceSession\":true}}");

        assertThat(made.status()).isEqualTo(201);
        JsonNode settings = made.json().get("settings");
        assertThat(settings.at("/allowedOrigins/0").asString()).isEqualTo("https://a.example");
        assertThat(settings.at("/allowedIps/0").asString()).isEqualTo("10.0.0.0/8");
        assertThat(settings.get("expires").asString()).isEqualTo("2040-01-31T00:00:00Z");
        assertThat(settings.get("enforceSession").asBoolean()).isTrue();
        assertThat(backend.post("/v1/apps/env1/keys", "{\"kind\":\"client\",\"key\":\"ck-new\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void auditComesInPagesAndSaysWhoDidIt() {
        Backend backend = new Backend(server, "sk-1");
        for (int i = 0; i < 3; i++) {
            backend.post("/v1/apps/env1/keys", "{\"kind\":\"client\"}");
        }

        JsonNode first = backend.get("/v1/apps/env1/audit?limit=2").json();
        JsonNode second = backend.get("/v1/apps/env1/audit?limit=1&before="
                        + first.get("next").asString())
                .json();

        assertThat(first.get("entries")).hasSize(2);
        assertThat(first.at("/entries/0/actor").asString()).matches("server-key:[0-9a-f]{8}");
        assertThat(second.at("/entries/0/id").asLong())
                .isLessThan(first.at("/entries/1/id").asLong());
        assertThat(new Backend(server, "sk-2").get("/v1/apps/env2/audit").body())
                .doesNotContain("\"env1\"");
    }
}
