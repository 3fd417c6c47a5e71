package dev.parley.admin;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Logins of users. {@link Tokens} makes them for users whom your back end knows. From {@link ParleyAdmin#sessions}. Immutable; any thread.
 */
public final class Sessions {

    private final Scope scope;

    Sessions(Scope scope) {
        this.scope = scope;
    }

    /**
     * Lists the sessions of a user, newest first, without their tokens.
     *
     * @param userId the user's id
     * @return the sessions, unmodifiable; none for a user who is not known
     * @throws ParleyException if it did not work
     */
    public List<Session> list(String userId) {
        return Connection.await(Operation.LIST_SESSIONS, listAsync(userId));
    }

    /**
     * Lists the sessions of a user, newest first, without their tokens.
     *
     * @param userId the user's id
     * @return the sessions, unmodifiable; none for a user who is not known, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<List<Session>> listAsync(String userId) {
        return scope.read(scope.call(Operation.LIST_SESSIONS, userId), in -> in.objects("sessions", Session::read));
    }

    /**
     * Signs a user out everywhere. The user's devices get {@code user:signout}. Tokens of an outside issuer are refused if they were issued
     * up to this second.
     *
     * @param userId the user's id
     * @throws ParleyException if it did not work
     */
    public void endAll(String userId) {
        Connection.await(Operation.END_SESSIONS, endAllAsync(userId));
    }

    /**
     * Signs a user out everywhere. The user's devices get {@code user:signout}. Tokens of an outside issuer are refused if they were issued
     * up to this second.
     *
     * @param userId the user's id
     * @return completed when it is done; or fails with {@link ParleyException}
     */
    public CompletableFuture<@Nullable Void> endAllAsync(String userId) {
        return scope.done(scope.call(Operation.END_SESSIONS, userId));
    }

    /**
     * Ends a session.
     *
     * @param sessionId the session's id, not its token
     * @throws NotFoundException if there is no such session
     * @throws ParleyException if it did not work
     */
    public void end(String sessionId) {
        Connection.await(Operation.END_SESSION, endAsync(sessionId));
    }

    /**
     * Ends a session.
     *
     * @param sessionId the session's id, not its token
     * @return completed when it is done; or fails with {@link ParleyException}
     */
    public CompletableFuture<@Nullable Void> endAsync(String sessionId) {
        return scope.done(scope.call(Operation.END_SESSION, sessionId));
    }

    /**
     * Ends a session of a user, and no other user's.
     *
     * @param userId the user's id
     * @param sessionId the session's id, not its token
     * @throws NotFoundException if the user has no such session
     * @throws ParleyException if it did not work
     */
    public void end(String userId, String sessionId) {
        Connection.await(Operation.END_SESSION_OF_USER, endAsync(userId, sessionId));
    }

    /**
     * Ends a session of a user, and no other user's.
     *
     * @param userId the user's id
     * @param sessionId the session's id, not its token
     * @return completed when it is done; or fails with {@link ParleyException}
     */
    public CompletableFuture<@Nullable Void> endAsync(String userId, String sessionId) {
        return scope.done(scope.call(Operation.END_SESSION_OF_USER, userId, sessionId));
    }
}
