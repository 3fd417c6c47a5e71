package dev.parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.directory.Databases;
import dev.parley.storage.Database;
import dev.parley.storage.Dialect;
import dev.parley.storage.SchemaState;
import dev.parley.storage.TestDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class AdminCommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private String out = "";
    private String err = "";

    @BeforeEach
    void settings() throws IOException {
        Files.writeString(
                folder.resolve("parley.yaml"),
                "apps: [ { id: filed, name: Of the file, serverKey: sk_file, clientKeys: [ { key: ck_file } ] } ]");
        environment.put("PARLEY_DATA_DIR", folder.resolve("data").toString());
    }

    private int run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine commandLine = CommandLines.create(
                (_, _) -> 0, new Surroundings(folder, environment, InputStream.nullInputStream(), List.of(arguments)));
        commandLine.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(errors, true));
        int code = commandLine.execute(arguments);
        out = output.toString();
        err = errors.toString();
        return code;
    }

    private List<String> lines() {
        return out.lines().toList();
    }

    @ParameterizedTest
    @EnumSource
    void appsAreAddedChangedShownAndRemoved(Dialect dialect) {
        if (dialect == Dialect.POSTGRESQL) {
            environment.put("PARLEY_DATABASE_URL", TestDatabases.postgresUrl());
        }
        assertThat(run("apps", "add", "a", "name=An app", "publishRate.events=7", "auth.email=false"))
                .as(err)
                .isZero();
        assertThat(run("apps", "list")).isZero();
        assertThat(lines()).containsExactly("filed\tfile\tOf the file", "a\tdatabase\tAn app");
        assertThat(run("apps", "set", "a", "name=", "allowedOrigins=[\"https://a.example\"]"))
                .as(err)
                .isZero();
        assertThat(run("apps", "show", "a")).isZero();
        assertThat(lines())
                .containsExactly(
                        "id\ta",
                        "set in\tdatabase",
                        "publishRate\t{\"events\":\"7\"}",
                        "auth\t{\"email\":\"false\"}",
                        "allowedOrigins\t[\"https://a.example\"]",
                        "client keys\t0");
        assertThat(run("apps", "show", "--json", "a")).isZero();
        assertThat(out).startsWith("{\"id\":\"a\",\"source\":\"database\"").contains("\"settings\":{\"publishRate\"");
        assertThat(run("apps", "remove", "a")).isZero();
        assertThat(run("apps", "list", "--json")).isZero();
        assertThat(lines())
                .containsExactly("[{\"id\":\"filed\",\"source\":\"file\",\"name\":\"Of the file\",\"clientKeys\":1}]");
    }

    @Test
    void keysAreAddedListedAndRemoved() {
        assertThat(run(
                        "keys",
                        "add",
                        "--app",
                        "filed",
                        "--value",
                        "ck-of-my-own-0123",
                        "--origin=https://a.example",
                        "--origin",
                        "https://b.example",
                        "--ip=10.0.0.0/8",
                        "--expires=2030-01-31T00:00:00Z",
                        "--no-realtime",
                        "--enforce-session"))
                .as(err)
                .isZero();
        assertThat(lines()).containsExactly("ck-of-my-own-0123");
        String id = err.strip().substring("id: ".length());
        assertThat(run("keys", "add", "--app=filed", "--server")).isZero();
        assertThat(out).matches("sk_[A-Za-z0-9_-]{32}\\s+");
        String end = out.strip().substring(out.strip().length() - 4);
        assertThat(err).contains("cannot be shown again");
        String serverId = err.lines().findFirst().orElseThrow().substring("id: ".length());
        assertThat(run("keys", "list", "--app=filed")).isZero();
        assertThat(lines())
                .containsExactly(
                        "-\tclient\tck_file\t",
                        "-\tserver\t...\t",
                        id + "\tclient\tck-of-my-own-0123\tno-realtime enforce-session expires=2030-01-31T00:00:00Z"
                                + " origin=https://a.example origin=https://b.example ip=10.0.0.0/8",
                        serverId + "\tserver\t..." + end + "\t");
        assertThat(out).doesNotContain("sk_");
        assertThat(run("keys", "remove", "--app=filed", id)).isZero();
        assertThat(run("keys", "remove", "--app=filed", serverId)).isZero();
        assertThat(run("keys", "list", "--app=filed", "--json")).isZero();
        assertThat(out).contains("ck_file").doesNotContain(id, serverId, "sk_file");
    }

    @Test
    void whatIsRefusedIsExplainedAndExitsWithOne() {
        assertThat(run("apps", "add", "a", "naem=x")).isEqualTo(1);
        assertThat(err.lines()).containsExactly("parley: naem is not a setting; did you mean name?");
        assertThat(run("apps", "set", "filed", "name=x")).isEqualTo(1);
        assertThat(err.lines())
                .containsExactly("parley: app \"filed\" is set in the settings file (parley.yaml); change it there");
        assertThat(run("apps", "show", "none")).isEqualTo(1);
        assertThat(err.lines()).containsExactly("parley: there is no app \"none\"");
        assertThat(run("keys", "add", "--app=none")).isEqualTo(1);
        assertThat(err.lines()).containsExactly("parley: there is no app \"none\"");
        assertThat(out).isEmpty();
    }

    @Test
    void aWrongCommandLineExitsWithTwo() {
        assertThat(run("keys", "list")).isEqualTo(2);
        assertThat(run("apps", "set", "filed")).isEqualTo(2);
        assertThat(run("apps", "add", "a", "name")).isEqualTo(2);
        assertThat(err).contains("\"name\" must have the form NAME=VALUE");
        assertThat(run("keys", "add", "--app=filed", "--server", "--ip=::1")).isEqualTo(2);
        assertThat(err).contains("--ip is for client keys, not with --server");
    }

    @Test
    void theDatabaseIsWhereFlagsSay() {
        Path other = folder.resolve("other");
        assertThat(run("apps", "add", "a", "--data-dir", other.toString()))
                .as(err)
                .isZero();
        assertThat(other.resolve("parley.db")).exists();
        assertThat(run("apps", "list")).isZero();
        assertThat(lines()).containsExactly("filed\tfile\tOf the file");
    }

    @Test
    void withoutAppsInTheFileTheDefaultAppHasKeysToo() throws IOException {
        Files.delete(folder.resolve("parley.yaml"));
        assertThat(run("keys", "add", "--app=default", "--value=ck_second"))
                .as(err)
                .isZero();
        assertThat(run("keys", "list", "--app=default")).isZero();
        assertThat(lines()).hasSize(3);
        assertThat(out)
                .contains(Files.readString(folder.resolve("data/client-key")).strip(), "ck_second");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsExplainedInOneLine() {
        environment.put("PARLEY_DATABASE_URL", "postgresql://u:canary@localhost:1/parley");
        assertThat(run("apps", "list")).isEqualTo(1);
        assertThat(err.lines()).hasSize(1);
        assertThat(err)
                .startsWith("parley: database postgresql://localhost:1/parley: ")
                .doesNotContain("canary");
    }

    @Test
    void checkConfigTellsWhetherTheTablesAreUpToDate() {
        assertThat(run("check-config")).isZero();
        assertThat(out).contains("  database     SQLite, its tables will be made at the start");
        assertThat(folder.resolve("data")).doesNotExist();
        run("apps", "list");
        assertThat(run("check-config")).isZero();
        assertThat(out).contains("  database     SQLite, up to date");
    }

    @Test
    void theTablesOfTheServerCanAllBeMade() throws IOException {
        var options = TestDatabases.fresh(Dialect.POSTGRESQL, folder, Databases.SCHEMAS.toArray(String[]::new));
        Database.open(options).close();
        assertThat(Database.inspect(options))
                .extracting(SchemaState::pending, SchemaState::problem)
                .containsExactly(0, "");
    }
}
