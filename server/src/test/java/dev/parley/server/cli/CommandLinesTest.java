package dev.parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.config.Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLinesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final List<Config> served = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ServeAction action = (config, output) -> {
        served.add(config);
        output.println("started");
        return 0;
    };

    private int run(String... arguments) {
        CommandLine commandLine = CommandLines.create(
                (config, output) -> action.run(config, output),
                new Surroundings(folder, environment, InputStream.nullInputStream(), List.of(arguments)));
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void serveRunsTheServerWithTheSettings() {
        environment.put("PARLEY_LISTEN_BACKLOG", "7");
        assertThat(run("serve", "--port", "0", "--host=::1", "--data-dir", "d", "--limits.publishRate.events=5"))
                .isZero();
        Config config = served.getFirst();
        assertThat(config.listen().port()).isZero();
        assertThat(config.listen().host()).isEqualTo("::1");
        assertThat(config.listen().backlog()).isEqualTo(7);
        assertThat(config.data().dir()).isEqualTo(Path.of("d"));
        assertThat(config.limits().publishRate().events()).isEqualTo(5);
        assertThat(out).hasToString("started" + System.lineSeparator());
    }

    @Test
    void theServersExitCodeIsTheProcesss() {
        action = (config, output) -> 7;
        assertThat(run("serve")).isEqualTo(7);
    }

    @Test
    void aServerThatCannotStartIsExplainedInOneLine() {
        action = (config, output) -> {
            throw new IOException("cannot listen on 127.0.0.1:7400: it is in use");
        };
        assertThat(run("serve")).isEqualTo(1);
        assertThat(err).hasToString("parley: cannot listen on 127.0.0.1:7400: it is in use" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "check-config"})
    void wrongSettingsAreListedOnePerLine(String command) {
        environment.put("PARLEY_LISTEN_PROT", "1");
        assertThat(run(command, "--port=x")).isEqualTo(1);
        assertThat(served).isEmpty();
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        "environment: PARLEY_LISTEN_PROT is not a setting; did you mean PARLEY_LISTEN_PORT?",
                        "--port: listen.port must be a whole number from 0 to 65535, not \"x\"");
    }

    @Test
    void checkConfigPrintsASummaryWithoutSecrets() throws IOException {
        Files.writeString(folder.resolve("my.yaml"), """
                listen: { host: "::", port: 7401 }
                data: { dir: "%s" }
                apps:
                  - { id: a, subdomain: sub, vchat: true, serverKey: canary, clientKeys: [ { key: k } ] }
                  - { id: b, requireKey: false, realtime: false, suspended: true }
                """.formatted(folder.resolve("d")));
        assertThat(run("check-config", "--config", "my.yaml")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "The settings are valid.",
                        "  listen       http://[::]:7401",
                        "  data folder  " + folder.resolve("d"),
                        "  database     SQLite, its tables will be made at the start",
                        "  app          a (client keys: 1, server keys: 1, subdomain sub, v_chat)",
                        "  app          b (client keys: 0, server keys: 0, realtime off, suspended)");
        assertThat(served).isEmpty();
    }

    @Test
    void aDatabaseThatCannotBeReachedFailsTheCheckAndShowsNoPassword() {
        environment.put("PARLEY_DATABASE_URL", "postgresql://u:canary@localhost:1/parley");
        assertThat(run("check-config")).isEqualTo(1);
        assertThat(out.toString())
                .contains("  database     PostgreSQL, not usable")
                .doesNotContain("canary");
        assertThat(err.toString())
                .startsWith("parley: database postgresql://localhost:1/parley: the connection to PostgreSQL")
                .doesNotContain("canary");
    }

    @Test
    void aMissingFileIsAnErrorOfTheSettings() {
        assertThat(run("check-config", "--config", "none.yaml")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("none.yaml: does not exist");
    }

    @Test
    void anUnknownFlagIsAUsageErrorWithTheNearestName() {
        assertThat(run("serve", "--listen.prot=1")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "Unknown option: '--listen.prot=1'", "Did you mean --listen.port?", "Try: parley serve --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sevre", "serve extra", "serve --port", "--nonsense", "apps", "keys", "apps show"})
    void aWrongCommandLineExitsWithTwo(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
        assertThat(served).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "check-config --help",
                "version --help",
                "apps --help",
                "keys add --help"
            })
    void everyCommandHasHelp(String arguments) {
        assertThat(run(arguments.split(" ", -1))).isZero();
        assertThat(out.toString()).startsWith("Usage: parley").matches("[\\s!-~]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version"})
    void theVersionIsPrinted(String argument) {
        assertThat(run(argument)).isZero();
        assertThat(out.toString()).startsWith("parley ").contains("Java 2");
    }
}
