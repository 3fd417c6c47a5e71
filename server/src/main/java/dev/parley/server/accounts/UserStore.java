package dev.parley.server.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Users and their logins in the database. Called in a {@link dev.parley.storage.SqlWork}. */
final class UserStore {

    static final String COLUMNS =
            "SELECT u.app, u.id, u.hex_id, u.uuid, u.provider, u.password, u.verifier, u.name, u.picture, u.profile, u.disabled,"
                    + " u.sign_up_at, u.last_login_at, u.updated_at, e.shown AS email, e.verified AS email_verified,"
                    + " p.shown AS phone, p.verified AS phone_verified, n.shown AS username, v.shown AS vchat_name ";
    static final String LOGINS = " LEFT JOIN logins e ON e.app = u.app AND e.user_id = u.id AND e.kind = 'email'"
            + " LEFT JOIN logins p ON p.app = u.app AND p.user_id = u.id AND p.kind = 'phone'"
            + " LEFT JOIN logins n ON n.app = u.app AND n.user_id = u.id AND n.kind = 'username'"
            + " LEFT JOIN logins v ON v.app = u.app AND v.user_id = u.id AND v.kind = 'vchat' ";

    private record Called(String hexId, @Nullable String name) {}

    private UserStore() {}

    static @Nullable UserRow byId(Handle handle, String app, String id) {
        return handle.createQuery(COLUMNS + "FROM users u" + LOGINS + "WHERE u.app = :app AND u.id = :id")
                .bind("app", app)
                .bind("id", id)
                .map(UserStore::row)
                .findOne()
                .orElse(null);
    }

    /** @throws AccountException USER_NOT_FOUND */
    static UserRow require(Handle handle, String app, String id) {
        UserRow row = byId(handle, app, id);
        if (row == null) {
            throw new AccountException(AccountError.USER_NOT_FOUND);
        }
        return row;
    }

    static @Nullable UserRow byLogin(Handle handle, String app, LoginName login) {
        return handle.createQuery(COLUMNS + "FROM logins l JOIN users u ON u.app = l.app AND u.id = l.user_id" + LOGINS
                        + "WHERE l.app = :app AND l.kind = :kind AND l.name = :name")
                .bind("app", app)
                .bind("kind", LoginName.column(login.kind()))
                .bind("name", login.name())
                .map(UserStore::row)
                .findOne()
                .orElse(null);
    }

    static List<User> page(Handle handle, String app, String after, int limit) {
        return handle.createQuery(COLUMNS + "FROM users u" + LOGINS
                        + "WHERE u.app = :app AND u.id > :after ORDER BY u.id LIMIT :limit")
                .bind("app", app)
                .bind("after", after)
                .bind("limit", limit)
                .map((results, context) -> row(results, context).user())
                .list();
    }

    /** Without its logins. @throws AccountException ID_NOT_UNIQUE */
    static void insert(Handle handle, User user, StoredPassword stored) {
        int added = handle.createUpdate("INSERT INTO users (app, id, hex_id, uuid, provider, password, verifier, name,"
                        + " picture, profile, disabled, sign_up_at, last_login_at, updated_at) VALUES (:app, :id, :hexId, :uuid,"
                        + " :provider, :password, :verifier, :name, :picture, :profile, :disabled, :signUpAt, :lastLoginAt,"
                        + " :updatedAt) ON CONFLICT DO NOTHING")
                .bind("app", user.app())
                .bind("id", user.id())
                .bind("hexId", user.hexId())
                .bind("uuid", user.uuid())
                .bind("provider", user.provider())
                .bind("password", stored.hash())
                .bind("verifier", stored.verifier())
                .bind("name", user.name())
                .bind("picture", user.picture())
                .bind("profile", user.profile())
                .bind("disabled", user.disabled() ? 1 : 0)
                .bind("signUpAt", user.signUpAt())
                .bind("lastLoginAt", user.lastLoginAt())
                .bind("updatedAt", user.updatedAt())
                .execute();
        if (added == 0) {
            throw new AccountException(AccountError.ID_NOT_UNIQUE);
        }
        NameIndex.add(handle, user);
    }

    /**
     * What is free to change.
     *
     * @param before as it is stored, and kept by {@link #touch} from being changed by others
     */
    static void update(Handle handle, User before, User user, StoredPassword stored) {
        handle.createUpdate(
                        "UPDATE users SET password = :password, verifier = :verifier, name = :name, picture = :picture,"
                                + " profile = :profile, disabled = :disabled, updated_at = :updatedAt"
                                + " WHERE app = :app AND id = :id")
                .bind("app", user.app())
                .bind("id", user.id())
                .bind("password", stored.hash())
                .bind("verifier", stored.verifier())
                .bind("name", user.name())
                .bind("picture", user.picture())
                .bind("profile", user.profile())
                .bind("disabled", user.disabled() ? 1 : 0)
                .bind("updatedAt", user.updatedAt())
                .execute();
        NameIndex.change(handle, before, user);
        completeLogins(handle, user.app(), user.id(), stored);
    }

    /** Also keeps others from changing or deleting the user until the transaction ends. @return whether it is there */
    static boolean touch(Handle handle, String app, String id, long now) {
        return handle.createUpdate("UPDATE users SET updated_at = :now WHERE app = :app AND id = :id")
                        .bind("app", app)
                        .bind("id", id)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** @throws AccountException USER_NOT_FOUND or USER_DISABLED */
    static UserRow requireEnabled(Handle handle, String app, String id, long now) {
        if (!touch(handle, app, id, now)) {
            throw new AccountException(AccountError.USER_NOT_FOUND);
        }
        UserRow row = require(handle, app, id);
        if (row.user().disabled()) {
            throw new AccountException(AccountError.USER_DISABLED);
        }
        return row;
    }

    /** Notes a sign-in of a user who may sign in; false if there is none such. */
    static boolean signedIn(Handle handle, String app, String id, long now) {
        return handle.createUpdate(
                                "UPDATE users SET last_login_at = :now WHERE app = :app AND id = :id AND disabled = 0")
                        .bind("app", app)
                        .bind("id", id)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** Notes a sign-in with a password; false if the user is gone, disabled, or has another password meanwhile. */
    static boolean signedIn(Handle handle, UserRow checked, StoredPassword kept, long now) {
        boolean entered =
                handle.createUpdate("UPDATE users SET last_login_at = :now, password = :new, verifier = :verifier"
                                        + " WHERE app = :app AND id = :id AND disabled = 0 AND password = :old")
                                .bind("app", checked.user().app())
                                .bind("id", checked.user().id())
                                .bind("now", now)
                                .bind("old", checked.password())
                                .bind("new", kept.hash())
                                .bind("verifier", kept.verifier())
                                .execute()
                        == 1;
        if (entered && !Objects.equals(kept.verifier(), checked.verifier())) {
            completeLogins(handle, checked.user().app(), checked.user().id(), kept);
        }
        return entered;
    }

    /** Notes a sign-in with a proof; false if the user is gone, disabled, or has another verifier, of another password, meanwhile. */
    static boolean signedInByProof(Handle handle, UserRow checked, long now) {
        return handle.createUpdate("UPDATE users SET last_login_at = :now"
                                + " WHERE app = :app AND id = :id AND disabled = 0 AND verifier = :verifier")
                        .bind("app", checked.user().app())
                        .bind("id", checked.user().id())
                        .bind("now", now)
                        .bind("verifier", checked.verifier())
                        .execute()
                == 1;
    }

    static void setPassword(Handle handle, String app, String id, StoredPassword stored, long now) {
        handle.createUpdate("UPDATE users SET password = :password, verifier = :verifier, updated_at = :now"
                        + " WHERE app = :app AND id = :id")
                .bind("app", app)
                .bind("id", id)
                .bind("password", stored.hash())
                .bind("verifier", stored.verifier())
                .bind("now", now)
                .execute();
        completeLogins(handle, app, id, stored);
    }

    /** A verifier is of use only if its user's logins can be found by their digests. */
    private static void completeLogins(Handle handle, String app, String id, StoredPassword stored) {
        if (stored.verifier() != null) {
            NamedLogin.complete(handle, app, id);
        }
    }

    /** Gives a user this login in place of the one of that kind it has. @throws AccountException if another has it */
    static void setLogin(Handle handle, String app, String user, LoginName login, boolean verified) {
        removeLogin(handle, app, user, login.kind());
        if (!addLogin(handle, app, user, login, verified)) {
            throw new AccountException(login.taken());
        }
    }

    /** To a user who has none of that kind; false if another user has it. */
    static boolean addLogin(Handle handle, String app, String user, LoginName login, boolean verified) {
        int added = handle.createUpdate("INSERT INTO logins (app, kind, name, shown, user_id, verified)"
                        + " VALUES (:app, :kind, :name, :shown, :user, :verified) ON CONFLICT DO NOTHING")
                .bind("app", app)
                .bind("kind", LoginName.column(login.kind()))
                .bind("name", login.name())
                .bind("shown", login.shown())
                .bind("user", user)
                .bind("verified", verified ? 1 : 0)
                .execute();
        if (added == 1) {
            NamedLogin.add(handle, app, login);
        }
        return added == 1;
    }

    static void removeLogin(Handle handle, String app, String user, Login.Kind kind) {
        NamedLogin.remove(handle, app, user, kind);
        handle.createUpdate("DELETE FROM logins WHERE app = :app AND user_id = :user AND kind = :kind")
                .bind("app", app)
                .bind("user", user)
                .bind("kind", LoginName.column(kind))
                .execute();
    }

    /** Notes whether a login, if it is this user's, is confirmed. */
    static void setVerified(Handle handle, String app, String user, LoginName login, boolean verified) {
        handle.createUpdate("UPDATE logins SET verified = :verified"
                        + " WHERE app = :app AND kind = :kind AND name = :name AND user_id = :user")
                .bind("app", app)
                .bind("kind", LoginName.column(login.kind()))
                .bind("name", login.name())
                .bind("user", user)
                .bind("verified", verified ? 1 : 0)
                .execute();
    }

    /** With its logins; false if there is none. */
    static boolean delete(Handle handle, String app, String id) {
        boolean deleted = handle.createQuery("DELETE FROM users WHERE app = :app AND id = :id RETURNING hex_id, name")
                .bind("app", app)
                .bind("id", id)
                .map((results, context) -> new Called(results.getString("hex_id"), results.getString("name")))
                .findOne()
                .map(gone -> {
                    NameIndex.remove(handle, app, gone.hexId(), gone.name());
                    return gone;
                })
                .isPresent();
        NamedLogin.removeAll(handle, app, id);
        handle.createUpdate("DELETE FROM logins WHERE app = :app AND user_id = :id")
                .bind("app", app)
                .bind("id", id)
                .execute();
        return deleted;
    }

    static UserRow row(ResultSet results, StatementContext context) throws SQLException {
        User user = new User(
                results.getString("app"),
                results.getString("id"),
                results.getString("hex_id"),
                results.getString("uuid"),
                results.getString("email"),
                results.getInt("email_verified") == 1,
                results.getString("phone"),
                results.getInt("phone_verified") == 1,
                results.getString("username"),
                results.getString("vchat_name"),
                results.getString("name"),
                results.getString("picture"),
                results.getString("profile"),
                results.getString("provider"),
                results.getInt("disabled") == 1,
                results.getLong("sign_up_at"),
                results.getLong("last_login_at"),
                results.getLong("updated_at"));
        return new UserRow(user, new StoredPassword(results.getString("password"), results.getString("verifier")));
    }
}
