package dev.parley.client;

import dev.parley.protocol.mapping.MappingException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Parley, or to another Socket.IO server with the events of Altogic and Agnost (altogic-agnost 7): channels, messages, presence and profiles.
 *
 * <pre>{@code
 * RealtimeClient client = RealtimeClient.builder("http://127.0.0.1:7400").app("default").key(key).build();
 * client.on("chat-message", message -> System.out.println(message.channel() + ": " + message.content().value()));
 * client.connect().join();
 * client.join("lobby");
 * client.send("lobby", "chat-message", Map.of("text", "Hi!"));
 * }</pre>
 *
 * <p><b>Threads.</b> Any thread may call any method, also a listener, and none of them blocks. All listeners, and what depends on the futures, run on the client's
 * executor, one at a time, in the order in which things happened. (What is made of a future that is complete already runs at once, as always in Java.) A listener may wait for a future that a method gave it; it must not wait for a stage made of one
 * ({@code thenApply}, {@code allOf}), which runs after it.
 *
 * <p><b>Futures.</b> Parley answers every command, and the future completes with its answer. Other servers do not answer, and the future completes when the command
 * was handed to the network. It fails with {@link RefusedException} if the server said no, with {@link NotSentException} if the command surely had no effect,
 * and with {@link OutcomeUnknownException} if the connection ended in between. A message is never sent twice.
 *
 * <p><b>Connections.</b> A lost connection is made again by itself, after a growing delay; what was not sent yet is sent then, once and in order. A server that
 * refuses the key or the session ends this: see {@link RefusedException#isTerminal()}.
 *
 * <p><b>To know.</b> No thread of the client keeps a program alive: one whose {@code main} ends is over, and what was given last may be lost, unless it waits for
 * {@link #disconnect()}. A {@code byte[]} in a message or a profile is kept, not copied: do not write to it again.
 */
public final class RealtimeClient extends Listening implements AutoCloseable {

    private final Lane lane = new Lane();
    private final Options options;
    private final Callbacks callbacks;
    private final Signals signals;
    private final Commands commands;
    private final Admission admission;
    private final ClientLoop loop;
    private final MembersCall membersCall;

    static RealtimeClient create(Options options) {
        Options.Means means = options.means();
        Callbacks callbacks = new Callbacks(means.executor(), options.bounds().maxWaitingBytes());
        Signals signals = new Signals(callbacks);
        return new RealtimeClient(options, callbacks, new Listeners(), signals, new Events(means.mapping(), signals));
    }

    private RealtimeClient(Options options, Callbacks callbacks, Listeners listeners, Signals signals, Events events) {
        super(listeners, signals, events);
        this.options = options;
        this.callbacks = callbacks;
        this.signals = signals;
        commands = new Commands(callbacks, options.behaviour().echoMessages());
        membersCall = MembersCall.of(options);
        admission = new Admission(options.bounds());
        Traffic traffic = new Traffic(options, lane, signals, commands, admission);
        loop = new ClientLoop(
                options,
                lane,
                callbacks,
                signals,
                traffic,
                (event, bytes) -> callbacks.execute(
                        () -> {
                            if (listeners.hasAny(event.name())) {
                                listeners.deliver(events.message(event));
                            }
                        },
                        bytes));
    }

    /**
     * Settings of a new client.
     *
     * @param url where the server is; it may name the app, as Altogic's ({@code https://host/e:APP}) and Agnost's ({@code https://host/APP}) URLs do
     * @return a builder
     * @throws IllegalArgumentException if it is no URL; the message says what it should look like
     */
    public static RealtimeClientBuilder builder(String url) {
        return new RealtimeClientBuilder(Address.parse(url));
    }

    /** Connects, unless the client is connected or about to be. What comes of it is told to {@link #onConnect} and {@link #onError}. */
    public void open() {
        connect();
    }

    /**
     * Connects like {@link #open()}.
     *
     * @return completes when the server has let the client in. Fails with {@link RefusedException} or {@link ConnectionException} if this attempt came to nothing;
     *     unless the refusal is terminal the client goes on trying until it is closed
     */
    public CompletableFuture<@Nullable Void> connect() {
        Pending<@Nullable Void> opened = new Pending<>(callbacks);
        lane.execute(() -> loop.open(opened));
        return opened;
    }

    /**
     * Disconnects, and does not come back by itself. What was given before is still sent and answered, for at most five seconds, if there is a connection; what
     * cannot be sent fails with {@link NotSentException}. Does not wait for that: {@link #disconnect()} gives a future. Listeners, channels and profile stay for
     * another {@link #open()}. Closing twice does nothing.
     */
    @Override
    public void close() {
        disconnect();
    }

    /**
     * Disconnects like {@link #close()}.
     *
     * @return completes when the client is closed and the listeners were told everything; never fails. A program that ends right afterwards waits for it
     */
    public CompletableFuture<@Nullable Void> disconnect() {
        Pending<@Nullable Void> closed = new Pending<>(callbacks, true);
        lane.execute(() -> loop.close(closed));
        return closed;
    }

    /**
     * The id under which others see this connection; a new one for each connection.
     *
     * @return the id; null while not connected
     */
    public @Nullable String getSocketId() {
        return loop.socketId();
    }

    /**
     * Whether the server has let the client in and the connection stands.
     *
     * @return whether it is connected
     */
    public boolean isConnected() {
        return loop.socketId() != null;
    }

    /**
     * Sends a message to the members of a channel. The sender need not be one; it gets the message back if it is one and echo is on.
     *
     * @param channel the channel's name, not blank
     * @param event the event's name, not blank and none that Socket.IO keeps for itself ({@code connect}, {@code disconnect} …)
     * @param message the content: anything the client's mapping knows, with byte arrays anywhere in it; null is JSON's null
     * @return completes when the message was accepted; see the class for how it fails
     * @throws IllegalArgumentException if a name is wrong
     * @throws MappingException if the content cannot be written
     */
    public CompletableFuture<@Nullable Void> send(String channel, String event, @Nullable Object message) {
        return submit(message(Objects.requireNonNull(channel, "channel"), event, message, null));
    }

    /**
     * Sends a message like {@link #send(String, String, Object)}.
     *
     * @param channel the channel's name
     * @param event the event's name
     * @param message the content
     * @param echo whether it comes back to this client, whatever {@code echoMessages} says
     * @return completes when the message was accepted
     * @throws IllegalArgumentException if a name is wrong
     * @throws MappingException if the content cannot be written
     */
    public CompletableFuture<@Nullable Void> send(
            String channel, String event, @Nullable Object message, boolean echo) {
        return submit(message(Objects.requireNonNull(channel, "channel"), event, message, echo));
    }

    /**
     * Sends a message to everybody connected to the app.
     *
     * @param event the event's name, as in {@link #send(String, String, Object)}
     * @param message the content
     * @return completes when the message was accepted; see the class for how it fails
     * @throws IllegalArgumentException if the name is wrong
     * @throws MappingException if the content cannot be written
     */
    public CompletableFuture<@Nullable Void> broadcast(String event, @Nullable Object message) {
        return submit(message(null, event, message, null));
    }

    /**
     * Sends a message like {@link #broadcast(String, Object)}.
     *
     * @param event the event's name
     * @param message the content
     * @param echo whether it comes back to this client, whatever {@code echoMessages} says
     * @return completes when the message was accepted
     * @throws IllegalArgumentException if the name is wrong
     * @throws MappingException if the content cannot be written
     */
    public CompletableFuture<@Nullable Void> broadcast(String event, @Nullable Object message, boolean echo) {
        return submit(message(null, event, message, echo));
    }

    /**
     * Joins a channel; its members are told. The client joins it again on later connections ({@code autoJoinChannels}) until it leaves.
     *
     * @param channel the channel's name, not blank
     * @return completes when the client is a member; see the class for how it fails
     * @throws IllegalArgumentException if the name is wrong
     */
    public CompletableFuture<@Nullable Void> join(String channel) {
        return submit(commands.join(channel, null));
    }

    /**
     * Joins a channel like {@link #join(String)}.
     *
     * @param channel the channel's name
     * @param echo whether this client is told as well, whatever {@code echoMessages} says
     * @return completes when the client is a member
     * @throws IllegalArgumentException if the name is wrong
     */
    public CompletableFuture<@Nullable Void> join(String channel, boolean echo) {
        return submit(commands.join(channel, echo));
    }

    /**
     * Leaves a channel; its members are told.
     *
     * @param channel the channel's name, not blank
     * @return completes when the client is no member any more; see the class for how it fails
     * @throws IllegalArgumentException if the name is wrong
     */
    public CompletableFuture<@Nullable Void> leave(String channel) {
        return submit(commands.leave(channel, null));
    }

    /**
     * Leaves a channel like {@link #leave(String)}.
     *
     * @param channel the channel's name
     * @param echo whether this client is told as well, whatever {@code echoMessages} says
     * @return completes when the client is no member any more
     * @throws IllegalArgumentException if the name is wrong
     */
    public CompletableFuture<@Nullable Void> leave(String channel, boolean echo) {
        return submit(commands.leave(channel, echo));
    }

    /**
     * Sets this connection's profile; the members of its channels are told. It is set again on later connections ({@code autoJoinChannels}).
     *
     * @param data the profile: anything the client's mapping knows
     * @return completes when the profile is set; see the class for how it fails
     * @throws MappingException if the profile cannot be written
     */
    public CompletableFuture<@Nullable Void> updateProfile(@Nullable Object data) {
        return submit(commands.update(options.means().mapping().write(data), null));
    }

    /**
     * Sets the profile like {@link #updateProfile(Object)}.
     *
     * @param data the profile
     * @param echo whether this client is told as well, whatever {@code echoMessages} says
     * @return completes when the profile is set
     * @throws MappingException if the profile cannot be written
     */
    public CompletableFuture<@Nullable Void> updateProfile(@Nullable Object data, boolean echo) {
        return submit(commands.update(options.means().mapping().write(data), echo));
    }

    /**
     * The members of a channel, in the order in which they joined. Asked over the connection if the server answers there, else over REST, for which the client need
     * not be connected.
     *
     * @param channel the channel's name, not blank
     * @return the members, unmodifiable; fails with {@link RefusedException} if the server said no, with {@link ConnectionException} if it could not be asked or did not answer, and with {@link
     *     NotSentException} if too much waits to be sent
     * @throws IllegalArgumentException if the name is wrong
     */
    public CompletableFuture<List<Member>> getMembers(String channel) {
        Command<List<Member>> command = commands.members(
                channel, list -> Members.list(list, options.means().mapping()));
        if (loop.answersMembers()) {
            return submit(command);
        }
        return MembersOverRest.ask(membersCall, options, channel, command.pending());
    }

    private Command<@Nullable Void> message(
            @Nullable String channel, String event, @Nullable Object content, @Nullable Boolean echo) {
        return commands.message(channel, event, options.means().mapping().write(content), echo);
    }

    private <T extends @Nullable Object> CompletableFuture<T> submit(Command<T> command) {
        if (!admission.enter(command)) {
            NotSentException refusal = Outbox.full(options.bounds());
            command.failed(refusal);
            if (admission.isFirstRefusal()) {
                signals.failed(refusal);
            }
            return command.pending();
        }
        command.pending().whenTold(() -> admission.leave(command));
        lane.execute(() -> loop.submit(command));
        return command.pending();
    }

    /** Server and state; no key, no session. */
    @Override
    public String toString() {
        return "RealtimeClient[" + options.server().address() + ", " + (isConnected() ? "connected" : "not connected")
                + "]";
    }
}
