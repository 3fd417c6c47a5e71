package dev.parley.client;

import dev.parley.protocol.mapping.TypeRef;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** What one can listen to at a {@link RealtimeClient} (altogic-agnost 7). Any thread may call any method. */
abstract sealed class Listening permits RealtimeClient {

    private final Listeners listeners;
    private final Signals signals;
    private final Events events;

    Listening(Listeners listeners, Signals signals, Events events) {
        this.listeners = listeners;
        this.signals = signals;
        this.events = events;
    }

    /**
     * Is told of each connection, also of those after the first.
     *
     * @param listener called without arguments; {@link RealtimeClient#getSocketId()} is the new one then
     * @return closes to take the listener out
     */
    public Registration onConnect(Runnable listener) {
        return signals.onConnect(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Is told that a connection ended.
     *
     * @param listener gets the reason as socket.io clients have it: {@code transport close}, {@code transport error}, {@code ping timeout}, {@code parse error},
     *     {@code io client disconnect} (this side closed), {@code io server disconnect} (the server put the client out: it does not come back by itself)
     * @return closes to take the listener out
     */
    public Registration onDisconnect(Consumer<String> listener) {
        return signals.onDisconnect(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Is told that an attempt to connect came to nothing, that the server sent something wrong, that a channel could not be joined again, or that too much waits to
     * be sent.
     *
     * @param listener gets what happened
     * @return closes to take the listener out
     */
    public Registration onError(Consumer<RealtimeException> listener) {
        return signals.onError(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Is told of each attempt to connect again, before it is made.
     *
     * @param listener gets the attempt's number, from 1 on for each time the connection was lost
     * @return closes to take the listener out
     */
    public Registration onReconnectAttempt(IntConsumer listener) {
        return signals.onReconnectAttempt(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Listens to an event: of messages, or one of the server's such as {@code channel:join}.
     *
     * @param event the event's name
     * @param listener gets the messages
     * @return closes to take the listener out
     */
    public Registration on(String event, MessageListener listener) {
        return listeners.on(event, listener, listener, false);
    }

    /**
     * Listens to an event whose content is of a type that the client's mapping knows.
     *
     * @param event the event's name
     * @param type the content's type
     * @param listener gets the contents
     * @param <T> the content's type
     * @return closes to take the listener out
     */
    public <T> Registration on(String event, Class<T> type, TypedListener<T> listener) {
        return listeners.on(event, listener, events.<T>typed(content -> content.as(type), listener), false);
    }

    /**
     * Listens to an event whose content is of a generic type that the client's mapping knows.
     *
     * @param event the event's name
     * @param type the content's type
     * @param listener gets the contents
     * @param <T> the content's type
     * @return closes to take the listener out
     */
    public <T> Registration on(String event, TypeRef<T> type, TypedListener<T> listener) {
        return listeners.on(event, listener, events.<T>typed(content -> content.as(type), listener), false);
    }

    /**
     * Listens to the next message of an event only.
     *
     * @param event the event's name
     * @param listener gets the message; it is taken out before it is called
     * @return closes to take the listener out
     */
    public Registration once(String event, MessageListener listener) {
        return listeners.on(event, listener, listener, true);
    }

    /**
     * Listens to the next message of an event only, whose content is of a type that the client's mapping knows.
     *
     * @param event the event's name
     * @param type the content's type
     * @param listener gets the content; it is taken out before it is called
     * @param <T> the content's type
     * @return closes to take the listener out
     */
    public <T> Registration once(String event, Class<T> type, TypedListener<T> listener) {
        return listeners.on(event, listener, events.<T>typed(content -> content.as(type), listener), true);
    }

    /**
     * Listens to the next message of an event only, whose content is of a generic type that the client's mapping knows.
     *
     * @param event the event's name
     * @param type the content's type
     * @param listener gets the content; it is taken out before it is called
     * @param <T> the content's type
     * @return closes to take the listener out
     */
    public <T> Registration once(String event, TypeRef<T> type, TypedListener<T> listener) {
        return listeners.on(event, listener, events.<T>typed(content -> content.as(type), listener), true);
    }

    /**
     * Listens to everything the server sends, before the listeners of the event.
     *
     * @param listener gets the messages
     * @return closes to take the listener out
     */
    public Registration onAny(MessageListener listener) {
        return listeners.onAny(listener);
    }

    /**
     * Takes a listener out of an event, however often it was given.
     *
     * @param event the event's name
     * @param listener the listener as it was given to {@code on}, {@code once}, {@code onJoin}, {@code onLeave}, {@code onUpdate} or {@code onUserEvent}: the same
     *     object, as two lambdas are never equal
     */
    public void off(String event, EventListener listener) {
        listeners.off(event, listener);
    }

    /**
     * Takes all listeners out of an event.
     *
     * @param event the event's name
     */
    public void off(String event) {
        listeners.off(event);
    }

    /** Takes all listeners out of all events. Those of {@link RealtimeClient#onAny} and of the connection ({@link RealtimeClient#onConnect} …) stay. */
    public void off() {
        listeners.off();
    }

    /**
     * Takes a listener of {@link RealtimeClient#onAny} out, however often it was given.
     *
     * @param listener the listener as it was given
     */
    public void offAny(MessageListener listener) {
        listeners.offAny(listener);
    }

    /** Takes all listeners of {@link RealtimeClient#onAny} out. */
    public void offAny() {
        listeners.offAny();
    }

    /**
     * The listeners of an event.
     *
     * @param event the event's name
     * @return the listeners as they were given, in the order in which they are called, unmodifiable
     */
    public List<EventListener> getListeners(String event) {
        return listeners.of(event);
    }

    /**
     * Is told who joins the client's channels ({@code channel:join}).
     *
     * @param listener gets the channel and the new member
     * @return closes to take the listener out
     */
    public Registration onJoin(MemberListener listener) {
        return listeners.on(Events.JOIN, listener, events.ofMembers(listener), false);
    }

    /**
     * Is told who leaves the client's channels, also by losing the connection ({@code channel:leave}).
     *
     * @param listener gets the channel and the member that was
     * @return closes to take the listener out
     */
    public Registration onLeave(MemberListener listener) {
        return listeners.on(Events.LEAVE, listener, events.ofMembers(listener), false);
    }

    /**
     * Is told whose profile changed in the client's channels ({@code channel:update}), once for each channel.
     *
     * @param listener gets the channel and the member with its new profile
     * @return closes to take the listener out
     */
    public Registration onUpdate(MemberListener listener) {
        return listeners.on(Events.UPDATE, listener, events.ofMembers(listener), false);
    }

    /**
     * Is told of events of the user whose session this client was connected with.
     *
     * @param listener gets the events
     * @return closes to take the listener out
     */
    public Registration onUserEvent(UserEventListener listener) {
        List<Registration> all = new ArrayList<>();
        for (String name : Events.OF_USERS) {
            all.add(listeners.on(name, listener, events.ofUsers(listener), false));
        }
        return () -> all.forEach(Registration::close);
    }
}
