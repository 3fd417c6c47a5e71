package dev.parley.admin;

import dev.parley.protocol.mapping.PayloadMapping;
import dev.parley.protocol.mapping.PlainMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Parley's REST API for back ends: publish messages, look at channels and connections, keep users, sessions and keys. For operators also: keep apps.
 *
 * <pre>{@code
 * ParleyAdmin admin = ParleyAdmin.builder("http://127.0.0.1:7400")
 *         .app("default")
 *         .serverKey(Path.of("parley-data/server-key"))
 *         .build();
 *
 * admin.realtime().send("technology-chat", "chat-message", Map.of("text", "Hello"));
 * List<Member> members = admin.realtime().getMembers("technology-chat");
 * }</pre>
 *
 * <p><b>Threads.</b> Immutable: make one and use it from all threads. Nothing has to be closed. Every method that asks the server has a twin whose name
 * ends with {@code Async} and that returns a {@code CompletableFuture}. Without it the method waits; if its thread is interrupted, it breaks the call off
 * and throws {@link CallInterruptedException}. Cancelling a future breaks the call off, too. Futures are completed on threads of the {@code HttpClient} or
 * the common pool: long work belongs onto an executor of your own ({@code thenApplyAsync}).
 *
 * <p><b>Errors.</b> {@link ParleyException} and its subclasses, all unchecked. A mistake that can be seen without asking the server, such as an empty id or
 * a missing key, is an {@code IllegalArgumentException} or {@code IllegalStateException}, also from methods that return futures.
 *
 * <p><b>Tries.</b> Calls that can be made twice are tried again when there is no connection, when it breaks, when no answer comes in time, and after
 * status 429, 502, 503 and 504: everything that only reads, PUT and DELETE, and publications, which carry an idempotency key. Others (creating, changing
 * users and apps, user events, tokens) are tried again only if there was no connection at all. The waits between tries double from 0.2 s to 5 s, with
 * jitter, and are longer where the server asks for it ({@code Retry-After}); who is asked to wait for more than 30 s gets the exception at once. A call
 * thus takes at most {@code (1 + retries) × timeout} and the waits. If an earlier try may have removed a thing, "not found" counts as done.
 *
 * <p><b>Transport.</b> Over http everybody on the way reads the key: use https, or http on one machine. The library follows no redirects.
 */
public final class ParleyAdmin {

    private final Scope scope;

    private ParleyAdmin(Scope scope) {
        this.scope = scope;
    }

    /**
     * Begins with the server's address.
     *
     * @param url such as {@code https://chat.example.com}, with or without a slash at its end; a path before {@code /v1} is kept
     * @return a builder with default settings
     * @throws IllegalArgumentException if it is no http or https URL, or has user information, a query or a fragment
     */
    public static Builder builder(String url) {
        return new Builder(BaseUrl.checked(url));
    }

    /**
     * Begins with the server's address.
     *
     * @param url such as {@code https://chat.example.com}, with or without a slash at its end; a path before {@code /v1} is kept
     * @return a builder with default settings
     * @throws IllegalArgumentException if it is no http or https URL, or has user information, a query or a fragment
     */
    public static Builder builder(URI url) {
        return builder(url.toString());
    }

    /**
     * The app that calls are made for.
     *
     * @return its id
     */
    public String app() {
        return scope.app();
    }

    /**
     * The same server for an operator's calls in another app: keys and audit log.
     *
     * @param appId the other app's id
     * @return a view without server key; needs the operator's token
     */
    public ParleyAdmin forApp(String appId) {
        return new ParleyAdmin(scope.of(appId, null));
    }

    /**
     * The same server for another app.
     *
     * @param appId the other app's id
     * @param serverKey a server key of that app
     * @return a view with that key
     * @throws IllegalArgumentException if the key cannot be sent
     */
    public ParleyAdmin forApp(String appId, String serverKey) {
        return new ParleyAdmin(scope.of(appId, Builder.sendable("the server key", serverKey)));
    }

    /**
     * Messages to clients, and who is in a channel.
     *
     * @return cheap, made for each call
     */
    public Realtime realtime() {
        return new Realtime(scope);
    }

    /**
     * Channels that have members.
     *
     * @return cheap, made for each call
     */
    public Channels channels() {
        return new Channels(scope);
    }

    /**
     * Connections of users.
     *
     * @return cheap, made for each call
     */
    public Subscribers subscribers() {
        return new Subscribers(scope);
    }

    /**
     * Accounts.
     *
     * @return cheap, made for each call
     */
    public Users users() {
        return new Users(scope);
    }

    /**
     * Logins of users.
     *
     * @return cheap, made for each call
     */
    public Sessions sessions() {
        return new Sessions(scope);
    }

    /**
     * Session tokens for users whom your back end knows.
     *
     * @return cheap, made for each call
     */
    public Tokens tokens() {
        return new Tokens(scope);
    }

    /**
     * The app's keys.
     *
     * @return cheap, made for each call
     */
    public Keys keys() {
        return new Keys(scope);
    }

    /**
     * Who did what in the app.
     *
     * @return cheap, made for each call
     */
    public Audit audit() {
        return new Audit(scope);
    }

    /**
     * All apps, for the server's operator.
     *
     * @return cheap, made for each call
     */
    public Apps apps() {
        return new Apps(scope);
    }

    /** Shows no keys. */
    @Override
    public String toString() {
        return "ParleyAdmin[" + scope.base() + ", app=" + scope.app() + "]";
    }

    /** Collects settings. Belongs to one thread. */
    public static final class Builder {

        private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
        private static final int MAX_RETRIES = 100;

        private final String base;
        private String app = "default";
        private @Nullable String serverKey;
        private @Nullable String operatorToken;
        private PayloadMapping mapping = new PlainMapping();
        private @Nullable HttpClient httpClient;
        private Duration timeout = Duration.ofSeconds(10);
        private int retries = 3;
        private Duration firstWait = RetryRule.FIRST;
        private int maxAnswerBytes = 16 << 20;
        private Timers timers = new Timers();

        private Builder(String base) {
            this.base = base;
        }

        /**
         * Sets the app. Default: {@code default}, the app of a server without settings.
         *
         * @param id the app's id
         * @return this builder
         */
        public Builder app(String id) {
            app = id;
            return this;
        }

        /**
         * Sets the app's server key, which all calls need but those of an operator.
         *
         * @param key the key
         * @return this builder
         * @throws IllegalArgumentException if it cannot be sent, as with line breaks in it
         */
        public Builder serverKey(String key) {
            serverKey = sendable("the server key", key);
            return this;
        }

        /**
         * Reads the app's server key from a file, such as {@code parley-data/server-key}, now. Space around it does not count.
         *
         * @param file the file
         * @return this builder
         * @throws UncheckedIOException if it cannot be read
         * @throws IllegalArgumentException if what it holds cannot be sent
         */
        public Builder serverKey(Path file) {
            try {
                serverKey =
                        sendable("the key in " + file, Files.readString(file).strip());
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the server key from " + file, e);
            }
        }

        /**
         * Sets the operator's token ({@code ops.token} of the server's settings), for apps, keys and the audit log.
         *
         * @param token the token
         * @return this builder
         * @throws IllegalArgumentException if it cannot be sent, as with line breaks in it
         */
        public Builder operatorToken(String token) {
            operatorToken = sendable("the operator's token", token);
            return this;
        }

        /** Keys go into a header. What is wrong is said without the key. */
        private static String sendable(String what, String key) {
            if (!key.matches("[\\x21-\\x7e]+")) {
                throw new IllegalArgumentException(
                        what + " is empty, or holds something else than printable ASCII characters without spaces");
            }
            return key;
        }

        /**
         * Sets how messages, profiles and settings become JSON and back. Default: {@link PlainMapping}, for maps, lists, strings, numbers and booleans.
         *
         * @param value the mapping
         * @return this builder
         */
        public Builder mapping(PayloadMapping value) {
            mapping = value;
            return this;
        }

        /**
         * Sets the client for HTTP: proxies, TLS, threads. Default: one with the JDK's settings, made by {@link #build}.
         *
         * @param client a client that does not follow redirects, which is the JDK's default
         * @return this builder
         * @throws IllegalArgumentException if it follows redirects: it would take the key to where they lead
         */
        public Builder httpClient(HttpClient client) {
            if (client.followRedirects() != HttpClient.Redirect.NEVER) {
                throw new IllegalArgumentException(
                        "the HttpClient must not follow redirects (Redirect.NEVER): it would take the key to where they lead");
            }
            httpClient = client;
            return this;
        }

        /**
         * Sets how long one try may take, up to the last byte of the answer. Default: 10 s. A client that the library makes gives up connecting
         * after half of it, or 5 s.
         *
         * @param value more than 0, at most a day
         * @return this builder
         * @throws IllegalArgumentException if it is not
         */
        public Builder timeout(Duration value) {
            if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("the timeout must be more than 0 and at most a day, not " + value);
            }
            timeout = value;
            return this;
        }

        /**
         * Sets how often a call that failed is tried again at most, if it can be. Default: 3.
         *
         * @param value 0 to 100
         * @return this builder
         * @throws IllegalArgumentException if it is not
         */
        public Builder retries(int value) {
            if (value < 0 || value > MAX_RETRIES) {
                throw new IllegalArgumentException("retries must be 0 to " + MAX_RETRIES + ", not " + value);
            }
            retries = value;
            return this;
        }

        /**
         * Sets how long an answer may be. A longer one is {@link UnreadableAnswerException}; ask for smaller pages then. Default: 16 MiB.
         *
         * @param value at least 1,024
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder maxAnswerBytes(int value) {
            if (value < 1024) {
                throw new IllegalArgumentException("maxAnswerBytes must be at least 1024, not " + value);
            }
            maxAnswerBytes = value;
            return this;
        }

        /** For tests. */
        Builder timing(Timers other, Duration wait) {
            timers = other;
            firstWait = wait;
            return this;
        }

        /**
         * Makes it. The server is not asked anything yet.
         *
         * @return for any thread
         * @throws IllegalArgumentException if the app's id is empty
         */
        public ParleyAdmin build() {
            Percent.segment("the app", app);
            Connection connection = new Connection(
                    base,
                    httpClient == null ? newClient() : httpClient,
                    timeout,
                    new RetryRule(retries, firstWait),
                    maxAnswerBytes,
                    mapping,
                    timers);
            return new ParleyAdmin(new Scope(connection, app, serverKey, operatorToken));
        }

        private HttpClient newClient() {
            Duration half = timeout.dividedBy(2);
            return HttpClient.newBuilder()
                    .connectTimeout(half.compareTo(LONGEST_CONNECT) < 0 ? half : LONGEST_CONNECT)
                    .build();
        }

        /** Shows no keys. */
        @Override
        public String toString() {
            return "ParleyAdmin.Builder[" + base + ", app=" + app + "]";
        }
    }
}
