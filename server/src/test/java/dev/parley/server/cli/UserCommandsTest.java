package dev.parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Clock;
import dev.parley.server.config.Config;
import dev.parley.server.directory.Audit;
import dev.parley.server.directory.AuditEntry;
import dev.parley.server.directory.Databases;
import dev.parley.storage.Database;
import dev.parley.storage.Dialect;
import dev.parley.storage.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserCommandsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(folder, "apps: [ { id: a, clientKeys: [ { key: ck } ] }, { id: b } ]");
    }

    /** Of the newest act first. */
    private List<AuditEntry> audit() throws Exception {
        Config config = Config.parse("data: { dir: '" + folder.resolve("data") + "' }");
        try (Database database = Database.open(Databases.options(config, Databases.SCHEMAS))) {
            return new Audit(database, Clock.system())
                    .list("a", Long.MAX_VALUE, 100)
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void usersAreAddedFoundChangedAndRemoved(Dialect dialect) {
        if (dialect == Dialect.POSTGRESQL) {
            terminal.environment.put("PARLEY_DATABASE_URL", TestDatabases.postgresUrl());
        }
        String made = terminal.done("users", "add", "--app=a", "--email", "Luke@Example.com", "--name=Luke S");
        assertThat(made).matches("[0-9a-f]{24}");
        assertThat(terminal.done("users", "add", "--app=a", "--id=~leia", "--username=Leia", "--phone=+1 415 555 0100"))
                .isEqualTo("~leia");
        assertThat(terminal.run("users", "add", "--app=a", "--id=~leia")).isEqualTo(1);
        assertThat(terminal.err.lines()).containsExactly("parley: There is a user with this id already.");
        terminal.done("users", "list", "--app=a");
        assertThat(terminal.lines())
                .containsExactly(made + "\tluke@example.com\t-\t-\tLuke S\t-", "~leia\t-\t+14155550100\tLeia\t-\t-");
        assertThat(terminal.done("users", "list", "--app=a", "--limit=1")).startsWith(made);
        assertThat(terminal.done("users", "list", "--app=a", "--after", made)).startsWith("~leia");
        assertThat(terminal.done("users", "list", "--app=a", "--username=LEIA")).startsWith("~leia");
        assertThat(terminal.done("users", "list", "--app=a", "--phone=+99999999"))
                .isEmpty();
        assertThat(terminal.done("users", "list", "--app=b")).isEmpty();
        terminal.done("users", "set", "--app=a", made, "--email=", "--name=", "--disabled=true", "--username=luke");
        assertThat(terminal.lines())
                .contains("id\t" + made, "username\tluke", "disabled\ttrue")
                .noneMatch(line -> line.startsWith("email\t") || line.startsWith("name\t"));
        assertThat(terminal.done("users", "show", "--json", "--app=a", made))
                .startsWith("{\"id\":\"" + made + "\",")
                .contains("\"disabled\":true", "\"email\":null", "\"profile\":{}");
        terminal.done("users", "remove", "--app=a", made);
        assertThat(terminal.done("users", "list", "--app=a", "--json"))
                .startsWith("[{\"id\":\"~leia\"")
                .doesNotContain(made);
    }

    @Test
    void whatWasDoneIsInTheAuditWithoutWhatIsSecret() throws Exception {
        assertThat(terminal.type("canary-1\n", "users", "add", "--app=a", "--id=luke", "--password-stdin"))
                .as(terminal.err)
                .isZero();
        assertThat(terminal.type("canary-2\r\nmore", "users", "set", "--app=a", "luke", "--password-stdin", "--name=L"))
                .as(terminal.err)
                .isZero();
        terminal.done("users", "list", "--app=a");
        terminal.done("users", "sign-out", "--app=a", "luke");
        terminal.done("users", "remove", "--app=a", "luke");
        List<AuditEntry> acts = audit();
        assertThat(acts)
                .extracting(AuditEntry::action)
                .containsExactly("user.delete", "session.end.all", "user.update", "user.create");
        assertThat(acts).allSatisfy(act -> {
            assertThat(act.subject()).isEqualTo("luke");
            assertThat(act.actor()).isEqualTo("cli:" + System.getProperty("user.name"));
            assertThat(act.detail()).doesNotContain("canary");
        });
        assertThat(acts.get(2).detail()).isEqualTo("{\"fields\":[\"name\",\"password\"]}");
        assertThat(folder.resolve("data/token-secret")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "users show --app=none luke, there is no app \"none\"",
        "users show --app=a luke, app \"a\" has no user \"luke\"",
        "users set --app=a luke --name=x, app \"a\" has no user \"luke\"",
        "users remove --app=a luke, app \"a\" has no user \"luke\"",
        "users sign-out --app=a luke, app \"a\" has no user \"luke\"",
        "users add --app=a --email=x, The email address cannot be one.",
        "users add --app=a --phone=1, 'The phone number must be in international form, such as +14155550100.'",
        "users add --app=a --id=, 'an id must have 1 to 128 characters, a name at most 256, a user name at most 320,"
                + " all without control characters'",
        "users add --app=a --password-stdin, 'the password, the first line of the standard input, must have 6 to 256"
                + " characters'",
    })
    void whatIsRefusedIsExplainedAndExitsWithOne(String command, String message) {
        assertThat(terminal.run(command.split(" "))).isEqualTo(1);
        assertThat(terminal.err.lines()).containsExactly("parley: " + message);
        assertThat(terminal.out).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users list",
                "users set --app=a luke",
                "users set --app=a luke --disabled=perhaps",
                "users set --app=a luke --id=x",
                "users list --app=a --limit=0",
                "users list --app=a --limit=1001",
                "users list --app=a --email=a@example.com --phone=+14155550100",
                "users list --app=a --email=a@example.com --after=x",
                "users add --app=a --password=canary",
            })
    void aWrongCommandLineExitsWithTwo(String command) {
        assertThat(terminal.run(command.split(" "))).isEqualTo(2);
        assertThat(terminal.out).isEmpty();
        assertThat(terminal.err).contains("Try: parley users ");
    }

    @Test
    void theHelpSaysThatDevicesAreNotTold() {
        terminal.done("users", "remove", "--help");
        assertThat(terminal.out.replaceAll("\\s+", " ")).contains("They get no user event");
    }

    @Test
    void aVerifierOfAPasswordIsMadeWithTheSecretOfTheServers() {
        Terminal skapi = new Terminal(
                folder,
                "apps: [ { id: a, skapi: { service: us31mockservice00, owner: 11111111-2222-4333-8444-555555555555,"
                        + " passwordLogin: true } }, { id: b } ]");
        Path secret = folder.resolve("data/token-secret");
        assertThat(skapi.type("canary-1\n", "users", "add", "--app=b", "--id=luke", "--password-stdin"))
                .isZero();
        assertThat(secret).doesNotExist();
        assertThat(skapi.type("canary-1\n", "users", "add", "--app=a", "--id=luke", "--password-stdin"))
                .isZero();
        assertThat(secret).exists();
        assertThat(skapi.err).contains("token-secret was made just now").contains("verifiers of passwords");
        assertThat(skapi.type("canary-2\n", "users", "set", "--app=a", "luke", "--password-stdin"))
                .isZero();
        assertThat(skapi.err).isEmpty();
    }
}
