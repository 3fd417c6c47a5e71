package dev.parley.server.accounts;

import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the table {@code name_grams} in step with the names of users, in the transaction that changes these. A row too many does no
 * harm, as a search looks at the name itself in the end; one too few hides a user.
 */
final class NameIndex {

    private static final String INSERT =
            "INSERT INTO name_grams (app, gram, hex_id) VALUES (:app, :gram, :hexId) ON CONFLICT DO NOTHING";
    static final String DELETE = "DELETE FROM name_grams WHERE app = :app AND gram = :gram AND hex_id = :hexId";

    private NameIndex() {}

    static void add(Handle handle, User user) {
        run(handle, INSERT, user.app(), user.hexId(), grams(user.name()));
    }

    static void change(Handle handle, User before, User now) {
        Set<String> old = grams(before.name());
        Set<String> wanted = grams(now.name());
        run(handle, DELETE, now.app(), now.hexId(), without(old, wanted));
        run(handle, INSERT, now.app(), now.hexId(), without(wanted, old));
    }

    static void remove(Handle handle, String app, String hexId, @Nullable String name) {
        run(handle, DELETE, app, hexId, grams(name));
    }

    private static Set<String> grams(@Nullable String name) {
        return name == null ? Set.of() : NameFold.grams(NameFold.fold(name));
    }

    private static Set<String> without(Set<String> all, Set<String> those) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(those);
        return rest;
    }

    private static void run(Handle handle, String sql, String app, String hexId, Set<String> grams) {
        if (grams.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(sql);
        // In one order everywhere, for the sake of the locks.
        grams.stream()
                .sorted()
                .forEach(gram -> batch.bind("app", app)
                        .bind("gram", gram)
                        .bind("hexId", hexId)
                        .add());
        batch.execute();
    }
}
