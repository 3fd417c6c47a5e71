package dev.parley.server.push;

import dev.parley.server.accounts.AccountTables;
import dev.parley.storage.Dialect;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Devices in the database, as long as their sessions are valid. A session of our own is valid while it has its row. Of a token of
 * another issuer it is known whether it was signed out by itself, and whether all of its user's tokens of that time were: it is
 * older than its device, so one that was remembered before that time is one of them. Called in a
 * {@link dev.parley.storage.SqlWork}.
 */
final class DeviceStore {

    /** Of one user; older ones are forgotten. */
    static final int MAX_PER_USER = 100;

    /** More than a user can have: SQLite knows no OFFSET without a LIMIT. */
    private static final int ALL = 1_000_000;

    /** Of PostgreSQL's advisory locks; with the app's hash as the second half. */
    private static final int REGISTER_LOCK = 0x70757368;

    private static final String FOREIGN = AccountTables.FOREIGN_SESSION_PREFIX;

    private static final String ALIVE = """
            (substr(d.session, 1, %d) <> '%s'
              AND EXISTS (SELECT 1 FROM sessions s
                WHERE s.id = d.session AND s.app = d.app AND s.expires_at > :now)
            OR substr(d.session, 1, %d) = '%s'
              AND d.expires_at > :now
              AND NOT EXISTS (SELECT 1 FROM ended_tokens e WHERE e.app = d.app AND e.id = d.session)
              AND EXISTS (SELECT 1 FROM users u
                LEFT JOIN token_floors f ON f.app = u.app AND f.user_id = u.id
                WHERE u.app = d.app AND u.hex_id = d.user_id AND u.disabled = 0
                AND (f.floor IS NULL OR f.floor <= d.updated_at OR f.kept = d.session)))
            """.formatted(FOREIGN.length(), FOREIGN, FOREIGN.length(), FOREIGN);

    static final String FIND = "SELECT d.app, d.user_id, d.session, d.expires_at, d.token, d.platform, CASE WHEN "
            + ALIVE + " THEN 1 ELSE 0 END AS alive FROM push_devices d WHERE d.app = :app AND d.user_id IN (<users>)";
    static final String FIND_ONE = "SELECT count(*) FROM push_devices d WHERE d.app = :app AND d.session = :session"
            + " AND d.token = :token AND d.user_id = :user AND " + ALIVE;
    static final String DELETE_DEAD =
            "DELETE FROM push_devices AS d WHERE d.app = :app AND d.user_id IN (<users>) AND NOT " + ALIVE;
    static final String DELETE_EXPIRED = "DELETE FROM push_devices WHERE expires_at <= :now";
    static final String DELETE_OTHERS =
            "DELETE FROM push_devices WHERE app = :app AND token = :token AND session <> :session";
    static final String DELETE_BEYOND = "DELETE FROM push_devices WHERE app = :app AND session IN"
            + " (SELECT session FROM push_devices WHERE app = :app AND user_id = :user AND session <> :session"
            + " ORDER BY updated_at DESC LIMIT " + ALL + " OFFSET " + (MAX_PER_USER - 1) + ")";
    static final String DELETE_TOKEN =
            "DELETE FROM push_devices WHERE app = :app AND session = :session AND token = :token";
    static final String DELETE_SESSION = "DELETE FROM push_devices WHERE app = :app AND session = :session";

    /** @param alive whether its session is valid */
    record Found(Device device, boolean alive) {}

    private DeviceStore() {}

    /** Remembers it instead of what the session had, and instead of other sessions with its token. */
    static void put(Handle handle, Dialect dialect, Device device, long now) {
        if (dialect == Dialect.POSTGRESQL) {
            // Two that show one token at once would each not see the other's row, and one of them fail.
            handle.createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:lock, hashtext(:app))) AS taken")
                    .bind("lock", REGISTER_LOCK)
                    .bind("app", device.app())
                    .mapTo(Integer.class)
                    .one();
        }
        handle.createUpdate(DELETE_OTHERS).bindMethods(device).execute();
        deleteDead(handle, device.app(), List.of(device.user()), now);
        handle.createUpdate("INSERT INTO push_devices (app, session, user_id, expires_at, token, platform, updated_at)"
                        + " VALUES (:app, :session, :user, :sessionExpiresAt, :token, :platform, :now)"
                        + " ON CONFLICT (app, session) DO UPDATE SET user_id = excluded.user_id,"
                        + " expires_at = excluded.expires_at, token = excluded.token, platform = excluded.platform,"
                        + " updated_at = excluded.updated_at")
                .bindMethods(device)
                .bind("now", now)
                .execute();
        handle.createUpdate(DELETE_BEYOND).bindMethods(device).execute();
    }

    /** Of any number of users, with those whose sessions have ended. */
    static List<Found> find(Handle handle, String app, Collection<String> users, long now) {
        return handle.createQuery(FIND)
                .bindList("users", List.copyOf(users))
                .bind("app", app)
                .bind("now", now)
                .map((results, context) -> new Found(
                        new Device(
                                results.getString("app"),
                                results.getString("user_id"),
                                results.getString("session"),
                                results.getLong("expires_at"),
                                results.getString("token"),
                                results.getString("platform")),
                        results.getInt("alive") == 1))
                .list();
    }

    /** Whether it is still there, with this token, and its session valid. */
    static boolean isAlive(Handle handle, Device device, long now) {
        return handle.createQuery(FIND_ONE)
                        .bindMethods(device)
                        .bind("now", now)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Forgets those of these users whose sessions have ended. */
    static void deleteDead(Handle handle, String app, Collection<String> users, long now) {
        handle.createUpdate(DELETE_DEAD)
                .bindList("users", List.copyOf(users))
                .bind("app", app)
                .bind("now", now)
                .execute();
    }

    /** Forgets those whose sessions have ended by themselves. */
    static void deleteExpired(Handle handle, long now) {
        handle.createUpdate(DELETE_EXPIRED).bind("now", now).execute();
    }

    static void forget(Handle handle, String app, String session) {
        handle.createUpdate(DELETE_SESSION)
                .bind("app", app)
                .bind("session", session)
                .execute();
    }

    /** Forgets it unless its session has shown another token meanwhile. */
    static void forget(Handle handle, Device device) {
        handle.createUpdate(DELETE_TOKEN).bindMethods(device).execute();
    }
}
