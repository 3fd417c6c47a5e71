package dev.parley.client;

import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.MappingException;
import dev.parley.protocol.mapping.PayloadMapping;
import dev.parley.protocol.mapping.PlainMapping;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link RealtimeClient}. Each has a default; a server that asks for a key wants {@link #key}, and one with several apps {@link #app}. Not thread-safe;
 * may be used for several clients.
 */
public final class RealtimeClientBuilder {

    private static final PayloadMapping PLAIN = new PlainMapping();
    private static final Set<String> OWN_FIELDS =
            Set.of("echoMessages", "envId", "clientKey", "apiKey", "Session", "session", "parley");
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration DELAY_MAX = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final URI url;
    private Dialect dialect = Dialect.ALTOGIC;
    private @Nullable String app;
    private @Nullable String path;
    private @Nullable String key;
    private @Nullable Supplier<@Nullable String> session;
    private List<Options.AuthField> auth = List.of();
    private List<TransportKind> transports = List.of(TransportKind.WEBSOCKET, TransportKind.POLLING);
    private boolean echoMessages = true;
    private boolean bufferMessages = true;
    private boolean autoJoinChannels = true;
    private boolean reconnection = true;
    private Duration reconnectionDelay = DELAY;
    private Duration reconnectionDelayMax = DELAY_MAX;
    private Duration timeout = TIMEOUT;
    private Duration answerTimeout = ANSWER_TIMEOUT;
    private int maxBufferedMessages = 10_000;
    private long maxBufferedBytes = 16 * 1024 * 1024;
    private Overflow overflow = Overflow.FAIL;
    private int maxIncomingMessage = 16 * 1024 * 1024;
    private long maxWaitingBytes = 4 * 1024 * 1024;
    private @Nullable HttpClient httpClient;
    private Executor executor = SharedThreads.listeners();
    private PayloadMapping mapping = PLAIN;
    private Timers timers = new Timers();

    RealtimeClientBuilder(URI url) {
        this.url = Objects.requireNonNull(url, "url");
    }

    /**
     * The names the client uses towards the server. Default: {@link Dialect#ALTOGIC}.
     *
     * @param names the dialect
     * @return this
     */
    public RealtimeClientBuilder dialect(Dialect names) {
        dialect = Objects.requireNonNull(names, "names");
        return this;
    }

    /**
     * The app (Altogic and Agnost: environment) to connect to. Needed if the server has several and the URL does not name one.
     *
     * @param id the app's id
     * @return this
     */
    public RealtimeClientBuilder app(String id) {
        app = Objects.requireNonNull(id, "id");
        return this;
    }

    /**
     * The path of the server's Socket.IO endpoint, for a server behind a prefix. Default: the dialect's.
     *
     * @param socketPath for instance {@code /chat/socket.io/}
     * @return this
     */
    public RealtimeClientBuilder path(String socketPath) {
        path = Objects.requireNonNull(socketPath, "socketPath");
        return this;
    }

    /**
     * The client key (Agnost: API key).
     *
     * @param clientKey the key
     * @return this
     */
    public RealtimeClientBuilder key(String clientKey) {
        key = Objects.requireNonNull(clientKey, "clientKey");
        return this;
    }

    /**
     * The token of the user's session. User events reach clients that were connected with one.
     *
     * @param token the token
     * @return this
     */
    public RealtimeClientBuilder session(String token) {
        Objects.requireNonNull(token, "token");
        session = () -> token;
        return this;
    }

    /**
     * Gives the token of the user's session, asked anew for each connection, so that one of a later sign-in counts.
     *
     * @param tokens gives the token, or null for none; called on a thread that all clients share, perhaps while a listener runs. If it throws, the attempt to
     *     connect has failed
     * @return this
     */
    public RealtimeClientBuilder session(Supplier<@Nullable String> tokens) {
        session = Objects.requireNonNull(tokens, "tokens");
        return this;
    }

    /**
     * Further members of the object that the client shows when it connects, for servers with checks of their own.
     *
     * @param members names and values; none that has a setting of its own here; the values are plain Java as {@link PlainMapping} takes it, without byte arrays
     * @return this
     * @throws IllegalArgumentException if a name has a setting of its own, or a value has bytes in it
     * @throws MappingException if a value is none of plain Java
     */
    public RealtimeClientBuilder auth(Map<String, ?> members) {
        List<Options.AuthField> fields = new ArrayList<>();
        members.forEach((name, value) -> {
            if (OWN_FIELDS.contains(name)) {
                throw new IllegalArgumentException("\"" + name + "\" has a setting of its own");
            }
            Payload json = PLAIN.write(value);
            if (json.isBinary()) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" has bytes in it, which cannot be shown on connecting");
            }
            fields.add(new Options.AuthField(name, json));
        });
        auth = List.copyOf(fields);
        return this;
    }

    /**
     * The ways to connect, in the order in which they are tried. The next one is tried when something answers or is silent that does not know the one before, not
     * when the server cannot be reached. Default: WebSocket, then long-polling.
     *
     * @param kinds at least one
     * @return this
     */
    public RealtimeClientBuilder transports(TransportKind... kinds) {
        if (kinds.length == 0) {
            throw new IllegalArgumentException("transports needs at least one kind");
        }
        transports = List.copyOf(new LinkedHashSet<>(List.of(kinds)));
        return this;
    }

    /**
     * Whether this client's own messages come back to it. A call's own echo argument wins. Default: true.
     *
     * @param echo whether they do
     * @return this
     */
    public RealtimeClientBuilder echoMessages(boolean echo) {
        echoMessages = echo;
        return this;
    }

    /**
     * Whether messages given while there is no connection wait for the next one. If not, they fail with {@link NotSentException}. Joins, leaves and updates always
     * wait, unless the client is closed. Default: true.
     *
     * @param buffer whether they wait
     * @return this
     */
    public RealtimeClientBuilder bufferMessages(boolean buffer) {
        bufferMessages = buffer;
        return this;
    }

    /**
     * Whether a new connection joins the channels of the last one again, and sets its profile, before anything else is sent. Default: true.
     *
     * @param autoJoin whether it does
     * @return this
     */
    public RealtimeClientBuilder autoJoinChannels(boolean autoJoin) {
        autoJoinChannels = autoJoin;
        return this;
    }

    /**
     * Whether the client connects again by itself. Default: true.
     *
     * @param reconnect whether it does
     * @return this
     */
    public RealtimeClientBuilder reconnection(boolean reconnect) {
        reconnection = reconnect;
        return this;
    }

    /**
     * How long to wait before the first attempt to connect again; doubled for each further one, and varied by up to a half. Default: 1 second.
     *
     * @param delay more than zero, at most a day
     * @return this
     */
    public RealtimeClientBuilder reconnectionDelay(Duration delay) {
        reconnectionDelay = checked(delay, "reconnectionDelay");
        return this;
    }

    /**
     * The most that the delay between attempts grows to, before it is varied. Default: 30 seconds.
     *
     * @param delay more than zero, at most a day
     * @return this
     */
    public RealtimeClientBuilder reconnectionDelayMax(Duration delay) {
        reconnectionDelayMax = checked(delay, "reconnectionDelayMax");
        return this;
    }

    /**
     * How long an attempt to connect may take, for each kind of transport, until the server has let the client in. Default: 20 seconds.
     *
     * @param time more than zero, at most a day
     * @return this
     */
    public RealtimeClientBuilder timeout(Duration time) {
        timeout = checked(time, "timeout");
        return this;
    }

    /**
     * How long the answer to a command may take; then its outcome is unknown. Default: 30 seconds.
     *
     * @param time more than zero, at most a day
     * @return this
     */
    public RealtimeClientBuilder answerTimeout(Duration time) {
        answerTimeout = checked(time, "answerTimeout");
        return this;
    }

    /**
     * Most commands that wait to be sent. Default: 10,000.
     *
     * @param messages at least 1
     * @return this
     */
    public RealtimeClientBuilder maxBufferedMessages(int messages) {
        maxBufferedMessages = (int) positive(messages, "maxBufferedMessages");
        return this;
    }

    /**
     * Most bytes of commands that wait to be sent. Default: 16 MiB.
     *
     * @param bytes at least 1
     * @return this
     */
    public RealtimeClientBuilder maxBufferedBytes(long bytes) {
        maxBufferedBytes = positive(bytes, "maxBufferedBytes");
        return this;
    }

    /**
     * What happens to a message when too much waits to be sent. Default: {@link Overflow#FAIL}.
     *
     * @param policy the policy
     * @return this
     */
    public RealtimeClientBuilder overflow(Overflow policy) {
        overflow = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Most bytes of a message from the server, its attachments included. A bigger one ends the connection with a {@link MalformedDataException}. Default: 16 MiB.
     *
     * @param bytes at least 1
     * @return this
     */
    public RealtimeClientBuilder maxIncomingMessage(int bytes) {
        maxIncomingMessage = (int) positive(bytes, "maxIncomingMessage");
        return this;
    }

    /**
     * Bytes of events that may wait for listeners. While there are more the client does not read, and a server whose heartbeat is not answered for too long ends the
     * connection. Default: 4 MiB.
     *
     * @param bytes at least 1
     * @return this
     */
    public RealtimeClientBuilder maxWaitingBytes(long bytes) {
        maxWaitingBytes = positive(bytes, "maxWaitingBytes");
        return this;
    }

    /**
     * Carries all connections: its proxy, TLS context, authenticator and threads are used. Default: one for all clients of the process.
     *
     * @param client the HTTP client
     * @return this
     */
    public RealtimeClientBuilder httpClient(HttpClient client) {
        httpClient = Objects.requireNonNull(client, "client");
        return this;
    }

    /**
     * Runs all listeners of the client, one at a time and in order, whatever the executor does; for instance a user interface's. Default: a
     * small pool of daemon threads that all clients of the process share.
     *
     * @param callbacks the executor; it must take tasks, and run them all, until the client is closed. One that runs them in the thread that hands them in is not
     *     used
     * @return this
     */
    public RealtimeClientBuilder executor(Executor callbacks) {
        executor = Objects.requireNonNull(callbacks, "callbacks");
        return this;
    }

    /**
     * How contents become Java values and back. Default: {@link PlainMapping}, maps and lists.
     *
     * @param values the mapping
     * @return this
     */
    public RealtimeClientBuilder mapping(PayloadMapping values) {
        mapping = Objects.requireNonNull(values, "values");
        return this;
    }

    /** For tests of this library. */
    RealtimeClientBuilder timers(Timers time) {
        timers = time;
        return this;
    }

    /**
     * A client with these settings. It does nothing until {@link RealtimeClient#open()} or {@link RealtimeClient#connect()}.
     *
     * @return the client
     * @throws IllegalArgumentException if the URL is none that a client can connect to; the message says what to do
     */
    public RealtimeClient build() {
        return RealtimeClient.create(new Options(
                server(),
                new Options.Behaviour(echoMessages, bufferMessages, autoJoinChannels, reconnection),
                new Options.Pace(reconnectionDelay, reconnectionDelayMax, timeout, answerTimeout),
                new Options.Bounds(
                        maxBufferedMessages, maxBufferedBytes, overflow, maxIncomingMessage, maxWaitingBytes),
                new Options.Means(
                        httpClient == null ? SharedHttpClient.get() : httpClient, executor, mapping, timers)));
    }

    private Options.Server server() {
        return new Options.Server(new Address(url, dialect, app, path), dialect, key, session, auth, transports);
    }

    private static Duration checked(Duration time, String name) {
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be more than zero and at most a day, not " + time);
        }
        return time;
    }

    private static long positive(long number, String name) {
        if (number < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + number);
        }
        return number;
    }
}
