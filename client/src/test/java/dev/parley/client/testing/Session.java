package dev.parley.client.testing;

import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.SocketDecoder;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO session: a WebSocket, or polls, or polls that become a WebSocket. Guarded by the server's lock, except the decoder
 * and {@link #greeted}, which belong to the dispatch thread.
 */
final class Session {

    private static final int MOST_ATTACHMENTS = 100;

    final String id;
    final HttpRequest opening;
    final HandshakeFault fault;
    final SocketDecoder decoder;
    /** Whether a CONNECT came; events before that are a client's mistake. */
    boolean greeted;

    private final Faults faults;
    private final Queue<Outgoing> waiting = new ArrayDeque<>();
    /** The connections a polling client used, so that cutting it can close them. */
    private final Set<TcpConnection> carriers = new LinkedHashSet<>();

    private @Nullable TcpConnection webSocket;
    private @Nullable TcpConnection poll;
    private Realm.@Nullable Member member;
    private @Nullable Future<?> timer;
    private boolean pongDue;
    private boolean ended;

    Session(String id, HttpRequest opening, HandshakeFault fault, Faults faults, int maxPayload) {
        this.id = id;
        this.opening = opening;
        this.fault = fault;
        this.faults = faults;
        this.decoder = new SocketDecoder(JsonLimits.DEFAULT.withMaxBytes(maxPayload), MOST_ATTACHMENTS, maxPayload);
    }

    String transport() {
        return opening.asksForWebSocket() ? "websocket" : "polling";
    }

    void send(List<Outgoing> messages) {
        messages.forEach(this::send);
    }

    void send(Outgoing message) {
        if (faults.silent() || ended) {
            return;
        }
        TcpConnection socket = webSocket;
        if (socket == null) {
            waiting.add(message);
            flush();
        } else {
            socket.write(Frames.message(message, faults.fragmentBytes()));
        }
    }

    /** Bytes onto the TCP connection of a WebSocket as they are; nothing to a client that polls. */
    void sendBytes(byte[] bytes) {
        if (webSocket != null) {
            webSocket.write(bytes);
        }
    }

    /** Makes this connection the WebSocket of the session; what waits goes there. */
    void webSocket(TcpConnection connection) {
        webSocket = connection;
        if (poll != null) {
            poll.write(HttpAnswers.text(200, Outgoing.body(List.of(Outgoing.text("6")))));
            poll = null;
        }
        while (!waiting.isEmpty()) {
            send(waiting.remove());
        }
    }

    boolean isWebSocket(TcpConnection connection) {
        return webSocket == connection;
    }

    boolean polls() {
        return webSocket == null;
    }

    boolean hasPoll() {
        return poll != null;
    }

    boolean isPoll(TcpConnection connection) {
        return poll == connection;
    }

    void poll(TcpConnection connection) {
        poll = connection;
        flush();
    }

    void carrier(TcpConnection connection) {
        carriers.add(connection);
    }

    void lost(TcpConnection connection) {
        carriers.remove(connection);
        if (poll == connection) {
            poll = null;
        }
    }

    /** What a client that polls has not fetched, as the body of one last answer; null if there is nothing. */
    byte @Nullable [] unfetched() {
        byte[] body = waiting.isEmpty() ? null : Outgoing.body(waiting);
        waiting.clear();
        return body;
    }

    Realm.@Nullable Member member() {
        return member;
    }

    void member(Realm.@Nullable Member value) {
        member = value;
    }

    void timer(@Nullable Future<?> next) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = next;
    }

    boolean pongDue() {
        return pongDue;
    }

    void pongDue(boolean due) {
        pongDue = due;
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
        timer(null);
    }

    /** Every TCP connection of it. */
    Set<TcpConnection> connections() {
        Set<TcpConnection> all = new LinkedHashSet<>(carriers);
        if (webSocket != null) {
            all.add(webSocket);
        }
        return all;
    }

    private void flush() {
        if (poll != null && !waiting.isEmpty() && !faults.silent()) {
            poll.write(HttpAnswers.text(200, Outgoing.body(waiting)));
            poll = null;
            waiting.clear();
        }
    }
}
