package dev.parley.admin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Client keys and server keys of the app. Works with a server key of the app or the operator's token. From {@link ParleyAdmin#keys}. Immutable; any thread.
 */
public final class Keys {

    private final Scope scope;

    Keys(Scope scope) {
        this.scope = scope;
    }

    /**
     * Lists the app's keys, those of the settings file first.
     *
     * @return the keys, unmodifiable
     * @throws ParleyException if it did not work
     */
    public List<Key> list() {
        return Connection.await(Operation.LIST_KEYS, listAsync());
    }

    /**
     * Lists the app's keys, those of the settings file first.
     *
     * @return the keys, unmodifiable, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<List<Key>> listAsync() {
        return scope.read(scope.call(Operation.LIST_KEYS), in -> in.objects("keys", Key::read));
    }

    /**
     * Adds a client key that is made by the server, with default settings.
     *
     * @return the new key
     * @throws ParleyException if it did not work
     */
    public Key createClientKey() {
        return Connection.await(Operation.CREATE_KEY, createClientKeyAsync());
    }

    /**
     * Adds a client key that is made by the server, with default settings.
     *
     * @return the new key, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<Key> createClientKeyAsync() {
        return createClientKeyAsync(NewClientKey.builder().build());
    }

    /**
     * Adds a client key.
     *
     * @param key what it shall be
     * @return the new key
     * @throws ConflictException if the key is there already
     * @throws ParleyException if it did not work
     */
    public Key createClientKey(NewClientKey key) {
        return Connection.await(Operation.CREATE_KEY, createClientKeyAsync(key));
    }

    /**
     * Adds a client key.
     *
     * @param key what it shall be
     * @return the new key, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<Key> createClientKeyAsync(NewClientKey key) {
        return scope.read(scope.call(Operation.CREATE_KEY).withBody(scope.json(key.members())), Key::read);
    }

    /**
     * Adds a server key: full access to the app. It is shown in this answer only.
     *
     * @return the new key
     * @throws ParleyException if it did not work
     */
    public Key createServerKey() {
        return Connection.await(Operation.CREATE_KEY, createServerKeyAsync());
    }

    /**
     * Adds a server key: full access to the app. It is shown in this answer only.
     *
     * @return the new key, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<Key> createServerKeyAsync() {
        return scope.read(scope.call(Operation.CREATE_KEY).withBody(scope.json(Map.of("kind", "server"))), Key::read);
    }

    /**
     * Removes a key. It stops working at once, or within about a second where several servers share a database; also for connections that
     * are open.
     *
     * @param keyId the key's id, not the key
     * @throws NotFoundException if there is no such key
     * @throws ParleyException if it did not work
     */
    public void delete(String keyId) {
        Connection.await(Operation.DELETE_KEY, deleteAsync(keyId));
    }

    /**
     * Removes a key. It stops working at once, or within about a second where several servers share a database; also for connections that
     * are open.
     *
     * @param keyId the key's id, not the key
     * @return completed when it is done; or fails with {@link ParleyException}
     */
    public CompletableFuture<@Nullable Void> deleteAsync(String keyId) {
        return scope.done(scope.call(Operation.DELETE_KEY, keyId));
    }
}
