package dev.parley.client;

import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.PayloadMapping;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the builder was told.
 *
 * @param server whom to connect to, and as whom
 * @param behaviour what the originals' options say
 * @param pace when to try again and when to give up waiting
 * @param bounds how much may wait
 * @param means what runs it
 */
record Options(Server server, Behaviour behaviour, Pace pace, Bounds bounds, Means means) {

    /**
     * @param address where the server is
     * @param dialect the names to use
     * @param key the client key, or null
     * @param session gives the session token for a connection, or null
     * @param auth further members of the CONNECT packet's object, in plain JSON; empty if none
     * @param transports in the order in which they are tried
     */
    record Server(
            Address address,
            Dialect dialect,
            @Nullable String key,
            @Nullable Supplier<@Nullable String> session,
            List<AuthField> auth,
            List<TransportKind> transports) {}

    /** A further member of the CONNECT packet's object. */
    record AuthField(String name, Payload value) {}

    /** altogic-agnost 4. */
    record Behaviour(boolean echoMessages, boolean bufferMessages, boolean autoJoinChannels, boolean reconnection) {}

    record Pace(Duration reconnectionDelay, Duration reconnectionDelayMax, Duration timeout, Duration answerTimeout) {}

    record Bounds(
            int maxBufferedMessages,
            long maxBufferedBytes,
            Overflow overflow,
            int maxIncomingMessage,
            long maxWaitingBytes) {}

    record Means(HttpClient http, Executor executor, PayloadMapping mapping, Timers timers) {}
}
