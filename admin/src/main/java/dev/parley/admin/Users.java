package dev.parley.admin;

import dev.parley.protocol.mapping.MappingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Accounts, for all client families alike. From {@link ParleyAdmin#users}. Immutable; any thread.
 *
 * <pre>{@code
 * User han = admin.users().create(NewUser.builder().email("han@example.com").name("Han").build());
 * }</pre>
 */
public final class Users {

    private final Scope scope;

    Users(Scope scope) {
        this.scope = scope;
    }

    /**
     * Lists all users in the order of their ids.
     *
     * @return the list, which is fetched when it is gone through
     */
    public Listing<User> list() {
        return new Listing<>(
                scope,
                scope.call(Operation.LIST_USERS),
                "after",
                in -> new Page<>(in.objects("users", User::read), in.textOrNull("next")));
    }

    /**
     * Creates a user.
     *
     * @param user what it shall have
     * @return the user
     * @throws ConflictException if there is a user with the same id, email address, phone number or name
     * @throws MappingException if the mapping cannot write the profile
     * @throws ParleyException if it did not work
     */
    public User create(NewUser user) {
        return Connection.await(Operation.CREATE_USER, createAsync(user));
    }

    /**
     * Creates a user.
     *
     * @param user what it shall have
     * @return the user, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the profile
     */
    public CompletableFuture<User> createAsync(NewUser user) {
        return scope.read(scope.call(Operation.CREATE_USER).withBody(scope.json(user.members())), User::read);
    }

    /**
     * Gets a user who must be there.
     *
     * @param userId the user's id
     * @return the user
     * @throws NotFoundException if there is no such user
     * @throws ParleyException if it did not work
     */
    public User get(String userId) {
        return Connection.await(Operation.GET_USER, getAsync(userId));
    }

    /**
     * Gets a user who must be there.
     *
     * @param userId the user's id
     * @return the user, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<User> getAsync(String userId) {
        return scope.read(scope.call(Operation.GET_USER, userId), User::read);
    }

    /**
     * Looks up the user with this email address.
     *
     * @param email the email address
     * @return the user; empty if there is none
     * @throws ParleyException if it did not work
     */
    public Optional<User> findByEmail(String email) {
        return Connection.await(Operation.LIST_USERS, findByEmailAsync(email));
    }

    /**
     * Looks up the user with this email address.
     *
     * @param email the email address
     * @return the user; empty if there is none, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<Optional<User>> findByEmailAsync(String email) {
        return find("email", email);
    }

    /**
     * Looks up the user with this phone number.
     *
     * @param phone the phone number
     * @return the user; empty if there is none
     * @throws ParleyException if it did not work
     */
    public Optional<User> findByPhone(String phone) {
        return Connection.await(Operation.LIST_USERS, findByPhoneAsync(phone));
    }

    /**
     * Looks up the user with this phone number.
     *
     * @param phone the phone number
     * @return the user; empty if there is none, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<Optional<User>> findByPhoneAsync(String phone) {
        return find("phone", phone);
    }

    /**
     * Looks up the user with this name to sign in with.
     *
     * @param username the name to sign in with
     * @return the user; empty if there is none
     * @throws ParleyException if it did not work
     */
    public Optional<User> findByUsername(String username) {
        return Connection.await(Operation.LIST_USERS, findByUsernameAsync(username));
    }

    /**
     * Looks up the user with this name to sign in with.
     *
     * @param username the name to sign in with
     * @return the user; empty if there is none, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<Optional<User>> findByUsernameAsync(String username) {
        return find("username", username);
    }

    /**
     * Changes a user. The user's devices get {@code user:update}.
     *
     * @param userId the user's id
     * @param change what shall change
     * @return the user as it is now
     * @throws NotFoundException if there is no such user
     * @throws ConflictException if there is another user with the same email address, phone number or name
     * @throws MappingException if the mapping cannot write the profile
     * @throws ParleyException if it did not work
     */
    public User update(String userId, UserChange change) {
        return Connection.await(Operation.UPDATE_USER, updateAsync(userId, change));
    }

    /**
     * Changes a user. The user's devices get {@code user:update}.
     *
     * @param userId the user's id
     * @param change what shall change
     * @return the user as it is now, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write the profile
     */
    public CompletableFuture<User> updateAsync(String userId, UserChange change) {
        return scope.read(scope.call(Operation.UPDATE_USER, userId).withBody(scope.json(change.members())), User::read);
    }

    /**
     * Deletes a user and its sessions. The user's devices get {@code user:delete}.
     *
     * @param userId the user's id
     * @throws NotFoundException if there is no such user
     * @throws ParleyException if it did not work
     */
    public void delete(String userId) {
        Connection.await(Operation.DELETE_USER, deleteAsync(userId));
    }

    /**
     * Deletes a user and its sessions. The user's devices get {@code user:delete}.
     *
     * @param userId the user's id
     * @return completed when it is done; or fails with {@link ParleyException}
     */
    public CompletableFuture<@Nullable Void> deleteAsync(String userId) {
        return scope.done(scope.call(Operation.DELETE_USER, userId));
    }

    /**
     * Disconnects all connections of a user. The sessions go on, so the user may connect again.
     *
     * @param userId the user's id
     * @return how many there were
     * @throws ParleyException if it did not work
     */
    public long disconnect(String userId) {
        return Connection.await(Operation.DISCONNECT_USER, disconnectAsync(userId));
    }

    /**
     * Disconnects all connections of a user. The sessions go on, so the user may connect again.
     *
     * @param userId the user's id
     * @return how many there were, when it is there; or fails with {@link ParleyException}
     */
    public CompletableFuture<Long> disconnectAsync(String userId) {
        return new Subscribers(scope).disconnectUserAsync(userId);
    }

    /**
     * Raises an event on all devices of a user: clients get it as {@code onUserEvent(event, session, user)}, whatever channels they are in.
     * The user need not be stored. It is not sent again if no answer comes, for it might arrive twice.
     *
     * @param userId the user's id
     * @param event the event's name, such as {@code user:update}
     * @param session what clients get as the session, which the mapping must be able to write; may be null
     * @param user what clients get as the user, which the mapping must be able to write; may be null
     * @return where the event stands
     * @throws MappingException if the mapping cannot write one of them, or one holds bytes
     * @throws ParleyException if it did not work
     */
    public Position raiseEvent(String userId, String event, @Nullable Object session, @Nullable Object user) {
        return Connection.await(Operation.RAISE_USER_EVENT, raiseEventAsync(userId, event, session, user));
    }

    /**
     * Raises an event on all devices of a user: clients get it as {@code onUserEvent(event, session, user)}, whatever channels they are in.
     * The user need not be stored. It is not sent again if no answer comes, for it might arrive twice.
     *
     * @param userId the user's id
     * @param event the event's name, such as {@code user:update}
     * @param session what clients get as the session, which the mapping must be able to write; may be null
     * @param user what clients get as the user, which the mapping must be able to write; may be null
     * @return where the event stands, when it is there; or fails with {@link ParleyException}
     * @throws MappingException if the mapping cannot write one of them, or one holds bytes
     */
    public CompletableFuture<Position> raiseEventAsync(
            String userId, String event, @Nullable Object session, @Nullable Object user) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("event", event);
        body.put("session", new JsonOut.Mapped(session));
        body.put("user", new JsonOut.Mapped(user));
        Call call = scope.call(Operation.RAISE_USER_EVENT, userId).withBody(scope.json(body));
        return scope.read(call, in -> Position.read(in.object("position")));
    }

    private CompletableFuture<Optional<User>> find(String name, String value) {
        Call call = scope.call(Operation.LIST_USERS).with(name, value);
        return scope.read(call, in -> in.objects("users", User::read).stream().findFirst());
    }
}
