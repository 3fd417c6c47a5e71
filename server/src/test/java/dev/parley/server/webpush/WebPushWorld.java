package dev.parley.server.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.server.MovableClock;
import dev.parley.server.accounts.AccountParts;
import dev.parley.server.config.Config;
import dev.parley.storage.Database;
import dev.parley.storage.DatabaseOptions;
import dev.parley.storage.Dialect;
import dev.parley.storage.TestDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Browsers on a fresh database, with users and a push service. */
final class WebPushWorld implements AutoCloseable {

    static final String LUKE = "aaaaaaaa-0000-4000-8000-00000000000a";
    static final String LEIA = "bbbbbbbb-0000-4000-8000-00000000000b";
    static final Notification HELLO = new Notification("Leia", "hello");
    static final String HELLO_JSON = "{\"title\":\"Leia\",\"body\":\"hello\"}";

    final MovableClock clock = new MovableClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final PushStation station;
    final Database database;
    final WebPushService pushes;
    private final DatabaseOptions options;
    private final Path folder;
    private final String yaml;

    WebPushWorld(Dialect dialect, Path folder) throws Exception {
        this(dialect, folder, "");
    }

    /** @param yaml more of the section {@code push} */
    WebPushWorld(Dialect dialect, Path folder, String yaml) throws Exception {
        this.folder = folder;
        this.yaml = yaml;
        station = new PushStation(clock);
        options = TestDatabases.fresh(dialect, folder, AccountParts.SCHEMA, WebPushTables.SCHEMA);
        database = Database.open(options);
        pushes = open(database, "", meters);
        user(LUKE);
        user(LEIA);
        station.expectedKey = get(pushes.publicKey("one"));
    }

    /** Another one on the same database. */
    WebPushService open(Database other, String secret) throws Exception {
        return open(other, secret, new SimpleMeterRegistry());
    }

    private WebPushService open(Database other, String secret, SimpleMeterRegistry counted) throws Exception {
        String identity = secret.isEmpty() ? "" : "identity: { tokenSecret: '" + secret + "' }\n";
        Config config = Config.parse(identity + "data: { dir: '" + folder + "' }\npush: { web: { services: ['"
                + station.url() + "'], perUser: 3 }" + yaml + " }");
        return WebPushService.open(config, other, clock, counted, Duration.ofMillis(5));
    }

    Database secondConnection() throws Exception {
        return Database.open(options);
    }

    void user(String uuid) {
        sql(
                "INSERT INTO users (app, id, hex_id, uuid, provider, profile, disabled, sign_up_at, last_login_at, updated_at)"
                        + " VALUES ('one', '" + uuid + "', '" + uuid + "', '" + uuid
                        + "', 'server', '{}', 0, 0, 0, 0)");
    }

    void sql(String sql) {
        get(database.<@Nullable Void>write(handle -> {
            handle.execute(sql);
            return null;
        }));
    }

    TestBrowser subscribe(String user, String name) {
        TestBrowser browser = station.browser(name);
        get(pushes.subscribe("one", user, browser.subscription()));
        return browser;
    }

    /** A message that Luke's browsers get. */
    void tellLuke() {
        pushes.push("one", Set.of(LUKE), HELLO);
    }

    /** The last parts of the endpoints, in order. */
    List<String> browsersOf(String user) {
        return get(database.read(handle -> handle.createQuery("SELECT endpoint FROM web_push_subscriptions WHERE app ="
                                + " 'one' AND user_uuid = :user")
                        .bind("user", user)
                        .mapTo(String.class)
                        .list()))
                .stream()
                .map(endpoint -> endpoint.substring(endpoint.lastIndexOf('/') + 1))
                .sorted()
                .toList();
    }

    int rows(String table) {
        return get(database.read(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Integer.class)
                .one()));
    }

    static <T extends @Nullable Object> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pushes.close();
        database.close();
        station.close();
        meters.close();
    }

    double count(String result) {
        return meters.get("parley.push")
                .tags("way", "web", "result", result)
                .counter()
                .count();
    }

    void awaitCount(String result, int wanted) {
        await().untilAsserted(() -> assertThat(count(result)).isEqualTo(wanted));
    }
}
