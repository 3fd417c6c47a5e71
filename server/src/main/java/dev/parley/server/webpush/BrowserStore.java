package dev.parley.server.webpush;

import dev.parley.storage.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Browsers in the database. Called in a {@link dev.parley.storage.SqlWork}. */
final class BrowserStore {

    /** More than a user can have: SQLite knows no OFFSET without a LIMIT. */
    private static final int ALL = 1_000_000;

    /** Of PostgreSQL's advisory locks; with the app's hash as the second half. */
    private static final int SUBSCRIBE_LOCK = 0x77707368;

    private static final String SELECT = """
            SELECT s.app, s.id, s.user_uuid, s.endpoint, s.p256dh, s.auth, u.disabled
              FROM web_push_subscriptions s LEFT JOIN users u ON u.app = s.app AND u.uuid = s.user_uuid
              WHERE s.app = :app AND\s""";
    static final String FIND = SELECT + "s.user_uuid IN (<users>)";
    static final String PAGE = SELECT + "s.id > :after ORDER BY s.id LIMIT :limit";
    static final String STILL = """
            SELECT count(*) FROM web_push_subscriptions s JOIN users u ON u.app = s.app AND u.uuid = s.user_uuid
              WHERE s.app = :app AND s.id = :id AND s.user_uuid = :user AND s.p256dh = :p256dh AND s.auth = :auth
              AND u.disabled = 0""";
    /** Not for a user who was deleted meanwhile. */
    static final String PUT = """
            INSERT INTO web_push_subscriptions (app, id, user_uuid, endpoint, p256dh, auth, subscribed_at)
              SELECT :app, :id, :user, :endpoint, :p256dh, :auth, :now
                WHERE EXISTS (SELECT 1 FROM users WHERE app = :app AND uuid = :user)
              ON CONFLICT (app, id) DO UPDATE SET user_uuid = excluded.user_uuid, p256dh = excluded.p256dh,
                auth = excluded.auth, subscribed_at = excluded.subscribed_at""";

    static final String DELETE_BEYOND = """
            DELETE FROM web_push_subscriptions WHERE app = :app AND id IN
              (SELECT id FROM web_push_subscriptions WHERE app = :app AND user_uuid = :user AND id <> :id
                ORDER BY subscribed_at DESC, id LIMIT %d OFFSET :others)""".formatted(ALL);
    static final String DELETE_OF_USER =
            "DELETE FROM web_push_subscriptions WHERE app = :app AND id = :id AND user_uuid = :user";
    static final String DELETE_UNCHANGED = DELETE_OF_USER + " AND p256dh = :p256dh AND auth = :auth";
    static final String DELETE_GONE = """
            DELETE FROM web_push_subscriptions AS s WHERE s.app = :app AND s.user_uuid IN (<users>)
              AND NOT EXISTS (SELECT 1 FROM users u WHERE u.app = s.app AND u.uuid = s.user_uuid)""";

    /** Of a browser's user. */
    enum Owner {
        PRESENT,
        DISABLED,
        GONE
    }

    record Found(String id, Browser browser, Owner owner) {}

    private BrowserStore() {}

    /** Remembers it, also instead of another user's, and forgets the user's oldest beyond what a user may have. */
    static void put(Handle handle, Dialect dialect, Browser browser, int perUser, long now) {
        if (dialect == Dialect.POSTGRESQL) {
            // Two at once would not see each other, and the user have one too many.
            handle.createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:lock, hashtext(:app))) AS taken")
                    .bind("lock", SUBSCRIBE_LOCK)
                    .bind("app", browser.app())
                    .mapTo(Integer.class)
                    .one();
        }
        handle.createUpdate(PUT)
                .bind("app", browser.app())
                .bind("id", browser.id())
                .bind("user", browser.user())
                .bind("p256dh", browser.p256dh())
                .bind("auth", browser.auth())
                .bind("endpoint", browser.endpoint())
                .bind("now", now)
                .execute();
        handle.createUpdate(DELETE_BEYOND)
                .bind("app", browser.app())
                .bind("id", browser.id())
                .bind("user", browser.user())
                .bind("others", perUser - 1)
                .execute();
    }

    static List<Found> find(Handle handle, String app, Collection<String> users) {
        return handle.createQuery(FIND)
                .bindList("users", List.copyOf(users))
                .bind("app", app)
                .map(BrowserStore::found)
                .list();
    }

    /** The next of an app, by their ids. */
    static List<Found> page(Handle handle, String app, String after, int limit) {
        return handle.createQuery(PAGE)
                .bind("app", app)
                .bind("after", after)
                .bind("limit", limit)
                .map(BrowserStore::found)
                .list();
    }

    private static Found found(ResultSet row, StatementContext context) throws SQLException {
        int disabled = row.getInt("disabled");
        Owner present = disabled == 0 ? Owner.PRESENT : Owner.DISABLED;
        Owner owner = row.wasNull() ? Owner.GONE : present;
        Browser browser = new Browser(
                row.getString("app"),
                row.getString("user_uuid"),
                row.getString("endpoint"),
                row.getString("p256dh"),
                row.getString("auth"));
        return new Found(row.getString("id"), browser, owner);
    }

    /** Whether it is still this user's, unchanged, and the user may be told. */
    static boolean isStill(Handle handle, Browser browser) {
        return handle.createQuery(STILL)
                        .bind("app", browser.app())
                        .bind("id", browser.id())
                        .bind("user", browser.user())
                        .bind("p256dh", browser.p256dh())
                        .bind("auth", browser.auth())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    static void forget(Handle handle, String app, String user, String endpoint) {
        handle.createUpdate(DELETE_OF_USER)
                .bind("app", app)
                .bind("id", Browser.id(endpoint))
                .bind("user", user)
                .execute();
    }

    /** Forgets it unless it was subscribed anew meanwhile. */
    static void forget(Handle handle, Browser browser) {
        handle.createUpdate(DELETE_UNCHANGED)
                .bind("app", browser.app())
                .bind("id", browser.id())
                .bind("user", browser.user())
                .bind("p256dh", browser.p256dh())
                .bind("auth", browser.auth())
                .execute();
    }

    /** Forgets those of these users who are no more. */
    static void forgetGone(Handle handle, String app, Collection<String> users) {
        handle.createUpdate(DELETE_GONE)
                .bindList("users", List.copyOf(users))
                .bind("app", app)
                .execute();
    }

    static int deleteAllOf(Handle handle, String app) {
        return handle.createUpdate("DELETE FROM web_push_subscriptions WHERE app = :app")
                .bind("app", app)
                .execute();
    }
}
