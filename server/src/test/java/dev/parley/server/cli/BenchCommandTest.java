package dev.parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The load generator against a server of this process: what it counts, not how fast that is. */
class BenchCommandTest {

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static RunningServer server;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Terminal terminal;

    @BeforeAll
    static void start() {
        server = RunningServer.of("""
                listen: { host: 127.0.0.1, port: 0 }
                limits: { maxConnectionsPerIp: 60 }
                apps:
                  - id: env1
                    clientKeys: [ { key: ck-1 } ]
                """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(folder, "");
    }

    private int bench(String kind, String key, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("bench", kind, "--url", "http://127.0.0.1:" + server.port(), "--key", key));
        arguments.addAll(List.of(more));
        return terminal.run(arguments.toArray(String[]::new));
    }

    private JsonNode json() {
        return new JsonMapper().readTree(terminal.out);
    }

    @ParameterizedTest
    @CsvSource({
        "fanout, --members 20 --in-flight 4",
        "fanout, --members 20 --one-at-a-time",
        "fanout, --members 20 --rate 100 --payload 3000",
        "chat, --channels 5 --members 4 --in-flight 2",
        "chat, --channels 5 --members 4 --one-at-a-time",
        "chat, --channels 5 --members 4 --rate 10",
        "polling, --members 10 --in-flight 4",
        "presence, --members 10 --churners 5",
        "presence, --members 10 --churners 5 --rate 100",
    })
    void everyDeliveryComesOnceAndInOrder(String kind, String options) {
        String[] all = (options + " --warmup 0.1 --seconds 0.3 --json").split(" ");
        assertThat(bench(kind, "ck-1", all)).as(terminal.out + terminal.err).isZero();
        JsonNode json = json();
        assertThat(json.get("sound").asBoolean()).isTrue();
        assertThat(json.get("deliveries").asInt()).isPositive();
        assertThat(json.get("latencyMs").get("p99").asDouble()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"idle, --connections 30 --hold 1", "storm, --connections 25 --channels 5"})
    void everyConnectionComesIn(String kind, String options) {
        assertThat(bench(kind, "ck-1", (options + " --json").split(" ")))
                .as(terminal.out + terminal.err)
                .isZero();
        assertThat(json().get("deliveries")).isEqualTo(json().get("sent"));
    }

    @Test
    void theReportCanBeRead() {
        long self = ProcessHandle.current().pid();
        assertThat(bench("fanout", "ck-1", "--members", "5", "--warmup", "0", "--seconds", "0.2", "--pid", "" + self))
                .as(terminal.err)
                .isZero();
        assertThat(terminal.out)
                .contains("every delivery came once and in order", "us per delivery (user", "latency", "p99.9");
    }

    @Test
    void aKeyThatIsRefusedIsSaidSo() {
        assertThat(bench("fanout", "wrong", "--members", "2")).isEqualTo(1);
        assertThat(terminal.err)
                .contains("the server refused to let it in")
                .contains("parley keys list --app ID")
                .doesNotContain("at dev.parley");
    }

    @Test
    void aLimitOnConnectionsIsNamed() {
        assertThat(bench("fanout", "ck-1", "--members", "100")).isEqualTo(1);
        assertThat(terminal.err).contains("limits.maxConnectionsPerIp").doesNotContain("at dev.parley");
    }

    @Test
    void aServerThatIsNotThereIsSaidSo() {
        // Port 1 of this machine: nobody listens there.
        assertThat(terminal.run("bench", "idle", "--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(terminal.err).contains("nothing listens at", "is the server running");
    }

    @Test
    void whatCannotBeDoneIsAMistakeOfTheCommandLine() {
        assertThat(bench("fanout", "ck-1", "--rate", "5", "--in-flight", "3")).isEqualTo(2);
        assertThat(terminal.err).contains("--in-flight and --rate cannot be used together");
        assertThat(bench("fanout", "ck-1", "--payload", "10")).isEqualTo(2);
        assertThat(terminal.err).contains("--payload must be 40 to");
        assertThat(terminal.run("bench", "idle", "--url", "https://example.com"))
                .isEqualTo(2);
        assertThat(terminal.err).contains("does not speak TLS");
    }

    @ParameterizedTest
    @CsvSource({
        "fanout, --in-flight 65537, --in-flight must be 1 to 65536",
        "fanout, --members 2000000000, --members must be 1 to 1000000",
        "fanout, --warmup -0.5, --warmup must be a number from 0",
        "fanout, --seconds 0, --seconds must be a number above 0",
        "chat, --channels 1 --members 50000, are too many to check",
        "chat, --channels 100000 --members 100000, are too many to check",
        "chat, --rate 1e6, per second in all",
        "presence, --members 1000000 --churners 1000, are too many to check",
    })
    void whatIsTooMuchIsSaidInWords(String kind, String options, String said) {
        assertThat(bench(kind, "ck-1", options.split(" "))).isEqualTo(2);
        assertThat(terminal.err).contains(said).doesNotContain("at dev.parley");
    }

    @Test
    void theGeneratorMeasuresItself() {
        assertThat(terminal.run("bench", "self", "--members", "10", "--warmup", "0", "--seconds", "0.2"))
                .as(terminal.out + terminal.err)
                .isZero();
        assertThat(terminal.out).contains("generator cpu us per delivery");
    }
}
