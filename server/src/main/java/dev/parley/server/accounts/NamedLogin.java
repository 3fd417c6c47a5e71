package dev.parley.server.accounts;

import dev.parley.server.config.AuthConfig;
import dev.parley.server.identity.App;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Logins as skapi-js names them: by {@link NameDigest}. A digest is the first login's that has it: names with the same one are easily
 * made, and must not stand between a user and its account. Called in a {@link dev.parley.storage.SqlWork}.
 */
final class NamedLogin {

    private static final String FIND = UserStore.COLUMNS
            + ", l.kind AS login_kind, l.name AS login_name, l.shown AS login_shown"
            + " FROM login_digests d JOIN logins l ON l.app = d.app AND l.kind = d.kind AND l.name = d.name"
            + " JOIN users u ON u.app = l.app AND u.id = l.user_id" + UserStore.LOGINS
            + "WHERE d.app = :app AND d.digest = :digest";

    /** A user and the login it was found by. */
    record Found(UserRow row, LoginName login) {}

    private NamedLogin() {}

    /**
     * The user who signs in with a name that has this digest, as it was normalised or as it is shown. Null if there is none, or the app
     * does not allow that kind of login.
     */
    static @Nullable Found find(Handle handle, App app, String digest) {
        AuthConfig auth = app.config().auth();
        return handle.createQuery(FIND)
                .bind("app", app.id())
                .bind("digest", digest)
                .map((results, context) -> new Found(
                        UserStore.row(results, context),
                        login(
                                results.getString("login_kind"),
                                results.getString("login_name"),
                                results.getString("login_shown"))))
                .findOne()
                .filter(found -> switch (found.login().kind()) {
                    case EMAIL -> auth.email();
                    case PHONE -> auth.phone();
                    case USERNAME, VCHAT -> true;
                })
                .orElse(null);
    }

    private static LoginName login(String kind, String name, String shown) {
        return new LoginName(Login.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), name, shown);
    }

    /** A login that was just stored. */
    static void add(Handle handle, String app, LoginName login) {
        put(handle, app, login, NameDigest.of(login.name()));
        if (!login.shown().equals(login.name())) {
            put(handle, app, login, NameDigest.of(login.shown()));
        }
    }

    private static void put(Handle handle, String app, LoginName login, String digest) {
        handle.createUpdate("INSERT INTO login_digests (app, digest, kind, name) VALUES (:app, :digest, :kind, :name)"
                        + " ON CONFLICT DO NOTHING")
                .bind("app", app)
                .bind("digest", digest)
                .bind("kind", LoginName.column(login.kind()))
                .bind("name", login.name())
                .execute();
    }

    /** A user's login of this kind is about to go. */
    static void remove(Handle handle, String app, String user, Login.Kind kind) {
        handle.createUpdate("DELETE FROM login_digests WHERE app = :app AND kind = :kind AND name IN"
                        + " (SELECT name FROM logins WHERE app = :app AND user_id = :user AND kind = :kind)")
                .bind("app", app)
                .bind("user", user)
                .bind("kind", LoginName.column(kind))
                .execute();
    }

    /** A user's logins are about to go. */
    static void removeAll(Handle handle, String app, String user) {
        for (Login.Kind kind : Login.Kind.values()) {
            remove(handle, app, user, kind);
        }
    }

    /** Adds what is missing of a user's logins: those that are older than the digests, or whose digest has become free. */
    static void complete(Handle handle, String app, String user) {
        handle.createQuery("SELECT kind, name, shown FROM logins WHERE app = :app AND user_id = :user")
                .bind("app", app)
                .bind("user", user)
                .map((results, context) ->
                        login(results.getString("kind"), results.getString("name"), results.getString("shown")))
                .list()
                .forEach(login -> add(handle, app, login));
    }
}
