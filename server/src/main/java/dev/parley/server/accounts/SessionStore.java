package dev.parley.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sessions in the database. Called in a {@link dev.parley.storage.SqlWork}. */
final class SessionStore {

    private static final String COLUMNS =
            "id, app, user_id, family, created_at, expires_at, user_agent, address, channels";
    /** More than a user can have: SQLite knows no OFFSET without a LIMIT. */
    private static final int ALL = 1_000_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SessionStore() {}

    static void insert(Handle handle, SessionRow row) {
        handle.createUpdate("INSERT INTO sessions (" + COLUMNS + ") VALUES (:id, :app, :user, :family, :createdAt,"
                        + " :expiresAt, :userAgent, :address, :channels)")
                .bind("id", row.id())
                .bind("app", row.app())
                .bind("user", row.user())
                .bind("family", row.family())
                .bind("createdAt", row.createdAt())
                .bind("expiresAt", row.expiresAt())
                .bind("userAgent", row.userAgent())
                .bind("address", row.address())
                .bind("channels", JSON.writeValueAsString(row.channels()))
                .execute();
    }

    static @Nullable SessionRow byId(Handle handle, String app, String id) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sessions WHERE id = :id AND app = :app")
                .bind("id", id)
                .bind("app", app)
                .map(SessionStore::row)
                .findOne()
                .orElse(null);
    }

    /** Newest first. */
    static List<SessionRow> ofUser(Handle handle, String app, String user, long now) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM sessions WHERE app = :app AND user_id = :user"
                        + " AND expires_at > :now ORDER BY created_at DESC, id DESC")
                .bind("app", app)
                .bind("user", user)
                .bind("now", now)
                .map(SessionStore::row)
                .list();
    }

    static Set<String> idsOfUser(Handle handle, String app, String user) {
        return handle.createQuery("SELECT id FROM sessions WHERE app = :app AND user_id = :user")
                .bind("app", app)
                .bind("user", user)
                .mapTo(String.class)
                .set();
    }

    static @Nullable SessionRow delete(Handle handle, String app, String id) {
        return handle.createQuery("DELETE FROM sessions WHERE id = :id AND app = :app RETURNING " + COLUMNS)
                .bind("id", id)
                .bind("app", app)
                .map(SessionStore::row)
                .findOne()
                .orElse(null);
    }

    /** @param except an id that stays; empty for none */
    static List<SessionRow> deleteOfUser(Handle handle, String app, String user, String except) {
        return handle.createQuery("DELETE FROM sessions WHERE app = :app AND user_id = :user AND id <> :except"
                        + " RETURNING " + COLUMNS)
                .bind("app", app)
                .bind("user", user)
                .bind("except", except)
                .map(SessionStore::row)
                .list();
    }

    /** Deletes the oldest beyond so many; {@code newest} stays in any case. Those that have expired do not count. */
    static List<SessionRow> deleteBeyond(Handle handle, SessionRow newest, int max) {
        return handle.createQuery("DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE app = :app"
                        + " AND user_id = :user AND id <> :newest AND expires_at > :now"
                        + " ORDER BY created_at DESC, id DESC LIMIT " + ALL
                        + " OFFSET :max) RETURNING " + COLUMNS)
                .bind("app", newest.app())
                .bind("user", newest.user())
                .bind("newest", newest.id())
                .bind("now", newest.createdAt())
                .bind("max", max - 1)
                .map(SessionStore::row)
                .list();
    }

    private static SessionRow row(ResultSet results, StatementContext context) throws SQLException {
        List<String> channels = new ArrayList<>();
        for (JsonNode channel : JSON.readTree(results.getString("channels"))) {
            channels.add(channel.asString());
        }
        return new SessionRow(
                results.getString("id"),
                results.getString("app"),
                results.getString("user_id"),
                results.getString("family"),
                results.getLong("created_at"),
                results.getLong("expires_at"),
                results.getString("user_agent"),
                results.getString("address"),
                channels);
    }
}
