package dev.parley.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.server.MovableClock;
import dev.parley.server.accounts.AccountParts;
import dev.parley.server.config.Config;
import dev.parley.server.config.Push;
import dev.parley.storage.Database;
import dev.parley.storage.Dialect;
import dev.parley.storage.TestDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Devices on a fresh database, with sessions to belong to. */
final class PushWorld implements AutoCloseable {

    static final String LUKE = "61cd8fb33bd8731be040e103";
    static final String LEIA = "61cd8ff33bd8731be040e108";
    static final String ROOM = "61cd92223bd8731be040e11e";
    static final long FAR = MovableClock.START + TimeUnit.DAYS.toMillis(300);

    final MovableClock clock = new MovableClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Database database;
    final PushService pushes;

    /** @param yaml the section {@code push} */
    PushWorld(Dialect dialect, Path folder, String yaml) throws Exception {
        database = Database.open(TestDatabases.fresh(dialect, folder, AccountParts.SCHEMA, PushTables.SCHEMA));
        pushes = PushService.open(settings(yaml), database, clock, meters, Duration.ofMillis(5));
        user(LUKE);
        user(LEIA);
    }

    static Push settings(String yaml) throws Exception {
        return Config.parse("push: { " + yaml + " }").push();
    }

    /** Settings with FCM at the stand-in. */
    static String fcm(Google google, Path folder, String more) throws Exception {
        return "fcm: { serviceAccount: '" + google.account(folder) + "', endpoint: '" + google.url() + "' }, " + more;
    }

    private void user(String hexId) {
        sql(
                "INSERT INTO users (app, id, hex_id, uuid, provider, profile, disabled, sign_up_at, last_login_at, updated_at)"
                        + " VALUES ('one', 'id-" + hexId + "', '" + hexId + "', '" + hexId
                        + "', 'server', '{}', 0, 0, 0, 0)");
    }

    void sql(String sql) {
        get(database.<@Nullable Void>write(handle -> {
            handle.execute(sql);
            return null;
        }));
    }

    /** A session with its row. */
    void session(String id, String user) {
        sql("INSERT INTO sessions (id, app, user_id, family, created_at, expires_at, user_agent, channels) VALUES ('"
                + id + "', 'one', 'id-" + user + "', 'vchat', 0, " + FAR + ", '', '[]')");
    }

    void device(String session, String user, String token) {
        get(pushes.register(new Device("one", user, session, FAR, token, "Android")));
    }

    /** A user with a session and a device of it. */
    void signedIn(String session, String user, String token) {
        session(session, user);
        device(session, user, token);
    }

    /** Tokens of the devices that would be told, in order. */
    List<String> tokensOf(String... users) {
        return get(database.read(handle -> DeviceStore.find(handle, "one", List.of(users), clock.millis()))).stream()
                .filter(DeviceStore.Found::alive)
                .map(found -> found.device().token())
                .sorted()
                .toList();
    }

    int rows() {
        return get(database.read(handle -> handle.createQuery("SELECT count(*) FROM push_devices")
                .mapTo(Integer.class)
                .one()));
    }

    static PushNote note(Set<String> users, String content) {
        return new PushNote("one", users, "Leia", content, ROOM, Map.of("roomId", ROOM, "message", message(content)));
    }

    /** A message as v_chat's library gets it. */
    static String message(String content) {
        return "{\"_id\":\"61cd922a3bd8731be040e138\",\"messageType\":\"text\",\"messageAttachment\":null,"
                + "\"createdAt\":1640862250273,\"content\":" + dev.parley.protocol.JsonText.quote(content)
                + ",\"senderId\":\"" + LEIA + "\",\"senderName\":\"Leia\",\"senderImageThumb\":\"l.jpg\",\"roomId\":\""
                + ROOM + "\"}";
    }

    double count(String way, String result) {
        return meters.get("parley.push")
                .tags("way", way, "result", result)
                .counter()
                .count();
    }

    void awaitCount(String way, String result, int wanted) {
        await().untilAsserted(() -> assertThat(count(way, result)).isEqualTo(wanted));
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
        meters.close();
    }
}
