package dev.parley.admin;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Connections: what clients call sockets or devices. From {@link ParleyAdmin#subscribers}. Immutable; any thread.
 */
public final class Subscribers {

    private final Scope scope;

    Subscribers(Scope scope) {
        this.scope = scope;
    }

    /**
     * Lists the connections of a user: 100 at most.
     *
     * @param userId the user's id
     * @return the connections
     * @throws ParleyException if it did not work
     */
    public UserSubscribers ofUser(String userId) {
        return Connection.await(Operation.LIST_SUBSCRIBERS, ofUserAsync(userId));
    }

    /**
     * Lists the connections of a user: 100 at most.
     *
     * @param userId the user's id
     * @return the connections, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<UserSubscribers> ofUserAsync(String userId) {
        return scope.read(scope.call(Operation.LIST_SUBSCRIBERS, userId), UserSubscribers::read);
    }

    /**
     * Lists some connections of a user.
     *
     * @param userId the user's id
     * @param limit how many at most, 1 to 100
     * @return the connections
     * @throws ParleyException if it did not work
     */
    public UserSubscribers ofUser(String userId, int limit) {
        return Connection.await(Operation.LIST_SUBSCRIBERS, ofUserAsync(userId, limit));
    }

    /**
     * Lists some connections of a user.
     *
     * @param userId the user's id
     * @param limit how many at most, 1 to 100
     * @return the connections, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<UserSubscribers> ofUserAsync(String userId, int limit) {
        Call call = scope.call(Operation.LIST_SUBSCRIBERS, userId).with("limit", Integer.toString(limit));
        return scope.read(call, UserSubscribers::read);
    }

    /**
     * Disconnects all connections of a user. The sessions go on, so the user may connect again.
     *
     * @param userId the user's id
     * @return how many there were
     * @throws ParleyException if it did not work
     */
    public long disconnectUser(String userId) {
        return Connection.await(Operation.DISCONNECT_USER, disconnectUserAsync(userId));
    }

    /**
     * Disconnects all connections of a user. The sessions go on, so the user may connect again.
     *
     * @param userId the user's id
     * @return how many there were, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<Long> disconnectUserAsync(String userId) {
        return scope.read(scope.call(Operation.DISCONNECT_USER, userId), in -> in.whole("disconnected"));
    }

    /**
     * Disconnects a connection: it is told that the server ended it. Nothing keeps the client from connecting again; end its session for
     * that.
     *
     * @param subscriberId the connection's id, which clients call socket id
     * @throws NotFoundException if there is no such connection
     * @throws ParleyException if it did not work
     */
    public void disconnect(String subscriberId) {
        Connection.await(Operation.DISCONNECT_SUBSCRIBER, disconnectAsync(subscriberId));
    }

    /**
     * Disconnects a connection: it is told that the server ended it. Nothing keeps the client from connecting again; end its session for
     * that.
     *
     * @param subscriberId the connection's id, which clients call socket id
     * @return completed when it is done; or fails with {@link ParleyException}
     */
    public CompletableFuture<@Nullable Void> disconnectAsync(String subscriberId) {
        return scope.done(scope.call(Operation.DISCONNECT_SUBSCRIBER, subscriberId));
    }
}
