package dev.parley.server.accounts;

import dev.parley.server.config.SkapiService;
import dev.parley.server.identity.App;
import dev.parley.storage.SqlWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all account calls work with. */
record Services(
        AccountParts parts,
        TokenSigner signer,
        Passwords passwords,
        Verifiers verifiers,
        Ids ids,
        Attempts attempts,
        AccountSessions sessions,
        Expiry expiry) {

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);
    /** An event that takes longer is not waited for. */
    private static final long EVENT_SECONDS = 5;

    long now() {
        return parts.clock().millis();
    }

    <T extends @Nullable Object> CompletionStage<T> read(SqlWork<T> work) {
        return parts.database().read(work);
    }

    /** Writes; what it ends of sessions is ended by {@link Ending#finish}, or not at all if it fails. */
    <T extends @Nullable Object> CompletionStage<T> write(Ending ending, SqlWork<T> work) {
        expiry.now();
        return parts.database()
                .write(handle -> {
                    // The database may run it again.
                    ending.forget();
                    T result = work.run(handle);
                    ending.append(handle);
                    return result;
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        ending.forget();
                    }
                });
    }

    <T extends @Nullable Object> CompletionStage<T> write(SqlWork<T> work) {
        expiry.now();
        return parts.database().write(work);
    }

    /** Tells the user's devices. Never fails, and does not wait for ever. */
    CompletionStage<@Nullable Void> raise(
            String app, String user, UserEvents.Kind kind, @Nullable SessionInfo session, @Nullable User now) {
        return Stages.of(() -> parts.events().raise(app, user, kind, session, now))
                .toCompletableFuture()
                .orTimeout(EVENT_SECONDS, TimeUnit.SECONDS)
                .<@Nullable Void>handle((_, failure) -> {
                    if (failure != null) {
                        LOG.warn("app {}: a {} event was not delivered", app, kind, failure);
                    }
                    return null;
                });
    }

    CompletionStage<@Nullable Void> raise(UserEvents.Kind kind, @Nullable SessionInfo session, User now) {
        return raise(now.app(), now.id(), kind, session, now);
    }

    /** @throws AccountException NOT_ALLOWED */
    static void requireAllowed(App app, Login.Kind kind) {
        boolean allowed = switch (kind) {
            case EMAIL -> app.config().auth().email();
            case PHONE -> app.config().auth().phone();
            case USERNAME, VCHAT -> true;
        };
        if (!allowed) {
            throw new AccountException(AccountError.NOT_ALLOWED);
        }
    }

    static <T extends @Nullable Object> CompletionStage<T> refused(AccountError error) {
        return CompletableFuture.failedFuture(new AccountException(error));
    }

    /** Whether verifiers of the app's users' passwords are kept, so that they can sign in by {@link SrpSignIns}. */
    static boolean keepsVerifiers(App app) {
        SkapiService skapi = app.config().skapi();
        return skapi != null && skapi.passwordLogin();
    }

    /** What to keep of a new password of a user. @throws AccountException INVALID_VALUE if it is too long */
    CompletionStage<StoredPassword> hash(App app, User user, String password) {
        return hash(password, keepsVerifiers(app) ? user : null);
    }

    /** The same, and nothing of none. */
    CompletionStage<StoredPassword> hashIfAny(App app, User user, @Nullable String password) {
        return password == null ? CompletableFuture.completedFuture(StoredPassword.NONE) : hash(app, user, password);
    }

    /** What to keep of a new password of a stored user. @throws AccountException INVALID_VALUE if it is too long */
    CompletionStage<StoredPassword> hash(App app, String user, String password) {
        if (!keepsVerifiers(app)) {
            return hash(password, null);
        }
        requireShort(password);
        return this.<@Nullable UserRow>read(handle -> UserStore.byId(handle, app.id(), user))
                .thenCompose(row -> hash(password, row == null ? null : row.user()));
    }

    private static void requireShort(String password) {
        if (Passwords.isTooLong(password)) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
    }

    /** @param verified whose verifier is wanted; null for none */
    private CompletionStage<StoredPassword> hash(String password, @Nullable User verified) {
        requireShort(password);
        return passwords.hash(password, verified == null ? () -> null : () -> verifiers.make(verified, password));
    }

    /**
     * What to keep from now on of a password that was right. A verifier that is missing, or cannot be opened any more, is made now;
     * if there is too much to do, next time.
     *
     * @param rehashed null if the hash stays
     */
    CompletionStage<StoredPassword> keep(App app, UserRow row, @Nullable String rehashed, String password) {
        String hash = rehashed == null ? row.password() : rehashed;
        if (!keepsVerifiers(app)) {
            return CompletableFuture.completedFuture(new StoredPassword(hash, null));
        }
        if (verifiers.of(row) != null) {
            return CompletableFuture.completedFuture(new StoredPassword(hash, row.verifier()));
        }
        return passwords
                .run(() -> new StoredPassword(hash, verifiers.make(row.user(), password)))
                .exceptionally(failure -> {
                    if (Stages.cause(failure) instanceof AccountException) {
                        return new StoredPassword(hash, row.verifier());
                    }
                    throw new CompletionException(Stages.cause(failure));
                });
    }
}
