package dev.parley.client.testing;

import dev.parley.protocol.Payload;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server in this process that speaks to Parley's clients, and to every client of Socket.IO 4, as Parley does: over WebSocket
 * and long-polling, with channels, presence, echo, profiles, attachments, acknowledgements and the REST call for the members of a
 * channel. It listens on loopback, has one app, and lets everybody in. It records what it was sent, and fails on demand.
 *
 * <pre>{@code
 * try (FakeServer server = FakeServer.start()) {
 *     server.onJoin(join -> join.in("secret") ? Verdict.refuse("not_allowed", "Not for you.") : Verdict.accept());
 *     // ... connect a client to server.url() and let it send
 *     Received message = server.awaitReceived(Received.Kind.MESSAGE);
 *     assertEquals("{\"text\":\"Hi\"}", message.json());
 *     server.dropConnection();
 *     server.awaitReceived(Received.Kind.CONNECT, 2); // it came back
 *     assertTrue(server.problems().isEmpty());
 * }
 * }</pre>
 *
 * <p>Peers are named by their ids, which the clients know as their socket ids.
 *
 * <p>All methods may be called by any thread. One lock guards all state. What clients send is handled by one thread of the
 * server, packet by packet; hooks are called on it, in order and without the lock, so a hook may call back. What was answered has
 * been recorded before. The methods that wait ({@code await…}) fail with an {@link AssertionError} that tells what came instead,
 * after 10 seconds if not said otherwise. All threads are daemons.
 */
public final class FakeServer extends FaultyServer implements AutoCloseable {

    FakeServer(Core core) {
        super(core);
    }

    /**
     * Starts a server with the defaults of {@link FakeServerBuilder}.
     *
     * @return the server, listening
     */
    public static FakeServer start() {
        return builder().start();
    }

    /**
     * Begins a server with other settings.
     *
     * @return a builder
     */
    public static FakeServerBuilder builder() {
        return new FakeServerBuilder();
    }

    /**
     * Where it listens.
     *
     * @return {@code http://127.0.0.1:<port>}, the same for the server's whole life
     */
    public URI url() {
        return URI.create("http://127.0.0.1:" + core.port);
    }

    /**
     * The port it listens at.
     *
     * @return the port, the same for the server's whole life
     */
    public int port() {
        return core.port;
    }

    /**
     * Sets who decides which clients are let in. Replaces the hook before.
     *
     * @param hook the hook
     */
    public void onConnect(ConnectHook hook) {
        core.hooks.connect(hook);
    }

    /**
     * Sets who decides on joins. Replaces the hook before.
     *
     * @param hook the hook
     */
    public void onJoin(EventHook hook) {
        core.hooks.event(Received.Kind.JOIN, hook);
    }

    /**
     * Sets who decides on leaves. Replaces the hook before.
     *
     * @param hook the hook
     */
    public void onLeave(EventHook hook) {
        core.hooks.event(Received.Kind.LEAVE, hook);
    }

    /**
     * Sets who decides on profiles. Replaces the hook before.
     *
     * @param hook the hook
     */
    public void onUpdate(EventHook hook) {
        core.hooks.event(Received.Kind.UPDATE, hook);
    }

    /**
     * Sets who decides on messages, to channels and to all. Replaces the hook before.
     *
     * @param hook the hook
     */
    public void onMessage(EventHook hook) {
        core.hooks.event(Received.Kind.MESSAGE, hook);
    }

    /**
     * Sets who decides on calls for the members of a channel, by event and over REST. Replaces the hook before.
     *
     * @param hook the hook
     */
    public void onMembers(EventHook hook) {
        core.hooks.event(Received.Kind.MEMBERS, hook);
    }

    /**
     * Sets who decides on all other events. Normally they are ignored; {@link Verdict#answer} acknowledges. Replaces the hook before.
     *
     * @param hook the hook
     */
    public void onOther(EventHook hook) {
        core.hooks.event(Received.Kind.OTHER, hook);
    }

    /**
     * Sends an event to the members of a channel, as from a client that is no member.
     *
     * @param channel the channel
     * @param event the event's name
     * @param json the message, one JSON value
     * @throws IllegalArgumentException if it is not one JSON value
     */
    public void send(String channel, String event, String json) {
        send(channel, event, Payload.json(json));
    }

    /**
     * Sends an event to the members of a channel, as from a client that is no member.
     *
     * @param channel the channel
     * @param event the event's name
     * @param message the message, attachments included; null for one without the key {@code message}
     */
    public void send(String channel, String event, @Nullable Payload message) {
        core.guard.run(() -> core.pushes.channel(channel, event, message));
    }

    /**
     * Sends an event to all peers, as a broadcast of somebody else.
     *
     * @param event the event's name
     * @param json the message, one JSON value
     * @throws IllegalArgumentException if it is not one JSON value
     */
    public void broadcast(String event, String json) {
        broadcast(event, Payload.json(json));
    }

    /**
     * Sends an event to all peers, as a broadcast of somebody else.
     *
     * @param event the event's name
     * @param message the message, attachments included; null for one without the key {@code message}
     */
    public void broadcast(String event, @Nullable Payload message) {
        core.guard.run(() -> core.pushes.all(event, message));
    }

    /**
     * Sends a user event with its three arguments: the name again, the session and the user. It goes to all peers, as if all were
     * connections of that user.
     *
     * @param name for instance {@code user:signout}
     * @param sessionJson the session, a JSON object or {@code null}
     * @param userJson the user, a JSON object or {@code null}
     * @throws IllegalArgumentException if one of them is not one JSON value
     */
    public void userEvent(String name, String sessionJson, String userJson) {
        Payload session = Payload.json(sessionJson);
        Payload user = Payload.json(userJson);
        core.guard.run(() -> core.pushes.user(name, session, user));
    }

    /**
     * Sends any event to one peer, nothing around its arguments.
     *
     * @param peer its id
     * @param event the event's name
     * @param arguments each one JSON value
     * @throws IllegalArgumentException if one is not one JSON value, or no such peer is connected
     */
    public void emit(String peer, String event, String... arguments) {
        emit(peer, event, Arrays.stream(arguments).map(Payload::json).toArray(Payload[]::new));
    }

    /**
     * Sends any event to one peer, nothing around its arguments.
     *
     * @param peer its id
     * @param event the event's name
     * @param arguments the arguments, attachments included
     * @throws IllegalArgumentException if no such peer is connected
     */
    public void emit(String peer, String event, Payload... arguments) {
        List<Payload> all = List.of(arguments);
        core.guard.run(() -> core.pushes.peer(peer, event, all));
    }

    /**
     * Sends an event without arguments to one peer.
     *
     * @param peer its id
     * @param event the event's name
     * @throws IllegalArgumentException if no such peer is connected
     */
    public void emit(String peer, String event) {
        emit(peer, event, new Payload[0]);
    }

    /**
     * Stops for good. Returns when the connections are cut and the server's threads have ended. Must not be called by a hook. A
     * second call does nothing.
     */
    @Override
    public void close() {
        core.close();
    }
}
