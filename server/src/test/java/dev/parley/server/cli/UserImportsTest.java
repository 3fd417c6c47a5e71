package dev.parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Clock;
import dev.parley.server.accounts.AccountParts;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.Changes;
import dev.parley.server.accounts.Client;
import dev.parley.server.accounts.Login;
import dev.parley.server.accounts.SignedIn;
import dev.parley.server.accounts.User;
import dev.parley.server.accounts.UserEvents;
import dev.parley.server.accounts.VChatPassword;
import dev.parley.server.config.Config;
import dev.parley.server.config.Secret;
import dev.parley.server.directory.Audit;
import dev.parley.server.directory.AuditEntry;
import dev.parley.server.directory.Databases;
import dev.parley.server.identity.App;
import dev.parley.storage.Database;
import dev.parley.storage.Dialect;
import dev.parley.storage.TestDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UserImportsTest {

    private static final String KEY = "some-canary-key";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(folder, "apps: [ { id: a, vchat: true, requireKey: false }, { id: b } ]");
    }

    private String file(String json) throws Exception {
        Path file = folder.resolve("users.json");
        Files.writeString(file, json);
        return file.toString();
    }

    private static <T extends @Nullable Object> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** What a server on the same database does. */
    @FunctionalInterface
    private interface Look {
        void at(Accounts accounts, App app, Audit audit) throws Exception;
    }

    private void look(Look look) throws Exception {
        String url = terminal.environment.get("PARLEY_DATABASE_URL");
        Config config = Config.parse("data: { dir: '" + folder.resolve("data")
                + "' }\napps: [ { id: a, vchat: true, requireKey: false } ]\n"
                + "identity: { hashMemory: 64KiB, hashPasses: 1, tokenSecret: 0123456789abcdef0123456789abcdef }\n"
                + (url == null ? "" : "database: { url: '" + url + "' }"));
        try (Database database = Database.open(Databases.options(config, Databases.SCHEMAS));
                Accounts accounts = new Accounts(new AccountParts(
                        database,
                        config.identity(),
                        Clock.system(),
                        message -> false,
                        UserEvents.NONE,
                        Changes.NONE,
                        () -> "",
                        folder,
                        new SimpleMeterRegistry()))) {
            look.at(accounts, new App(config.apps().getFirst()), new Audit(database, Clock.system()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void usersOfTheFileSignInWithTheirOldPasswords(Dialect dialect) throws Exception {
        if (dialect == Dialect.POSTGRESQL) {
            terminal.environment.put("PARLEY_DATABASE_URL", TestDatabases.postgresUrl());
        }
        terminal.environment.put("PARLEY_VCHAT_PASSWORD_HASH_KEY", KEY);
        String users = file("""
                [ {"email": "user1", "name": "One \ud83d\ude00", "image": "default"},
                  {"email": "+1 415", "name": "\u05dc\u05d0\u05d4", "_id": 7},
                  {"email": "a@example.com", "name": "Three", "image": "REGISTER_1_THUMB.jpg"} ]
                """);
        terminal.done("users", "import", "--app=a", users);
        assertThat(terminal.lines()).containsExactly("added\t3", "known\t0");
        assertThat(terminal.err.lines())
                .containsExactly(
                        "note: users who get the default picture, as theirs is not in the folder of --pictures or is no picture: 1");
        assertThat(terminal.done("users", "import", "--json", "--app=a", users)).isEqualTo("{\"added\":0,\"known\":3}");
        assertThat(terminal.done("users", "list", "--app=a", "--vchat=user1")).endsWith("\tOne \ud83d\ude00\t-");
        look((accounts, app, audit) -> {
            Login login = new Login(Login.Kind.VCHAT, "user1");
            String password = VChatPassword.of(Secret.of(KEY), "user1");
            SignedIn in = get(accounts.signIn(app, login, password, new Client(Client.VCHAT, null, "")));
            assertThat(in.user().name()).isEqualTo("One \ud83d\ude00");
            assertThat(get(accounts.users(app, null, 100)))
                    .extracting(User::picture)
                    .containsOnlyNulls();
            List<AuditEntry> acts = get(audit.list("a", Long.MAX_VALUE, 100));
            assertThat(acts).hasSize(1);
            assertThat(acts.getFirst().action()).isEqualTo("user.import");
            assertThat(acts.getFirst().detail()).isIn("{\"added\":3,\"known\":0}", "{\"known\":0,\"added\":3}");
        });
        assertThat(folder.resolve("data/token-secret")).doesNotExist();
    }

    @Test
    void picturesAreCopiedForThoseWhoAreAdded() throws Exception {
        Path pictures = Files.createDirectory(folder.resolve("old"));
        ImageIO.write(
                new BufferedImage(900, 300, BufferedImage.TYPE_INT_RGB),
                "png",
                pictures.resolve("a.png").toFile());
        Files.writeString(pictures.resolve("no.png"), "no picture");
        String users = file("""
                [ {"email": "user1", "name": "One", "image": "a.png"},
                  {"email": "user2", "name": "Two", "image": "no.png"},
                  {"email": "user3", "name": "Three", "image": "missing.png"} ]
                """);
        FileTime untouched = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(pictures, untouched);
        terminal.done("users", "import", "--app=a", "--pictures=" + pictures, users);
        assertThat(terminal.err).contains("is no picture: 2");
        assertThat(Files.getLastModifiedTime(pictures))
                .as("nothing was made in it, not even for a moment: it may be read-only")
                .isEqualTo(untouched);
        terminal.done("users", "import", "--app=a", "--pictures=" + pictures, users);
        look((accounts, app, audit) -> {
            List<String> urls = get(accounts.users(app, null, 100)).stream()
                    .map(User::picture)
                    .filter(Objects::nonNull)
                    .toList();
            assertThat(urls).hasSize(1);
            assertThat(urls.getFirst()).matches("/api/v1/public/profile/REGISTER_[0-9a-f-]{36}_THUMB\\.jpg");
            String name = urls.getFirst().substring(urls.getFirst().lastIndexOf('/') + 1);
            try (Stream<Path> kept = Files.walk(folder.resolve("data/media"))) {
                assertThat(kept.filter(Files::isRegularFile)
                                .map(path -> path.getFileName().toString()))
                        .filteredOn(file -> file.startsWith("REGISTER"))
                        .containsExactly(name);
            }
        });
        assertThat(pictures.resolve("a.png")).exists();
    }

    @Test
    void withoutTheKeyTheyGetNoPasswordAndTheCommandSaysSo() throws Exception {
        terminal.done("users", "import", "--app=b", file("[{\"email\":\"user1\",\"name\":\"One\"}]"));
        assertThat(terminal.lines()).containsExactly("added\t1", "known\t0");
        assertThat(terminal.err.lines())
                .containsExactly(
                        "note: vchat.passwordHashKey is not set, so they have no password and cannot sign in before"
                                + " they are given one.",
                        "note: v_chat's clients reach an app with vchat: true, which this one has not set.");
    }

    @Test
    void moreThanABatchIsImportedWhole() throws Exception {
        String users = IntStream.range(0, 1201)
                .mapToObj(i -> "{\"email\":\"u" + i + "\",\"name\":\"User " + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        terminal.done("users", "import", "--app=a", file(users));
        assertThat(terminal.lines()).containsExactly("added\t1201", "known\t0");
        assertThat(terminal.done("users", "list", "--app=a", "--limit=1000").lines())
                .hasSize(1000);
    }

    @Test
    void aBadEntryIsNamedAndNothingIsChanged() throws Exception {
        String users = file("""
                [ {"email": "user1", "name": "One"},
                  {"name": "x"},
                  {"email": null, "name": 5},
                  {"email": " user1 ", "name": "again"},
                  7,
                  {"email": "  ", "name": "x"},
                  {"email": "u", "name": ""},
                  {"email": "u", "name": "x", "image": "../../etc/passwd"},
                  {"email": "u", "name": "x", "image": ".."},
                  {"email": "u", "name": "x", "image": 1} ]
                """);
        assertThat(terminal.run("users", "import", "--app=a", users)).isEqualTo(1);
        assertThat(terminal.err.lines())
                .containsExactly(
                        "users.json[1].email is missing",
                        "users.json[2].email is missing",
                        "users.json[2].name is not a string",
                        "users.json[3].email is the same as [0].email",
                        "users.json[4] is not an object",
                        "users.json[5]: its email must have 1 to 320 characters, without control characters",
                        "users.json[6]: its name must have 1 to 256 characters, without control characters",
                        "users.json[7].image must be \"default\" or the name of a file, without its folder",
                        "users.json[8].image must be \"default\" or the name of a file, without its folder",
                        "users.json[9].image is not a string",
                        "parley: " + users + " was not imported; problems in it: 10 (its entries are counted from 0)");
        assertThat(terminal.out).isEmpty();
        assertThat(terminal.done("users", "list", "--app=a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}     | FILE must be a JSON array of users, [{\"email\": ..., \"name\": ..., \"image\": ...}]",
                "[{},   | FILE is not JSON (line 1, column 5)",
                "[] []  | FILE is not JSON (line 1, column 4)",
            })
    void whatIsNoListOfUsersIsRefused(String json, String message) throws Exception {
        String users = file(json);
        assertThat(terminal.run("users", "import", "--app=a", users)).isEqualTo(1);
        assertThat(terminal.err.lines()).hasSize(1);
        assertThat(terminal.err.strip()).startsWith("parley: " + message.replace("FILE", users));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        String users = folder.resolve("none.json").toString();
        assertThat(terminal.run("users", "import", "--app=a", users)).isEqualTo(1);
        assertThat(terminal.err.lines()).containsExactly("parley: there is no file " + users);
        assertThat(terminal.run("users", "import", "--app=a")).isEqualTo(2);
        assertThat(terminal.run("users", "import", users)).isEqualTo(2);
    }
}
