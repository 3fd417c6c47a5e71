package dev.parley.server.accounts;

import dev.parley.server.config.AuthConfig;
import dev.parley.server.identity.App;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Logins as skapi-js names them: by {@link NameDigest}. Called in a {@link dev.parley.storage.SqlWork}. */
final class NamedLogin {

    /** Different names with one digest can be made on purpose, so there may be any number. */
    private static final int MAX_FOUND = 16;

    private static final String FIND = UserStore.COLUMNS
            + ", l.kind AS login_kind, l.name AS login_name, l.shown AS login_shown"
            + " FROM logins l JOIN users u ON u.app = l.app AND u.id = l.user_id" + UserStore.LOGINS
            + "WHERE l.app = :app AND (l.md5 = :digest OR l.md5_shown = :digest)"
            + " ORDER BY CASE l.kind WHEN 'email' THEN 0 WHEN 'username' THEN 1 WHEN 'phone' THEN 2 ELSE 3 END, l.name"
            + " LIMIT " + MAX_FOUND;

    /** A user and the login it was found by. */
    record Found(UserRow row, LoginName login) {}

    private record Undigested(String kind, String name, String shown) {}

    private NamedLogin() {}

    /**
     * The user who signs in with a name that has this digest, as it was normalised or as it is shown. Of several, as one kind of
     * login knows nothing of another, an email address comes first, then a username, a phone number, a v_chat name. Null if there is
     * none, or the app does not allow that kind.
     */
    static @Nullable Found find(Handle handle, App app, String digest) {
        List<Found> found = handle.createQuery(FIND)
                .bind("app", app.id())
                .bind("digest", digest)
                .map((results, context) -> new Found(
                        UserStore.row(results, context),
                        new LoginName(
                                Login.Kind.valueOf(
                                        results.getString("login_kind").toUpperCase(Locale.ROOT)),
                                results.getString("login_name"),
                                results.getString("login_shown"))))
                .list();
        AuthConfig auth = app.config().auth();
        return found.stream()
                .filter(one -> switch (one.login().kind()) {
                    case EMAIL -> auth.email();
                    case PHONE -> auth.phone();
                    case USERNAME, VCHAT -> true;
                })
                .findFirst()
                .orElse(null);
    }

    /** What is stored beside a login's names: of the normalised one. */
    static String digest(LoginName login) {
        return NameDigest.of(login.name());
    }

    /** The same of the name as it is shown; null if that is the same name. */
    static @Nullable String shownDigest(LoginName login) {
        return login.shown().equals(login.name()) ? null : NameDigest.of(login.shown());
    }

    /** Adds what logins of a user lack that are older than the digests. */
    static void complete(Handle handle, String app, String user) {
        List<Undigested> old = handle.createQuery(
                        "SELECT kind, name, shown FROM logins WHERE app = :app AND user_id = :user AND md5 IS NULL")
                .bind("app", app)
                .bind("user", user)
                .map((results, context) -> new Undigested(
                        results.getString("kind"), results.getString("name"), results.getString("shown")))
                .list();
        for (Undigested login : old) {
            handle.createUpdate("UPDATE logins SET md5 = :md5, md5_shown = :shown"
                            + " WHERE app = :app AND kind = :kind AND name = :name")
                    .bind("app", app)
                    .bind("kind", login.kind())
                    .bind("name", login.name())
                    .bind("md5", NameDigest.of(login.name()))
                    .bind("shown", login.shown().equals(login.name()) ? null : NameDigest.of(login.shown()))
                    .execute();
        }
    }
}
