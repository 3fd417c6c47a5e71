package dev.parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {

    private static final String OWNER = "11111111-2222-4333-8444-555555555555";
    private static final String SERVICE_FORM = "parley.yaml:2: apps[0].skapi.service must be a region of two lower-case"
            + " letters and two digits, such as us31, and 5 to 60 of A-Z a-z 0-9 behind it, not ";

    static List<Arguments> files() {
        return List.of(
                wrong(
                        "\n\nlisten: { prot: 1 }",
                        "parley.yaml:3: listen.prot is not a setting; did you mean listen.port?"),
                wrong("port: 1", "parley.yaml:1: port is not a setting; did you mean listen.port?"),
                wrong(
                        "drain: { frobnicate: 1 }",
                        "parley.yaml:1: drain.frobnicate is not a setting; known here: spread, timeout"),
                wrong(
                        "apps:\n- id: a\n  clientkeys: []\n  requireKey: false",
                        "parley.yaml:3: apps[0].clientkeys is not a setting; did you mean apps[0].clientKeys?"),
                wrong(
                        "listen:\n  port: abc",
                        "parley.yaml:2: listen.port must be a whole number from 0 to 65535, not \"abc\""),
                wrong(
                        "listen:\n  port: 70000",
                        "parley.yaml:2: listen.port must be a whole number from 0 to 65535, not \"70000\""),
                wrong(
                        "listen:\n  port: 99999999999",
                        "parley.yaml:2: listen.port must be a whole number from 0 to 65535, not \"99999999999\""),
                wrong(
                        "listen: { port: [ 1 ] }",
                        "parley.yaml:1: listen.port must be a whole number from 0 to 65535, not a list"),
                wrong(
                        "listen: { port: { a: 1 } }",
                        "parley.yaml:1: listen.port must be a whole number from 0 to 65535, not a section"),
                wrong("listen: 7400", "parley.yaml:1: listen must be a section with keys, not a single value"),
                wrong("apps: env1", "parley.yaml:1: apps must be a list, not a single value"),
                wrong("apps: [ env1 ]", "parley.yaml:1: apps[0] must be a section with keys, not a single value"),
                wrong(
                        "drain:\n  spread: 10",
                        "parley.yaml:2: drain.spread must be a duration (such as 500ms, 10s or 2m) from 0s to 10m,"
                                + " not \"10\""),
                wrong(
                        "socketio:\n  maxPayload: 1 zillion",
                        "parley.yaml:2: socketio.maxPayload must be a size (such as 64KiB, 1MB or 1000) from 1KiB to"
                                + " 100MB, not \"1 zillion\""),
                wrong(
                        "socketio: { maxPayload: 9000000000GB }",
                        "parley.yaml:1: socketio.maxPayload must be a size (such as 64KiB, 1MB or 1000) from 1KiB to"
                                + " 100MB, not \"9000000000GB\""),
                wrong(
                        "socketio: { allowEio3: maybe }",
                        "parley.yaml:1: socketio.allowEio3 must be true or false, not \"maybe\""),
                wrong(
                        "ops: { log: { level: loud } }",
                        "parley.yaml:1: ops.log.level must be one of trace, debug, info, warn, error, not \"loud\""),
                wrong(
                        "listen:\n  trustedProxies:\n  - 10.0.0.0/8\n  - 10.0.0.1/8",
                        "parley.yaml:4: listen.trustedProxies[1] must be an address or a network (such as 10.0.0.0/8),"
                                + " not \"10.0.0.1/8\""),
                wrong("publicUrl: c1.example.com", "parley.yaml:1: publicUrl must be a URL, not \"c1.example.com\""),
                wrong(
                        "publicUrl: https://c1.example.com/chat",
                        "parley.yaml:1: publicUrl must be http:// or https:// with a host and perhaps a port, and"
                                + " nothing behind it"),
                wrong(
                        "database: { url: 'mysql://u:canary@db/x' }",
                        "parley.yaml:1: database.url must be a PostgreSQL URL (such as"
                                + " postgresql://user:password@host/database)"),
                wrong(
                        "identity: { tokenSecret: canary }",
                        "parley.yaml:1: identity.tokenSecret must have at least 32 bytes"),
                wrong(
                        "delivery: { smtp: { host: x, from: a@b.example, user: u } }",
                        "parley.yaml:1: delivery.smtp needs both user and password, or neither"),
                wrong(
                        "delivery: { webhook: { url: 'ftp://x.example', secret: canary } }",
                        "parley.yaml:1: delivery.webhook.url must be http:// or https://"),
                wrong("ops: { token: '' }", "parley.yaml:1: ops.token must be a text that is not empty"),
                wrong("drain: { spread: 30s }", "parley.yaml:1: drain.timeout must not be shorter than drain.spread"),
                wrong("listen:\n  tls: { certificate: /none.pem }", "parley.yaml:2: listen.tls.key is missing"),
                wrong(
                        "listen:\n  tls:\n    certificate: /none.pem\n    key: /none.key",
                        "parley.yaml:3: listen.tls.certificate names /none.pem, which is not a readable file",
                        "parley.yaml:4: listen.tls.key names /none.key, which is not a readable file"),
                wrong(
                        "ops: { token: [ canary ] }\nlisten: { port: a }",
                        "parley.yaml:2: listen.port must be a whole number from 0 to 65535, not \"a\"",
                        "parley.yaml:1: ops.token must be a text that is not empty, not a list"));
    }

    static List<Arguments> apps() {
        return List.of(
                wrong("- name: x", "parley.yaml:2: apps[0].id is missing"),
                wrong(
                        "- id: 'a b'\n  requireKey: false",
                        "parley.yaml:2: apps[0].id must be 1 to 64 of A-Z a-z 0-9 . _ -, not \"a b\""),
                wrong(
                        "- id: ..\n  requireKey: false",
                        "parley.yaml:2: apps[0].id must be 1 to 64 of A-Z a-z 0-9 . _ -, not \"..\""),
                wrong(
                        "- requireKey: false\n  id: Socket.io",
                        "parley.yaml:3: apps[0].id must not be \"Socket.io\", which the server's own paths use"),
                wrong(
                        "- id: a\n  requireKey: false\n- id: a\n  requireKey: false",
                        "parley.yaml:4: apps[1].id is \"a\" like that of apps[0]"),
                wrong(
                        "- { id: a, requireKey: false, subdomain: x }\n- { id: b, requireKey: false, subdomain: x }",
                        "parley.yaml:3: apps[1].subdomain is \"x\" like that of apps[0]"),
                wrong(
                        "- { id: a, requireKey: false, subdomain: My.App }",
                        "parley.yaml:2: apps[0].subdomain must be a single lower-case host label (a-z 0-9 -), not"
                                + " \"My.App\""),
                wrong(
                        "- { id: a, requireKey: false, subdomain: realtime }",
                        "parley.yaml:2: apps[0].subdomain must not be \"realtime\", which clients use for the server"
                                + " itself"),
                wrong(
                        "- { id: a, auth: { redirectUrls: [ 'http://example.com/x' ] } }",
                        "parley.yaml:2: apps[0].auth.redirectUrls[0] must be https:// (or http:// on this machine),"
                                + " without user name and fragment"),
                wrong(
                        "- { id: a, auth: { jwt: [ { issuer: x } ] } }",
                        "parley.yaml:2: apps[0].auth.jwt[0] needs exactly one of secret, publicKey and jwksUrl"),
                wrong(
                        "- { id: a, auth: { jwt: [ { secret: canary } ] } }",
                        "parley.yaml:2: apps[0].auth.jwt[0].secret must have at least 32 bytes"),
                wrong(
                        "- { id: a, auth: { jwt: [ { jwksUrl: 'https://x.example/j', algorithm: HS256 } ] } }",
                        "parley.yaml:2: apps[0].auth.jwt[0].algorithm must be one of ES256, ES384, ES512, Ed25519, EdDSA,"
                                + " PS256, PS384, PS512, RS256, RS384, RS512"),
                wrong(
                        "- { id: a, channels: [ { match: '*', join: everyone } ] }",
                        "parley.yaml:2: apps[0].channels[0].join must be one of anyone, session, server, claim, not"
                                + " \"everyone\""),
                wrong(
                        "- { id: a, serverKey: canary }\n- { id: b, serverKey: canary }",
                        "parley.yaml:3: apps[1].serverKey[0] is already used by apps[0]"),
                wrong(
                        "- { id: a, serverKey: canary, clientKeys: [ { key: canary } ] }",
                        "parley.yaml:2: apps[0].serverKey[0] must not be a client key too, as every client knows that"),
                wrong(
                        "- id: a\n  clientKeys:\n  - key: x\n  - key: x",
                        "parley.yaml:5: apps[0].clientKeys[1].key is already a client key of this app"),
                wrong(
                        "- { id: a, clientKeys: [ { realtime: true } ] }",
                        "parley.yaml:2: apps[0].clientKeys[0].key is missing"),
                wrong(
                        "- { id: a, vchat: true }\n- { id: b, vchat: true }",
                        "parley.yaml:3: apps[1].vchat can be on for one app only, as v_chat clients name no app; it is"
                                + " on for apps[0]"),
                wrong(
                        "- { id: a, skapi: { service: us31mockservice00, owner: 1-1-1-1-1 } }",
                        "parley.yaml:2: apps[0].skapi.owner must be a UUID, not \"1-1-1-1-1\""),
                wrong(
                        "- { id: a, requireKey: false, maxPayload: 2MB }",
                        "parley.yaml:2: apps[0].maxPayload must not be larger than socketio.maxPayload"),
                wrong(
                        "- { id: a, requireKey: false, allowedOrigins: [ 'https://a.example/x' ] }",
                        "parley.yaml:2: apps[0].allowedOrigins must be an origin (such as https://example.com), not"
                                + " \"https://a.example/x\""));
    }

    static List<Arguments> services() {
        return List.of(
                wrong("- { id: a, skapi: { service: 'us31', owner: " + OWNER + " } }", SERVICE_FORM + "\"us31\""),
                wrong(
                        "- { id: a, skapi: { service: 'us31abcd', owner: " + OWNER + " } }",
                        SERVICE_FORM + "\"us31abcd\""),
                wrong(
                        "- { id: a, skapi: { service: 'us31-mockservice', owner: " + OWNER + " } }",
                        SERVICE_FORM + "\"us31-mockservice\""),
                wrong(
                        "- { id: a, skapi: { service: 'Us31mockservice00', owner: " + OWNER + " } }",
                        SERVICE_FORM + "\"Us31mockservice00\""),
                wrong(
                        "- { id: a, skapi: { service: 'mockservice00', owner: " + OWNER + " } }",
                        SERVICE_FORM + "\"mockservice00\""),
                wrong(
                        "- { id: a, skapi: { service: 'us31mock/service', owner: " + OWNER + " } }",
                        SERVICE_FORM + "\"us31mock/service\""),
                wrong(
                        "- { id: a, skapi: { service: 'us31mock-service-0-0-0-0-0', owner: " + OWNER + " } }",
                        SERVICE_FORM + "\"us31mock-service-0-0-0-0-0\""),
                wrong(
                        "- { id: a, skapi: { service: 'us31aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', owner: "
                                + OWNER + " } }",
                        SERVICE_FORM + "\"us31aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""));
    }

    static List<Arguments> webPush() {
        String contact = "parley.yaml:1: push.web.contact must be a mailto: or https: URL, such as"
                + " mailto:admin@example.com, not ";
        String service = "parley.yaml:1: push.web.services[0] must be a host name, perhaps with *. in front, or"
                + " http://127.0.0.1:PORT, not ";
        return Stream.concat(
                        Stream.of("admin@example.com", "http://example.com", "mailto:", "mailto:a b@c.d", "https:///x")
                                .map(bad ->
                                        wrong("push: { web: { contact: '" + bad + "' } }", contact + '"' + bad + '"')),
                        Stream.of(
                                        "https://push.example.com",
                                        "localhost",
                                        "*",
                                        "*.",
                                        "*.com.*",
                                        "a.*.example.com",
                                        "127.0.0.1",
                                        "push.example.com:443",
                                        "push.example.com/x",
                                        "http://10.0.0.1:80",
                                        "http://localhost",
                                        "http://localhost:0",
                                        "http://localhost:70000",
                                        "http://localhost:80/x")
                                .map(bad -> wrong(
                                        "push: { web: { services: [ '" + bad + "' ] } }", service + '"' + bad + '"')))
                .toList();
    }

    static List<Arguments> texts() {
        return List.of(
                wrong(
                        "listen:\n  port: 1\n  port: 2",
                        "parley.yaml:3: port is set twice here; the first time in line 2"),
                wrong(
                        "listen: &a { port: 1 }",
                        "parley.yaml:1: uses a YAML anchor or alias, which settings do not support; write the value"
                                + " out"),
                wrong(
                        "data: { dir: *a }",
                        "parley.yaml:1: uses a YAML anchor or alias, which settings do not support; write the value"
                                + " out"),
                wrong("listen: !!map { port: 1 }", "parley.yaml:1: uses a YAML tag, which settings do not support"),
                wrong("- a", "parley.yaml:1: must hold settings, such as \"listen: { port: 7400 }\""),
                wrong(
                        "listen: { port: 1 }\n---\nlisten: { port: 2 }",
                        "parley.yaml:3: starts a second document; all settings go into one"));
    }

    private static Arguments wrong(String yaml, String... problems) {
        return Arguments.of(yaml, List.of(problems));
    }

    @ParameterizedTest
    @MethodSource({"files", "texts", "webPush"})
    void aWrongFileIsExplained(String yaml, List<String> expected) {
        assertThat(problems(yaml, Map.of(), Map.of())).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource({"apps", "services"})
    void aWrongAppIsExplained(String yaml, List<String> expected) {
        assertThat(problems("apps:\n" + yaml, Map.of(), Map.of())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apps: [ { id: a, requireKey: false, skapi: { service: us31mockservice00, owner: " + OWNER + " } } ]",
                "apps: [ { id: a, requireKey: false, skapi: { service: ap22SGFkrqT8k, owner: " + OWNER + " } } ]",
                "push: { web: { contact: 'https://example.com/contact' } }",
                "push: { web: { contact: 'mailto:admin@example.com' } }",
                "push: { web: { services: [ '*.push.example.com', fcm.googleapis.com, 'http://127.0.0.1:8080' ] } }",
            })
    void whatFitsIsTaken(String yaml) {
        assertThatNoException().isThrownBy(() -> Config.parse(yaml));
    }

    @Test
    void brokenYamlIsExplainedWithoutItsText() {
        assertThat(problems("ops: { token: canary\nlisten: {", Map.of(), Map.of()))
                .singleElement()
                .asString()
                .matches("parley\\.yaml:\\d+: is not valid YAML: .+");
    }

    @Test
    void deepAndHugeFilesAreRefused() {
        assertThat(problems("a: " + "[".repeat(10_000), Map.of(), Map.of()))
                .singleElement()
                .asString()
                .contains("is not valid YAML");
        assertThat(problems("#" + "x".repeat(1 << 20), Map.of(), Map.of()))
                .containsExactly("parley.yaml: is larger than 1 MiB");
    }

    @Test
    void aPileOfAliasesDoesNotGrow() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [ x, x ]\n");
        for (int i = 1; i < 40; i++) {
            yaml.append("a%d: &a%d [ *a%d, *a%d ]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(problems(yaml.toString(), Map.of(), Map.of())).hasSizeBetween(40, 200);
    }

    @Test
    void allProblemsOfAllSourcesAreReportedTogether() {
        assertThat(problems(
                        "listen: { prot: 1 }\ndrain: { spread: x }\n",
                        Map.of("PARLEY_DATA_DRI", "x", "PARLEY_LISTEN_BACKLOG", "0"),
                        Map.of("--port", "x", "--listen.eventLoops", "-1")))
                .containsExactlyInAnyOrder(
                        "environment: PARLEY_DATA_DRI is not a setting; did you mean PARLEY_DATA_DIR?",
                        "parley.yaml:1: listen.prot is not a setting; did you mean listen.port?",
                        "--port: listen.port must be a whole number from 0 to 65535, not \"x\"",
                        "PARLEY_LISTEN_BACKLOG: listen.backlog must be a whole number from 1 to 65535, not \"0\"",
                        "--listen.eventLoops: listen.eventLoops must be a whole number from 0 to 1024, not \"-1\"",
                        "parley.yaml:2: drain.spread must be a duration (such as 500ms, 10s or 2m) from 0s to 10m,"
                                + " not \"x\"");
    }

    @Test
    void unknownVariablesAreExplained() {
        assertThat(problems("", Map.of("PARLEY_PORT", "7400"), Map.of()))
                .containsExactly("environment: PARLEY_PORT is not a setting; did you mean PARLEY_LISTEN_PORT?");
        assertThat(problems("", Map.of("PARLEY_APPS_0_ID", "a"), Map.of()))
                .containsExactly("environment: PARLEY_APPS_0_ID is not a setting; apps are set in the file only");
        assertThat(problems("", Map.of("PARLEY_WHATEVER_ELSE", "a"), Map.of()))
                .containsExactly("environment: PARLEY_WHATEVER_ELSE is not a setting");
    }

    @Test
    void contradictionsNameTheSourceThatCausedThem() {
        assertThat(problems("", Map.of("PARLEY_DRAIN_TIMEOUT", "1s"), Map.of()))
                .containsExactly("PARLEY_DRAIN_TIMEOUT: drain.timeout must not be shorter than drain.spread");
    }

    @Test
    void noProblemShowsASecret() {
        String yaml = """
                ops: { token: { canary: 1 } }
                database: { url: canary }
                apps: [ { id: a, serverKey: "can ary canary" } ]
                """;
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> Config.parse(yaml));
        // The key that stands where a value should is not a secret's place; its name is not shown either.
        assertThat(e.getMessage()).doesNotContain("canary");
    }

    private static List<String> problems(String yaml, Map<String, String> environment, Map<String, String> flags) {
        ConfigException e = catchThrowableOfType(
                ConfigException.class, () -> ConfigLoader.parse("parley.yaml", yaml, environment, flags));
        assertThat(e.getMessage()).doesNotContain("canary");
        return e.problems().stream().map(Problem::toString).toList();
    }
}
