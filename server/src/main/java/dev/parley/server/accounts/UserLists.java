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

    static final String BY_LOGIN = UserStore.COLUMNS
            + ", l.name AS login FROM logins l JOIN users u ON u.app = l.app AND u.id = l.user_id" + UserStore.LOGINS
            + "WHERE l.app = :app AND l.kind = :kind AND l.name IN (<names>)";

    private UserLists() {}

    /** In the order of their hex ids. */
    static List<User> byHexIds(Handle handle, String app, Collection<String> hexIds) {
        if (hexIds.isEmpty()) {
            return List.of();
        }
        return handle.createQuery(BY_HEX_ID)
                .bind("app", app)
                .bindList("ids", List.copyOf(hexIds))
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
