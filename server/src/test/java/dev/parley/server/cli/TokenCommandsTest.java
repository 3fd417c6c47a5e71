package dev.parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.AudienceKey;
import dev.parley.server.RunningServer;
import dev.parley.testkit.RawWebSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tokens, and what a server that runs on the same data takes in of commands. */
class TokenCommandsTest {

    private static final String APPS = """
            apps:
              - { id: a, clientKeys: [ { key: ck } ], serverKey: sk }
              - { id: b, clientKeys: [ { key: ck-b } ] }
              - id: s
                clientKeys: [ { key: ck-s } ]
                skapi: { service: us31mockservice00, owner: 11111111-2222-4333-8444-555555555555 }
            """;

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(folder, APPS);
    }

    private RunningServer serve() {
        return RunningServer.of(
                "listen: { host: 127.0.0.1, port: 0 }\ndata: { dir: '" + folder.resolve("data") + "' }\n" + APPS);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20));
    }

    private String mint(String app, String user) {
        return terminal.done("tokens", "mint", "--app", app, user);
    }

    private static RawWebSocket connect(RunningServer server, String app, String key, String token) {
        RawWebSocket socket = RawWebSocket.connect(server.port(), "/socket.io/?EIO=4&transport=websocket");
        socket.send("40{\"envId\":\"" + app + "\",\"clientKey\":\"" + key + "\",\"session\":\"" + token + "\"}");
        return socket;
    }

    private static void awaitUser(RunningServer server, String app, String user, int devices) {
        await().untilAsserted(() -> assertThat(server.server()
                        .hub()
                        .subscribers(AudienceKey.user(app, user), 10)
                        .toCompletableFuture()
                        .join())
                .hasSize(devices));
    }

    @Test
    void aRunningServerTakesATokenUntilItIsRevoked() {
        try (RunningServer server = serve()) {
            String token = mint("a", "luke");
            assertThat(terminal.err)
                    .contains("note: no user of that id is stored")
                    .doesNotContain("token-secret");
            String id = terminal.err.lines().findFirst().orElseThrow().substring("session: ".length());
            try (RawWebSocket _ = connect(server, "a", "ck", token)) {
                awaitUser(server, "a", "luke", 1);
                terminal.done("tokens", "list", "--app=a", "luke");
                assertThat(terminal.out).startsWith(id + "\taltogic\t").doesNotContain(token);
                terminal.done("tokens", "revoke", "--app=a", id);
                awaitUser(server, "a", "luke", 0);
            }
            assertThat(terminal.done("tokens", "list", "--app=a", "luke")).isEmpty();
            assertThat(terminal.run("tokens", "revoke", "--app=a", id)).isEqualTo(1);
            assertThat(terminal.err.lines()).containsExactly("parley: app \"a\" has no session \"" + id + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users remove --app=a luke",
                "users sign-out --app=a luke",
                "users set --app=a luke --disabled=true"
            })
    void aRunningServerEndsTheSessionsThatACommandEnds(String command) {
        try (RunningServer server = serve()) {
            terminal.done("users", "add", "--app=a", "--id=luke");
            terminal.done("users", "add", "--app=a", "--id=leia");
            try (RawWebSocket _ = connect(server, "a", "ck", mint("a", "luke"));
                    RawWebSocket _ = connect(server, "a", "ck", mint("a", "leia"))) {
                awaitUser(server, "a", "luke", 1);
                awaitUser(server, "a", "leia", 1);
                terminal.done(command.split(" "));
                awaitUser(server, "a", "luke", 0);
                awaitUser(server, "a", "leia", 1);
            }
        }
    }

    @Test
    void anAppThatIsRemovedTakesItsUsersAndConnectionsWithIt() {
        terminal.done("apps", "add", "tenant");
        terminal.done("keys", "add", "--app=tenant", "--value=ck-tenant-key");
        terminal.done("users", "add", "--app=tenant", "--id=luke", "--email=luke@example.com");
        try (RunningServer server = serve()) {
            String token = mint("tenant", "luke");
            try (RawWebSocket _ = connect(server, "tenant", "ck-tenant-key", token);
                    RawWebSocket other = connect(server, "b", "ck-b", "")) {
                awaitUser(server, "tenant", "luke", 1);
                assertThat(other.text()).startsWith("0{");
                assertThat(other.text()).startsWith("40{");
                terminal.done("apps", "remove", "tenant");
                awaitUser(server, "tenant", "luke", 0);
                await().untilAsserted(
                                () -> assertThat(server.server().connections()).isEqualTo(1));
                other.send("42[\"join\",{\"channel\":\"room\",\"echo\":true}]");
                assertThat(other.text()).startsWith("42[\"channel:join\"");
            }
            terminal.done("apps", "add", "tenant");
            terminal.done("keys", "add", "--app=tenant", "--value=ck-tenant-key");
            assertThat(terminal.done("users", "list", "--app=tenant")).isEmpty();
            assertThat(terminal.done("tokens", "list", "--app=tenant", "luke")).isEmpty();
        }
    }

    @Test
    void aTokenHasTheLifetimeAndTheChannelsThatWereWanted() {
        String json = terminal.done(
                "tokens",
                "mint",
                "luke",
                "--app=a",
                "--json",
                "--for=vchat",
                "--lifetime=12h",
                "--channel=x",
                "--channel=y");
        assertThat(json).contains("\"for\":\"vchat\"", "\"channels\":[\"x\",\"y\"]", "\"token\":\"ey");
        String created = json.replaceAll(".*\"createdAt\":\"([^\"]+)\".*", "$1");
        String expires = json.replaceAll(".*\"expiresAt\":\"([^\"]+)\".*", "$1");
        assertThat(Duration.between(Instant.parse(created), Instant.parse(expires)))
                .hasHours(12);
    }

    @Test
    void forSkapiThreeTokensAreMadeAndTheirUserIfNeedBe() {
        String user = "aaaaaaaa-0000-4000-8000-00000000000a";
        JsonNode pasted =
                JSON.readTree(terminal.done("tokens", "mint", "--app", "s", "--user", user, "--for", "skapi"));
        assertThat(pasted.propertyNames()).containsExactly("idToken", "accessToken", "refreshToken");
        assertThat(pasted.get("idToken").asString().split("\\.", -1)).hasSize(3);
        assertThat(terminal.err).contains("session: ", "expires: ").doesNotContain("ey", "note: no user");
        assertThat(terminal.done("users", "show", "--app=s", user)).contains("id\t" + user);

        JsonNode all = JSON.readTree(
                terminal.done("tokens", "mint", user, "--app=s", "--for=skapi", "--lifetime=12h", "--json"));
        assertThat(all.get("for").asString()).isEqualTo("skapi");
        assertThat(all.get("token")).isEqualTo(all.get("accessToken"));
        assertThat(all.has("idToken") && all.has("refreshToken")).isTrue();
        assertThat(Duration.between(
                        Instant.parse(all.get("createdAt").asString()),
                        Instant.parse(all.get("expiresAt").asString())))
                .hasHours(12);
        try (RunningServer server = serve();
                RawWebSocket _ = RawWebSocket.connect(
                        server.port(),
                        "/skapi/us31mockservice00/ws?token="
                                + all.get("accessToken").asString())) {
            awaitUser(server, "s", user, 1);
            terminal.done("tokens", "revoke", "--app=s", all.get("id").asString());
            awaitUser(server, "s", user, 0);
        }
    }

    @Test
    void whyNoTokensForSkapiAreMadeIsSaid() {
        assertThat(terminal.run("tokens", "mint", "luke", "--app=a", "--for=skapi"))
                .isEqualTo(1);
        assertThat(terminal.err.lines()).contains("parley: app \"a\" is no Skapi service; set apps[].skapi");
        assertThat(terminal.run("tokens", "mint", "luke", "--app=s", "--for=skapi"))
                .isEqualTo(1);
        assertThat(terminal.err)
                .contains("must be a UUID, whose user is made if there is none, or the id of a stored user");
        terminal.done("users", "add", "--app=s", "--id=luke", "--disabled=true");
        assertThat(terminal.run("tokens", "mint", "luke", "--app=s", "--for=skapi"))
                .isEqualTo(1);
        assertThat(terminal.err).contains("The user is disabled.");
    }

    @Test
    void theDefaultAppIsASkapiService() throws IOException {
        Files.delete(folder.resolve("parley.yaml"));
        String user = "aaaaaaaa-0000-4000-8000-00000000000a";
        assertThat(terminal.done("tokens", "mint", "--app=default", "--for=skapi", user))
                .startsWith("{\"idToken\":\"ey");
    }

    @Test
    void aSecretThatIsMadeJustNowIsNotedAsNoOtherServerKnowsIt() {
        assertThat(mint("a", "luke")).startsWith("ey");
        assertThat(terminal.err).contains("token-secret was made just now");
        mint("a", "luke");
        assertThat(terminal.err).doesNotContain("token-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokens mint luke",
                "tokens mint --app=a",
                "tokens mint luke --app=a --user=leia",
                "tokens mint --app=a --user=",
                "tokens mint luke --app=a --for=all",
                "tokens mint luke --app=a --lifetime=12",
                "tokens mint luke --app=a --lifetime=0s",
                "tokens mint luke --app=a --lifetime=3651d",
                "tokens mint luke --app=a --channel=",
            })
    void aWrongCommandLineExitsWithTwo(String command) {
        assertThat(terminal.run(command.split(" "))).isEqualTo(2);
        assertThat(terminal.out).isEmpty();
        assertThat(terminal.err).contains("Try: parley tokens mint --help");
    }
}
