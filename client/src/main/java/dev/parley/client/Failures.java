package dev.parley.client;

import dev.parley.protocol.ProtocolException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What network failures mean, and how they are told: what, where without query and userinfo, and what to do if there is something. */
final class Failures {

    private static final String CLOSE = "transport close";
    private static final String ERROR = "transport error";
    private static final String PARSE_ERROR = "parse error";
    private static final int MOST_TEXT = 200;

    private Failures() {}

    /**
     * A WebSocket handshake, or a first poll, that failed without an HTTP answer, or with one that the JDK did not take. Such an answer means that another transport
     * may get through, unless it tells only that the server, or a proxy before it, cannot serve now.
     */
    static TransportEnd handshake(Throwable failure, URI url, Duration timeout) {
        Throwable error = unwrapped(failure);
        if (error instanceof WebSocketHandshakeException answer) {
            return answered(answer, url);
        }
        RealtimeException told = request(error, url, timeout);
        return new TransportEnd(ERROR, told.code().equals("handshake_failed"), told);
    }

    /** A request that failed: {@code connect_failed}, {@code timeout}, or {@code handshake_failed} if the connection was made but there was no answer. */
    static ConnectionException request(Throwable failure, URI url, Duration timeout) {
        Throwable error = unwrapped(failure);
        String where = Address.shown(url);
        if (error instanceof HttpTimeoutException) {
            return new ConnectionException(
                    "timeout", where + " did not answer within " + timeout.toMillis() + " ms.", error);
        }
        if (error instanceof SSLException) {
            return new ConnectionException(
                    "connect_failed",
                    "TLS with " + where + " failed: " + plain(error.getMessage())
                            + ". Check that the port speaks TLS and that the JVM trusts the certificate; an HttpClient with"
                            + " an SSLContext of its own can be given to the builder.",
                    error);
        }
        String whyNot = whyNotConnected(error);
        if (whyNot != null) {
            return new ConnectionException("connect_failed", "Cannot connect to " + where + ": " + whyNot + ".", error);
        }
        if (error instanceof IOException) {
            return new ConnectionException(
                    "handshake_failed",
                    where + " gave no answer that is HTTP: " + plain(error.getMessage()) + ".",
                    error);
        }
        return new ConnectionException(
                "connect_failed",
                "Cannot connect to " + where + ": " + plain(String.valueOf(error.getMessage())) + ".",
                error);
    }

    /** The server closed the WebSocket (RFC 6455, 7.4.1), or the JDK saw the connection end, which is 1006. */
    static TransportEnd closed(int code, String reason) {
        String why = reason.isEmpty() ? "" : ", saying: " + plain(reason);
        return switch (code) {
            case 1000, 1001, 1005 ->
                new TransportEnd(
                        CLOSE,
                        false,
                        transportError("The server closed the connection (code " + code + why + ").", null));
            case 1006 ->
                new TransportEnd(CLOSE, false, transportError("The connection ended without being closed.", null));
            default ->
                new TransportEnd(
                        CLOSE,
                        false,
                        new ConnectionException(
                                "closed_by_server",
                                "The server closed the connection with code " + code + why + "." + advice(code),
                                null));
        };
    }

    private static String advice(int code) {
        return switch (code) {
            case 1002, 1007 -> " It did not understand what the client sent; is the dialect right?";
            case 1008 ->
                " It saw a limit or a rule of its own broken: a late heartbeat, too much sent, or too slow reading.";
            case 1009 -> " A message was larger than it takes: send smaller ones, or raise its limit.";
            case 1011, 1012, 1013 -> " The fault is on its side; it may be back later.";
            default -> "";
        };
    }

    /** The server asked for the end by a CLOSE packet. */
    static TransportEnd closedByPacket() {
        return new TransportEnd(CLOSE, false, transportError("The server closed the connection.", null));
    }

    /** The connection broke. */
    static TransportEnd lost(Throwable failure) {
        Throwable error = unwrapped(failure);
        if (error instanceof InternalError) {
            return closed(1006, ""); // how the JDK shows some ends that come with a message
        }
        return new TransportEnd(
                ERROR, false, transportError("The connection failed: " + plain(error.getMessage()) + ".", error));
    }

    /** What came was not understood, or was not bearable. */
    static TransportEnd refused(Throwable error) {
        if (error instanceof MalformedDataException known) {
            return new TransportEnd(PARSE_ERROR, false, known);
        }
        if (error instanceof ProtocolException) {
            return new TransportEnd(
                    PARSE_ERROR,
                    false,
                    new MalformedDataException(
                            "malformed", "The server sent what is no packet: " + error.getMessage() + ".", error));
        }
        return new TransportEnd(
                ERROR, false, transportError("Reading failed inside the client: " + error + ".", error));
    }

    static MalformedDataException tooBig(String what, int bound) {
        return new MalformedDataException(
                "too_big",
                "The server sent " + what + " of more than " + bound
                        + " bytes. If it may, raise maxIncomingMessage of the builder.",
                null);
    }

    /** An answer with another status than 200. */
    static ConnectionException status(URI url, int status, String text) {
        String said = plain(text);
        return new ConnectionException(
                "http_error", Address.shown(url) + " answered " + status + (said.isEmpty() ? "." : ": " + said), null);
    }

    static ConnectionException transportError(String message, @Nullable Throwable cause) {
        return new ConnectionException("transport_error", message, cause);
    }

    static TransportEnd ended(ConnectionException error) {
        return new TransportEnd(ERROR, false, error);
    }

    /** What a peer said, short and on one line, so that it may be logged. */
    static String plain(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MOST_TEXT ? line : line.substring(0, MOST_TEXT) + "…";
    }

    private static TransportEnd answered(WebSocketHandshakeException answer, URI url) {
        int status = answer.getResponse() == null ? 0 : answer.getResponse().statusCode();
        String what = status == 101
                ? " answered the WebSocket handshake with 101, but not as RFC 6455 wants it: "
                        + plain(answer.getMessage())
                : " answered the WebSocket handshake with " + status;
        boolean passing = isPassing(status);
        String advice = passing
                ? ". The server, or a proxy before it, has no room or is being started; it may be back later."
                : ". Check the address and the path, and that proxies let WebSockets through.";
        return new TransportEnd(
                ERROR,
                !passing,
                new ConnectionException("handshake_failed", Address.shown(url) + what + advice, answer));
    }

    /**
     * Whether a status tells of the moment, and nothing about WebSockets: bad gateway, unavailable, gateway timeout (RFC 9110, 15.6), too many requests (RFC 6585, 4).
     */
    private static boolean isPassing(int status) {
        return status == 429 || (status >= 502 && status <= 504);
    }

    private static @Nullable String whyNotConnected(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return "the host is not known";
            }
        }
        if (error instanceof ConnectException || error instanceof NoRouteToHostException) {
            String why = plain(error.getMessage());
            return why.isEmpty() ? "refused" : why;
        }
        return null;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
