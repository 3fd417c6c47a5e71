package dev.parley.server.accounts;

import dev.parley.server.identity.App;
import dev.parley.storage.SqlWork;
import java.util.concurrent.CompletableFuture;
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

    /** The hash of a new password. @throws AccountException INVALID_VALUE if it is too long */
    CompletionStage<String> hash(String password) {
        if (Passwords.isTooLong(password)) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        return passwords.hash(password);
    }

    /** The same, and null of none. */
    CompletionStage<@Nullable String> hashIfAny(@Nullable String password) {
        return password == null
                ? CompletableFuture.completedFuture(null)
                : hash(password).<@Nullable String>thenApply(hash -> hash);
    }
}
