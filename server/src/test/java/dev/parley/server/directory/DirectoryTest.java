package dev.parley.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.core.Clock;
import dev.parley.server.config.Config;
import dev.parley.server.directory.DirectoryException.Reason;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.storage.Database;
import dev.parley.storage.DatabaseOptions;
import dev.parley.storage.Dialect;
import dev.parley.storage.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DirectoryTest {

    private static final String FILE = """
            socketio: { maxPayload: 2MB }
            apps:
              - { id: filed, subdomain: taken, serverKey: sk_file, clientKeys: [ { key: ck_file } ], vchat: true }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path folder;

    private final List<Node> started = new ArrayList<>();

    /** What a server or a command line has of the directory. */
    private record Node(Database database, Apps apps, AppDirectory directory, Audit audit) {

        static Node start(DatabaseOptions options, String file, AppData... data) throws Exception {
            Config config = Config.parse(file);
            Database database = Database.open(options);
            Apps apps = new Apps(config.apps());
            Audit audit = new Audit(database, Clock.system());
            AppDirectory directory = new AppDirectory(new DirectoryParts(
                    database, config, apps, new ChangeLog(Clock.system()), audit, Clock.system(), List.of(data)));
            get(directory.load());
            return new Node(database, apps, directory, audit);
        }

        App app(String id) {
            return Objects.requireNonNull(apps.byId(id));
        }
    }

    private Node start(DatabaseOptions options) throws Exception {
        Node node = Node.start(options, FILE);
        started.add(node);
        return node;
    }

    private DatabaseOptions fresh(Dialect dialect) {
        return TestDatabases.fresh(dialect, folder, AppDirectory.SCHEMA);
    }

    @AfterEach
    void close() {
        started.forEach(node -> node.database().close());
    }

    private static <T extends @Nullable Object> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void assertRefused(Reason reason, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(DirectoryException.class, e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e).hasMessage(message);
                });
    }

    @ParameterizedTest
    @EnumSource
    void anAppIsServedAtOnceAndAfterARestart(Dialect dialect) throws Exception {
        DatabaseOptions options = fresh(dialect);
        Node node = start(options);
        AppInfo made = get(node.directory().create("me", "a", """
                {"name": "A", "subdomain": "one", "publishRate": {"events": 7}}"""));
        assertThat(made.inFile()).isFalse();
        assertThat(node.app("a").config().name()).isEqualTo("A");
        assertThat(node.app("a").config().publishRate().events()).isEqualTo(7);
        // What it inherits is this server's, not a default.
        assertThat(node.app("a").config().maxPayload()).isEqualTo(2_000_000);
        Node again = start(options);
        assertThat(again.app("a").config()).isEqualTo(node.app("a").config());
        assertThat(get(again.directory().list()))
                .extracting(AppInfo::id, AppInfo::inFile)
                .containsExactly(tuple("filed", true), tuple("a", false));
    }

    @ParameterizedTest
    @EnumSource
    void settingsAreReplacedOrPatchedAndTheAppStaysTheSameObject(Dialect dialect) throws Exception {
        Node node = start(fresh(dialect));
        get(node.directory().create("me", "a", "{\"name\": \"A\", \"subdomain\": \"one\"}"));
        App app = node.app("a");
        get(node.directory().patch("me", "a", """
                {"subdomain": null, "auth": {"email": false}}"""));
        assertThat(app.config().subdomain()).isNull();
        assertThat(app.config().name()).isEqualTo("A");
        assertThat(app.config().auth().email()).isFalse();
        assertThat(node.apps().resolve(null, "one", null)).isNull();
        get(node.directory().update("me", "a", "{\"suspended\": true}"));
        assertThat(app.config().suspended()).isTrue();
        assertThat(app.config().name()).isEmpty();
        assertThat(node.app("a")).isSameAs(app);
        get(node.directory().delete("me", "a"));
        assertThat(node.apps().byId("a")).isNull();
        assertThat(app.isGone()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whatOthersKeepOfAnAppIsDeletedWithItOrNeitherIs(Dialect dialect) throws Exception {
        AtomicReference<@Nullable String> refused = new AtomicReference<>("a");
        Node node = Node.start(fresh(dialect), FILE, (handle, app) -> {
            handle.execute("DELETE FROM audit WHERE app = ? AND action = 'app.add'", app);
            if (app.equals(refused.get())) {
                throw new IllegalStateException("not now");
            }
        });
        started.add(node);
        get(node.directory().create("me", "a", "{}"));
        get(node.directory().create("me", "b", "{}"));
        assertThatThrownBy(() -> get(node.directory().delete("me", "a"))).hasRootCauseMessage("not now");
        assertThat(get(node.directory().find("a"))).isNotNull();
        refused.set(null);
        get(node.directory().delete("me", "a"));
        assertThat(get(node.directory().find("a"))).isNull();
        assertThat(get(node.audit().list(null, Long.MAX_VALUE, 10)))
                .extracting(AuditEntry::app, AuditEntry::action)
                .containsExactly(tuple("a", "app.remove"), tuple("b", "app.add"));
    }

    @ParameterizedTest
    @EnumSource
    void wrongSettingsAreRefusedInTheWordsOfTheSettingsFile(Dialect dialect) throws Exception {
        Node node = start(fresh(dialect));
        AppDirectory directory = node.directory();
        assertRefused(
                Reason.INVALID,
                "naem is not a setting; did you mean name?",
                () -> get(directory.create("me", "a", "{\"naem\": \"x\"}")));
        assertRefused(
                Reason.INVALID,
                "maxPayload must not be larger than socketio.maxPayload",
                () -> get(directory.create("me", "a", "{\"maxPayload\": \"3MB\"}")));
        assertRefused(
                Reason.INVALID,
                "id must not be \"metrics\", which the server's own paths use",
                () -> get(directory.create("me", "metrics", "{}")));
        assertRefused(
                Reason.INVALID,
                "settings must be a JSON object, such as {\"name\": \"Example\"}",
                () -> get(directory.create("me", "a", "[\"secret")));
        assertRefused(
                Reason.INVALID,
                "serverKey is not set here; keys are added one by one",
                () -> get(directory.create("me", "a", "{\"serverKey\": \"x\"}")));
        assertThat(node.apps().all()).hasSize(1);
        assertThat(get(node.audit().list(null, Long.MAX_VALUE, 10))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatLeadsToAnAppCannotLeadToAnother(Dialect dialect) throws Exception {
        Node node = start(fresh(dialect));
        AppDirectory directory = node.directory();
        get(directory.create("me", "a", """
                {"subdomain": "one", "skapi": {"service": "us31mockservice00", "owner": "00000000-0000-0000-0000-000000000001"}}"""));
        assertRefused(Reason.CONFLICT, "there is an app \"a\" already", () -> get(directory.create("me", "a", "{}")));
        assertRefused(
                Reason.CONFLICT, "there is an app \"filed\" already", () -> get(directory.create("me", "filed", "{}")));
        assertRefused(
                Reason.CONFLICT,
                "subdomain is \"one\" like that of app \"a\"",
                () -> get(directory.create("me", "b", "{\"subdomain\": \"one\"}")));
        assertRefused(
                Reason.CONFLICT,
                "subdomain is \"taken\" like that of app \"filed\"",
                () -> get(directory.patch("me", "a", "{\"subdomain\": \"taken\"}")));
        assertRefused(
                Reason.CONFLICT,
                "vchat can be on for one app only, as v_chat clients name no app; it is on for app \"filed\"",
                () -> get(directory.patch("me", "a", "{\"vchat\": true}")));
        assertRefused(
                Reason.CONFLICT,
                "skapi.service is \"us31mockservice00\" like that of app \"a\"",
                () -> get(directory.create("me", "b", """
                        {"skapi": {"service": "us31mockservice00", "owner": "00000000-0000-0000-0000-000000000002"}}""")));
        get(directory.patch("me", "a", "{\"name\": \"its own names are no conflict\"}"));
    }

    @ParameterizedTest
    @EnumSource
    void anAppOfTheSettingsFileCannotBeChangedButGetsKeys(Dialect dialect) throws Exception {
        DatabaseOptions options = fresh(dialect);
        Node node = start(options);
        AppDirectory directory = node.directory();
        String message = "app \"filed\" is set in the settings file (parley.yaml); change it there";
        assertRefused(Reason.IN_FILE, message, () -> get(directory.update("me", "filed", "{}")));
        assertRefused(Reason.IN_FILE, message, () -> get(directory.patch("me", "filed", "{}")));
        assertRefused(Reason.IN_FILE, message, () -> get(directory.delete("me", "filed")));
        KeyInfo client = get(directory.addClientKey("me", "filed", null, "{\"expires\": \"2030-01-31T00:00:00Z\"}"));
        NewServerKey server = get(directory.addServerKey("me", "filed"));
        App app = node.app("filed");
        assertThat(app.config().clientKeys())
                .contains(Objects.requireNonNull(client.client()))
                .hasSize(2);
        assertThat(node.apps().byServerKey(server.key().reveal())).isSameAs(app);
        assertThat(node.apps().byServerKey("sk_file")).isSameAs(app);
        assertThat(get(directory.keys("filed"))).extracting(KeyInfo::inFile).containsExactly(true, true, false, false);
        Node again = start(options);
        assertThat(again.apps().byServerKey(server.key().reveal())).isSameAs(again.app("filed"));
        assertThat(again.app("filed").config().clientKeys()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void anAppThatIsMadeAgainIsAnotherOneAlsoForWhoMissedItsEnd(Dialect dialect) throws Exception {
        DatabaseOptions options = TestDatabases.fresh(dialect, folder, AppDirectory.SCHEMA);
        Node one = start(options);
        get(one.directory().create("me", "shop", "{\"requireKey\":false}"));
        Node other = start(options);
        App before = other.app("shop");
        List<App> removed = new ArrayList<>();
        other.apps().onRemoved(app -> {
            // Nobody can have its id yet, so whatever is cut off is its own.
            assertThat(other.apps().byId("shop")).isNull();
            removed.add(app);
        });

        get(one.directory().patch("me", "shop", "{\"name\":\"A shop\"}"));
        get(other.directory().changed(new Change(0, "", Change.Kind.ALL, "", 0)));
        assertThat(other.app("shop")).isSameAs(before);

        get(one.directory().delete("me", "shop"));
        get(one.directory().create("me", "shop", "{\"requireKey\":false}"));
        get(other.directory().changed(new Change(0, "", Change.Kind.ALL, "", 0)));
        assertThat(removed).containsExactly(before);
        assertThat(before.isGone()).isTrue();
        assertThat(other.app("shop").isGone()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void keysAreCheckedAndRemoved(Dialect dialect) throws Exception {
        Node node = start(fresh(dialect));
        AppDirectory directory = node.directory();
        get(directory.create("me", "a", "{}"));
        KeyInfo key = get(directory.addClientKey("me", "a", "my-own-key-0123456789", "{\"enforceSession\": true}"));
        assertThat(key.hint()).isEqualTo("6789");
        String server = get(directory.addServerKey("me", "a")).key().reveal();
        assertThat(server).startsWith("sk_").hasSizeGreaterThan(30);
        assertRefused(
                Reason.CONFLICT,
                "key is already a client key of this app",
                () -> get(directory.addClientKey("me", "a", "my-own-key-0123456789", "{}")));
        assertRefused(
                Reason.CONFLICT,
                "key is already a client key of this app",
                () -> get(directory.addClientKey("me", "filed", "ck_file", "{}")));
        for (String serverKey : List.of(server, "sk_file")) {
            assertRefused(
                    Reason.CONFLICT,
                    "key must not be a server key too, as every client knows it",
                    () -> get(directory.addClientKey("me", "a", serverKey, "{}")));
        }
        assertRefused(
                Reason.INVALID,
                "key must be 1 to 256 printable ASCII characters without spaces",
                () -> get(directory.addClientKey("me", "a", "with space", "{}")));
        assertRefused(Reason.NOT_FOUND, "there is no app \"b\"", () -> get(directory.addServerKey("me", "b")));
        // Two apps may use the same client key.
        get(directory.addClientKey("me", "filed", "my-own-key-0123456789", "{}"));
        assertRefused(
                Reason.NOT_FOUND,
                "app \"filed\" has no key \"" + key.id() + "\" in the database",
                () -> get(directory.removeKey("me", "filed", key.id())));
        get(directory.removeKey("me", "a", key.id()));
        assertThat(node.app("a").config().clientKeys()).isEmpty();
        assertThat(node.app("filed").config().clientKeys()).hasSize(2);
        get(directory.delete("me", "a"));
        assertThat(node.apps().byServerKey(server)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void theAuditNamesEveryActAndHoldsNoSecret(Dialect dialect) throws Exception {
        Node node = start(fresh(dialect));
        AppDirectory directory = node.directory();
        String secret = "canary-canary-canary-canary-canary";
        get(directory.create("cli:ann", "a", "{\"auth\": {\"jwt\": [{\"secret\": \"" + secret + "\"}]}}"));
        String serverKey = get(directory.addServerKey("cli:ann", "a")).key().reveal();
        KeyInfo key = get(directory.addClientKey("cli:bob", "a", null, "{\"realtime\": false}"));
        get(directory.removeKey("cli:bob", "a", key.id()));
        get(directory.patch("cli:bob", "a", "{\"name\": \"x\"}"));
        get(directory.delete("cli:bob", "a"));
        List<AuditEntry> all = get(node.audit().list("a", Long.MAX_VALUE, 100));
        assertThat(all)
                .extracting(AuditEntry::action)
                .containsExactly("app.remove", "app.set", "key.remove", "key.add", "key.add", "app.add");
        assertThat(all).extracting(AuditEntry::actor).contains("cli:ann", "cli:bob");
        assertThat(all.toString()).doesNotContain(secret, serverKey).contains("\"settings\":[\"auth\"]");
        List<AuditEntry> page = get(node.audit().list("a", all.get(1).id(), 2));
        assertThat(page).isEqualTo(all.subList(2, 4));
        assertThat(get(node.audit().list("other", Long.MAX_VALUE, 100))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void secretsAreHiddenWhereSettingsAreShown(Dialect dialect) throws Exception {
        Node node = start(fresh(dialect));
        AppInfo app = get(node.directory().create("me", "a", """
                {"name": "n", "auth": {"jwt": [{"secret": "canary-canary-canary-canary-canary", "issuer": "i"}]}}"""));
        assertThat(app.shownSettings())
                .isEqualTo("{\"name\":\"n\",\"auth\":{\"jwt\":[{\"secret\":\"[secret]\",\"issuer\":\"i\"}]}}");
        assertThat(app.toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @EnumSource
    void anAppThatTheFileHasTakenSinceIsLeftOutAndTheOthersAreServed(Dialect dialect) throws Exception {
        DatabaseOptions options = fresh(dialect);
        Node first = start(options);
        get(first.directory().create("me", "a", "{\"subdomain\": \"one\"}"));
        get(first.directory().create("me", "b", "{}"));
        get(first.directory().create("me", "c", "{}"));
        Node later = Node.start(options, "apps: [ { id: x, subdomain: one }, { id: b, name: of the file } ]");
        started.add(later);
        assertThat(later.apps().all()).extracting(App::id).containsExactlyInAnyOrder("x", "b", "c");
        assertThat(later.app("b").config().name()).isEqualTo("of the file");
        assertThat(Objects.requireNonNull(later.apps().resolve(null, "one", null))
                        .id())
                .isEqualTo("x");
    }

    @ParameterizedTest
    @EnumSource
    void actsAtTheSameTimeFindNoGapBetweenCheckAndCommit(Dialect dialect) throws Exception {
        DatabaseOptions options = fresh(dialect);
        List<Node> nodes = List.of(start(options), start(options));
        List<CompletionStage<AppInfo>> claims = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            claims.add(nodes.get(i % 2).directory().create("me", "app" + i, "{\"subdomain\": \"one\"}"));
        }
        int won = 0;
        for (CompletionStage<AppInfo> claim : claims) {
            won += claim.handle((app, failure) -> failure == null ? 1 : 0)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
        assertThat(won).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anotherProcessesActsAreInEffectHereSoon(Dialect dialect) throws Exception {
        DatabaseOptions options = fresh(dialect);
        Node server = start(options);
        Node commandLine = start(options);
        try (ChangeFeed feed = feed(server.database())) {
            feed.listen(server.directory()::changed);
            feed.start();
            get(commandLine.directory().create("me", "a", "{}"));
            String key =
                    get(commandLine.directory().addServerKey("me", "a")).key().reveal();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> server.apps().byServerKey(key) != null);
            get(commandLine.directory().delete("me", "a"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> server.apps().byId("a") == null);
        }
    }

    private static ChangeFeed feed(Database database) throws IOException {
        return ChangeFeed.open(database, new ChangeLog(Clock.system()), Clock.system(), Duration.ofMillis(20));
    }
}
