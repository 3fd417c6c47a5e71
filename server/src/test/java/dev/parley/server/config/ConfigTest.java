package dev.parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    private static final String EXAMPLE = """
            listen: { host: 127.0.0.1, port: 7400 }
            data: { dir: ./parley-data }
            apps:
              - id: env1
                subdomain: myapp
                requireKey: true
                requireSession: false
                clientKeys: [ { key: ck-1 } ]
                serverKey: sk-1
                vchat: true
                skapi: { service: us31mockservice00, owner: 11111111-2222-4333-8444-555555555555 }
              - id: env2
                clientKeys: [ { key: ck-2 } ]
            """;

    @Test
    void nothingSetGivesTheDefaults() {
        Config config = Config.defaults();
        assertThat(config.listen().host()).isEqualTo("127.0.0.1");
        assertThat(config.listen().port()).isEqualTo(7400);
        assertThat(config.listen().tls()).isNull();
        assertThat(config.data().dir()).isEqualTo(Path.of("./parley-data"));
        assertThat(config.socketio().maxPayload()).isEqualTo(1_000_000);
        assertThat(config.socketio().pingInterval()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.limits().outboundBytes()).isEqualTo(1 << 20);
        assertThat(config.limits().publishRate().events()).isEqualTo(5000);
        assertThat(config.drain()).isEqualTo(new Drain(Duration.ofSeconds(2), Duration.ofSeconds(20)));
        assertThat(config.ops().log()).isEqualTo(new Log(Log.Level.INFO, Log.Format.TEXT));
        assertThat(config.apps()).isEmpty();
        assertThat(config.publicUrl()).isNull();
    }

    @Test
    void theExampleIsRead() throws ConfigException {
        Config config = Config.parse(EXAMPLE);
        AppConfig first = config.apps().getFirst();
        assertThat(first.id()).isEqualTo("env1");
        assertThat(first.subdomain()).isEqualTo("myapp");
        assertThat(first.clientKeys()).containsExactly(ClientKey.unrestricted("ck-1"));
        assertThat(first.serverKeys()).containsExactly(Secret.of("sk-1"));
        assertThat(first.vchat()).isTrue();
        assertThat(first.skapi())
                .isEqualTo(new SkapiService(
                        "us31mockservice00",
                        UUID.fromString("11111111-2222-4333-8444-555555555555"),
                        false,
                        List.of()));
        AppConfig second = config.apps().getLast();
        assertThat(second.requireKey()).isTrue();
        assertThat(second.skapi()).isNull();
        assertThat(second.publishRate()).isEqualTo(config.limits().publishRate());
    }

    @Test
    void theExampleOfTheDistributionIsValid() throws Exception {
        Config config = Config.parse(Files.readString(Path.of("src", "assembly", "parley.example.yaml")));
        assertThat(config.apps()).singleElement().extracting(AppConfig::id).isEqualTo("myapp");
    }

    @Test
    void everyKindOfValueIsRead() throws ConfigException {
        Config config = Config.parse("""
                publicUrl: https://c1.example.com/
                listen:
                  trustedProxies: [ 10.0.0.0/8, "::1" ]
                  reusePort: true
                ops: { token: t0ken, log: { level: debug, format: JSON } }
                drain: { spread: 500ms, timeout: 2m }
                database: { url: "postgresql://u:p@db.example.com/parley" }
                socketio:
                limits:
                  maxConnections: 1_000
                  restBodyBytes: 64KiB
                apps:
                  - id: 0123
                    serverKey: [ a, b ]
                    clientKeys:
                      - key: 1e3
                        expires: 2030-01-31T00:00:00Z
                        allowedOrigins: [ HTTPS://Example.com:443 ]
                        allowedIps: 192.168.0.0/16
                """);
        assertThat(config.publicUrl()).isEqualTo(URI.create("https://c1.example.com"));
        assertThat(config.listen().trustedProxies()).containsExactly(Cidr.parse("10.0.0.0/8"), Cidr.parse("::1"));
        assertThat(config.listen().reusePort()).isTrue();
        assertThat(config.ops().log()).isEqualTo(new Log(Log.Level.DEBUG, Log.Format.JSON));
        assertThat(config.drain()).isEqualTo(new Drain(Duration.ofMillis(500), Duration.ofMinutes(2)));
        assertThat(config.socketio()).isEqualTo(Config.defaults().socketio());
        assertThat(config.limits().maxConnections()).isEqualTo(1000);
        assertThat(config.limits().restBodyBytes()).isEqualTo(65_536);
        AppConfig app = config.apps().getFirst();
        assertThat(app.id()).isEqualTo("0123");
        assertThat(app.serverKeys()).containsExactly(Secret.of("a"), Secret.of("b"));
        assertThat(app.clientKeys())
                .containsExactly(new ClientKey(
                        "1e3",
                        true,
                        Instant.parse("2030-01-31T00:00:00Z"),
                        List.of(new Origin("https://example.com")),
                        List.of(Cidr.parse("192.168.0.0/16")),
                        false));
    }

    @Test
    void anAppTakesWhatItDoesNotSetFromTheServersSettings() throws ConfigException {
        String yaml = """
                socketio: { maxPayload: 2MB }
                limits: { publishRate: { events: 10, bytes: 1MiB } }
                apps:
                  - { id: a, requireKey: false, publishRate: { events: 20 } }
                  - { id: b, requireKey: false, maxPayload: 1MB }
                """;
        Config config =
                ConfigLoader.parse("parley.yaml", yaml, Map.of("PARLEY_LIMITS_PUBLISH_RATE_BYTES", "2MiB"), Map.of());
        AppConfig a = config.apps().getFirst();
        assertThat(a.maxPayload()).isEqualTo(2_000_000);
        assertThat(a.publishRate()).isEqualTo(new PublishRate(20, 20_000, 2 << 20, 32 << 20));
        AppConfig b = config.apps().getLast();
        assertThat(b.maxPayload()).isEqualTo(1_000_000);
        assertThat(b.publishRate()).isEqualTo(config.limits().publishRate());
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFile() throws ConfigException {
        String yaml = "listen: { host: file, port: 1, backlog: 1 }";
        Map<String, String> environment = Map.of("PARLEY_LISTEN_PORT", "2", "PARLEY_LISTEN_BACKLOG", "2", "HOME", "/");
        Listen listen = ConfigLoader.parse("parley.yaml", yaml, environment, Map.of("--port", "3"))
                .listen();
        assertThat(listen.host()).isEqualTo("file");
        assertThat(listen.backlog()).isEqualTo(2);
        assertThat(listen.port()).isEqualTo(3);
    }

    @Test
    void listsInTheEnvironmentAreWrittenWithCommas() throws ConfigException {
        Map<String, String> environment = Map.of("PARLEY_LISTEN_TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1");
        assertThat(ConfigLoader.parse("parley.yaml", "", environment, Map.of())
                        .listen()
                        .trustedProxies())
                .containsExactly(Cidr.parse("10.0.0.0/8"), Cidr.parse("127.0.0.1/32"));
    }

    @Test
    void anEmptyVariableCountsAsNotSet() throws ConfigException {
        assertThat(ConfigLoader.parse("parley.yaml", "", Map.of("PARLEY_LISTEN_PORT", ""), Map.of()))
                .isEqualTo(Config.defaults());
    }

    @Test
    void variablesOfTheLauncherAndOfContainerPlatformsAreLeftAlone() throws ConfigException {
        Map<String, String> environment = Map.of(
                "PARLEY_JAVA_HOME", "/jdk",
                "PARLEY_JAVA_OPTS", "-Xmx1g",
                "PARLEY_SERVICE_HOST", "10.1.1.1",
                "PARLEY_SERVICE_PORT_HTTP", "80",
                "PARLEY_PORT", "tcp://10.1.1.1:80",
                "PARLEY_PORT_80_TCP_ADDR", "10.1.1.1");
        assertThat(ConfigLoader.parse("parley.yaml", "", environment, Map.of())).isEqualTo(Config.defaults());
    }

    @Test
    void onlyANamedFileMustExist(@TempDir Path folder) throws Exception {
        assertThat(ConfigLoader.load(null, folder, Map.of(), Map.of())).isEqualTo(Config.defaults());
        assertThat(problems(Path.of("other.yaml"), folder)).containsExactly("other.yaml: does not exist");
        Files.writeString(folder.resolve("parley.yaml"), "listen: { port: 1 }");
        assertThat(ConfigLoader.load(null, folder, Map.of(), Map.of()).listen().port())
                .isEqualTo(1);
        Files.writeString(folder.resolve("named.yaml"), "listen: { port: 2 }");
        assertThat(ConfigLoader.load(null, folder, Map.of("PARLEY_CONFIG", "named.yaml"), Map.of())
                        .listen()
                        .port())
                .isEqualTo(2);
        Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0x41});
        assertThat(problems(Path.of("binary.yaml"), folder)).containsExactly("binary.yaml: is not UTF-8 text");
    }

    private static List<String> problems(Path file, Path folder) {
        ConfigException e =
                catchThrowableOfType(ConfigException.class, () -> ConfigLoader.load(file, folder, Map.of(), Map.of()));
        return e.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void noSecretIsEverPrinted() throws ConfigException {
        Config config = Config.parse("""
                ops: { token: canary-1 }
                database: { url: "postgresql://u:canary-2@db/parley" }
                apps: [ { id: a, clientKeys: [ { key: public } ], serverKey: [ canary-3, canary-4 ] } ]
                """);
        assertThat(config.toString()).doesNotContain("canary").contains("[secret]", "public");
    }

    @Test
    void secretsAreEqualByTheirText() {
        Secret secret = Secret.of("s3cret");
        assertThat(secret.matches("s3cret")).isTrue();
        assertThat(secret.matches("s3cre")).isFalse();
        assertThat(secret.matches("")).isFalse();
        assertThat(secret.matches(null)).isFalse();
        assertThat(secret).isEqualTo(Secret.of("s3cret")).hasSameHashCodeAs(Secret.of("s3cret"));
        assertThat(secret).hasToString("[secret]");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "::1, ::1, true",
    })
    void networksContainTheirAddresses(String network, String address, boolean contained) throws Exception {
        assertThat(Cidr.parse(network).contains(java.net.InetAddress.getByName(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://example.com, https://example.com, true",
                "https://example.com, HTTPS://EXAMPLE.COM, true",
                "https://example.com, https://evil-example.com, false",
                "https://example.com, https://example.com.evil.org, false",
                "https://example.com, http://example.com, false",
                "https://example.com, null, false",
                "https://example.com, -, false",
                "http://localhost:3000, http://localhost:3000, true",
                "http://localhost:3000, http://localhost, false",
            })
    void originsMatchExactly(String origin, @org.jspecify.annotations.Nullable String header, boolean matches) {
        assertThat(Origin.parse(origin).matches(header)).isEqualTo(matches);
    }
}
