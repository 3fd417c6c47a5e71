package dev.parley.client;

import dev.parley.protocol.EventArguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client is: new, connecting, connected, waiting for its next attempt, closing or closed; and what it does at each turn. Everything runs on the lane, except
 * where it says otherwise.
 */
final class ClientLoop implements ConnectionOwner {

    /**
     * New → connecting; connecting → connected, waiting or closed; connected → waiting, closing or closed; waiting → connecting or closed; closing → closed or
     * connecting; closed → connecting.
     */
    private enum State {
        /** Never opened: what is sent waits for the first connection. */
        NEW,
        CONNECTING,
        CONNECTED,
        WAITING,
        CLOSING,
        CLOSED
    }

    /** Who closes waits at most this long for what was sent. */
    private static final Duration CLOSING_TIME = Duration.ofSeconds(5);

    private final Options options;
    private final Lane lane;
    private final Callbacks callbacks;
    private final Signals signals;
    private final EventSink sink;
    private final Traffic traffic;
    private final Backoff backoff;
    private final List<Pending<@Nullable Void>> opening = new ArrayList<>(1);
    private final List<Pending<@Nullable Void>> closing = new ArrayList<>(1);
    private State state = State.NEW;
    private @Nullable Connection connection;
    private Timers.@Nullable Timer timer;
    private @Nullable CompletableFuture<@Nullable String> asked;
    private Closing because = Closing.BY_USER;
    private @Nullable ConnectAuth auth;
    private int transport;
    private long attempt;
    private long connectedAt;
    private volatile @Nullable String socketId;
    private volatile boolean answersMembers;

    /** Why a client takes nothing any more. */
    private record Closing(String code, String text) {

        static final Closing BY_USER = new Closing("closed", "The client is closed; open() opens it again.");

        NotSentException exception() {
            return new NotSentException(code, text);
        }
    }

    /** Takes events off the lane. */
    @FunctionalInterface
    interface EventSink {
        void take(EventArguments event, int bytes);
    }

    ClientLoop(Options options, Lane lane, Callbacks callbacks, Signals signals, Traffic traffic, EventSink sink) {
        this.options = options;
        this.lane = lane;
        this.callbacks = callbacks;
        this.signals = signals;
        this.traffic = traffic;
        this.sink = sink;
        this.backoff = new Backoff(options.pace(), options.means().timers());
        traffic.onProgress(this::pump);
        callbacks.onBound(() -> lane.execute(this::readOrNot));
    }

    /** The id the others see; null while not connected. Any thread. */
    @Nullable
    String socketId() {
        return socketId;
    }

    /** Whether members can be asked for over the connection. Any thread. */
    boolean answersMembers() {
        return answersMembers;
    }

    void open(Pending<@Nullable Void> opened) {
        switch (state) {
            case CONNECTED -> opened.succeed(null);
            case CONNECTING, WAITING, CLOSING -> opening.add(opened);
            case NEW, CLOSED -> {
                opening.add(opened);
                beginWhenDue();
            }
        }
    }

    /** At once, unless the server has just sent the client away: who answers that with open() is no more patient than other clients. */
    private void beginWhenDue() {
        boolean sentAway = state == State.CLOSED && because != Closing.BY_USER;
        Duration wait = sentAway ? backoff.next() : Duration.ZERO;
        if (!sentAway) {
            backoff.reset();
        }
        if (backoff.attempts() <= 1) {
            begin();
            return;
        }
        state = State.WAITING;
        because = Closing.BY_USER;
        timer = options.means().timers().after(wait, lane, this::tryAgain);
    }

    void close(Pending<@Nullable Void> closed) {
        closing.add(closed);
        failOpening(new ConnectionException("closed", "The client was closed.", null));
        switch (state) {
            case NEW, CLOSED -> shut(Closing.BY_USER);
            case WAITING, CONNECTING -> {
                if (connection != null) {
                    connection.abandon();
                }
                shut(Closing.BY_USER);
            }
            case CONNECTED -> {
                state = State.CLOSING;
                timer = options.means().timers().after(CLOSING_TIME, lane, this::giveUpClosing);
                leaveIfIdle();
            }
            case CLOSING -> {}
        }
    }

    /** Sends it now, or when there is a connection. */
    void submit(Command<?> command) {
        boolean message = command.kind() == Command.Kind.MESSAGE;
        if (state == State.CLOSED || state == State.CLOSING) {
            refuse(command);
        } else if (command.kind() == Command.Kind.MEMBERS && state != State.CONNECTED) {
            command.failed(new ConnectionException("transport_error", "The connection has ended.", null));
        } else if (message && state != State.CONNECTED && !options.behaviour().bufferMessages()) {
            command.failed(new NotSentException(
                    "not_connected", "There is no connection, and messages are not kept for later (bufferMessages)."));
        } else {
            traffic.add(command);
            pump();
        }
    }

    /** Who is closed is in no channel, so leaving one is done as soon as it is forgotten. */
    private void refuse(Command<?> command) {
        if (command.kind() == Command.Kind.LEAVE) {
            traffic.forget(command);
            command.written();
        } else if (command.kind() == Command.Kind.MEMBERS) {
            command.failed(new ConnectionException("closed", "The client is being closed.", null));
        } else {
            command.failed(because.exception());
        }
    }

    private void begin() {
        state = State.CONNECTING;
        because = Closing.BY_USER;
        transport = 0;
        long number = ++attempt;
        Supplier<@Nullable String> session = options.server().session();
        if (session == null) {
            connectWith(null);
            return;
        }
        Duration timeout = options.pace().timeout();
        timer = options.means().timers().after(timeout, lane, () -> {
            if (number == attempt && state == State.CONNECTING) {
                noSession(
                        "The supplier of the session did not answer within " + timeout.toMillis() + " ms (timeout).",
                        null);
            }
        });
        ask(session)
                .whenComplete((token, failure) -> lane.execute(() -> {
                    if (number == attempt && state == State.CONNECTING) {
                        cancelTimer();
                        if (failure == null) {
                            connectWith(token);
                        } else {
                            noSession("The supplier of the session failed.", failure);
                        }
                    }
                }));
    }

    /** Not on the user's executor, where a listener may be waiting for this very connection. One that hangs is not asked a second time. */
    private CompletableFuture<@Nullable String> ask(Supplier<@Nullable String> session) {
        CompletableFuture<@Nullable String> last = asked;
        CompletableFuture<@Nullable String> now = last != null && !last.isDone()
                ? last
                : CompletableFuture.supplyAsync(session, SharedThreads.suppliers());
        asked = now;
        return now;
    }

    private void noSession(String text, @Nullable Throwable cause) {
        attempt++;
        ConnectionException error = new ConnectionException(cause == null ? "timeout" : "connect_failed", text, cause);
        failed(new ConnectionEnd("transport error", false, false, error));
    }

    private void connectWith(@Nullable String session) {
        auth = ConnectAuth.of(options.server(), options.behaviour().echoMessages(), session);
        connect(auth);
    }

    private void connect(ConnectAuth shown) {
        TransportKind kind = options.server().transports().get(transport);
        Connection fresh = new Connection(lane, options, kind, shown, this);
        connection = fresh;
        fresh.open();
    }

    @Override
    public void entered(Connection from, String id, boolean acknowledges) {
        if (from != connection) {
            return;
        }
        state = State.CONNECTED;
        connectedAt = options.means().timers().nanoTime();
        socketId = id;
        answersMembers = acknowledges;
        traffic.begin(acknowledges);
        readOrNot();
        succeed(opening);
        signals.connected();
    }

    @Override
    public void event(Connection from, EventArguments event, int bytes) {
        if (from == connection) {
            sink.take(event, bytes);
        }
    }

    @Override
    public void answered(Connection from, long ackId, EventArguments answer) {
        if (from == connection) {
            traffic.answered(ackId, answer);
            pump();
        }
    }

    @Override
    public void unexpected(Connection from, MalformedDataException error) {
        signals.failed(error);
    }

    @Override
    public void fill(Connection from, Batch batch) {
        if (from == connection) {
            traffic.fill(from.maxPayload(), from.kind() == TransportKind.POLLING, batch);
        }
    }

    @Override
    public void written(Connection from, Batch batch) {
        traffic.written(batch);
        leaveIfIdle();
    }

    @Override
    public void ended(Connection from, ConnectionEnd end, Batch unsure) {
        if (from != connection) {
            return;
        }
        traffic.end(unsure);
        connection = null;
        socketId = null;
        answersMembers = false;
        if (state == State.CONNECTING) {
            failed(end);
            return;
        }
        backoff.lived(Duration.ofNanos(options.means().timers().nanoTime() - connectedAt));
        signals.disconnected(end.reason());
        if (state == State.CLOSING) {
            shut(Closing.BY_USER);
            return;
        }
        if (end.isWorthTelling()) {
            signals.failed(end.error());
        }
        goOn(end);
    }

    /** An attempt came to nothing. Another kind of transport is part of the same attempt. */
    private void failed(ConnectionEnd end) {
        connection = null;
        ConnectAuth shown = auth;
        if (end.unsupported()
                && shown != null
                && transport + 1 < options.server().transports().size()) {
            transport++;
            connect(shown);
            return;
        }
        signals.failed(end.error());
        failOpening(end.error());
        goOn(end);
    }

    private void goOn(ConnectionEnd end) {
        if (end.isFinal() || !options.behaviour().reconnection()) {
            RealtimeException error = end.error();
            shut(new Closing(error.code(), "The client does not connect any more: " + error.getMessage()));
            return;
        }
        state = State.WAITING;
        timer = options.means().timers().after(backoff.next(), lane, this::tryAgain);
    }

    private void tryAgain() {
        if (state == State.WAITING) {
            timer = null;
            signals.attempting(backoff.attempts());
            begin();
        }
    }

    private void leaveIfIdle() {
        if (state == State.CLOSING && traffic.isIdle() && connection != null) {
            connection.leave();
        }
    }

    private void giveUpClosing() {
        if (state == State.CLOSING && connection != null) {
            Connection stuck = connection;
            connection = null;
            socketId = null;
            answersMembers = false;
            traffic.end(stuck.abandon());
            signals.disconnected("io client disconnect");
            shut(Closing.BY_USER);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Closed, until it is opened again; at once, if that was asked for meanwhile. */
    private void shut(Closing why) {
        cancelTimer();
        connection = null;
        attempt++;
        state = State.CLOSED;
        because = why;
        traffic.fail(why.exception());
        succeed(closing);
        if (!opening.isEmpty()) {
            backoff.reset();
            begin();
        }
    }

    /** Sends what may be sent, and leaves if that was the last. */
    private void pump() {
        if (connection != null && (state == State.CONNECTED || state == State.CLOSING)) {
            connection.pump();
            leaveIfIdle();
        }
    }

    /** Reads while there is room. Looks at what is so now: two of these may come in another order than what they were called for. */
    private void readOrNot() {
        if (connection == null) {
            return;
        }
        if (callbacks.isFull()) {
            connection.pause();
        } else {
            connection.resume();
        }
    }

    private void failOpening(RealtimeException error) {
        List<Pending<@Nullable Void>> waiting = List.copyOf(opening);
        opening.clear();
        waiting.forEach(each -> each.fail(error));
    }

    private static void succeed(List<Pending<@Nullable Void>> waiting) {
        for (Pending<@Nullable Void> each : waiting) {
            each.succeed(null);
        }
        waiting.clear();
    }
}
