package dev.parley.server.accounts;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Several users at once from the database. Called in a {@link dev.parley.storage.SqlWork}. */
final class UserLists {

    static final String BY_HEX_ID = UserStore.COLUMNS + "FROM users u" + UserStore.LOGINS
            + "WHERE u.app = :app AND u.hex_id IN (<ids>) ORDER BY u.hex_id";

    static final String BY_UUID =
            UserStore.COLUMNS + "FROM users u" + UserStore.LOGINS + "WHERE u.app = :app AND u.uuid IN (<ids>)";

    static final String BY_LOGIN = UserStore.COLUMNS
            + ", l.name AS login FROM logins l JOIN users u ON u.app = l.app AND u.id = l.user_id" + UserStore.LOGINS
            + "WHERE l.app = :app AND l.kind = :kind AND l.name IN (<names>)";

    private UserLists() {}

    /** In the order of their hex ids. */
    static List<User> byHexIds(Handle handle, String app, Collection<String> hexIds) {
        return byIds(handle, BY_HEX_ID, app, hexIds);
    }

    /** @param uuids lower case */
    static List<User> byUuids(Handle handle, String app, Collection<String> uuids) {
        return byIds(handle, BY_UUID, app, uuids);
    }

    private static List<User> byIds(Handle handle, String query, String app, Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(query)
                .bind("app", app)
                .bindList("ids", List.copyOf(ids))
                .map((results, context) -> UserStore.row(results, context).user())
                .list();
    }

    /** By {@link LoginName#name}. */
    static Map<String, User> byLogins(Handle handle, String app, Login.Kind kind, Collection<String> names) {
        Map<String, User> found = new HashMap<>();
        if (!names.isEmpty()) {
            handle.createQuery(BY_LOGIN)
                    .bind("app", app)
                    .bind("kind", LoginName.column(kind))
                    .bindList("names", List.copyOf(names))
                    .map((results, context) -> Map.entry(
                            results.getString("login"),
                            UserStore.row(results, context).user()))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        }
        return found;
    }
}
