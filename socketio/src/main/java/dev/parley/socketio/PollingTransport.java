package dev.parley.socketio;

import dev.parley.core.Timer;
import dev.parley.protocol.EngineError;
import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.EngineVersion;
import dev.parley.protocol.PacketType;
import dev.parley.protocol.PollingCodec;
import dev.parley.protocol.ProtocolException;
import io.netty.util.AsciiString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The polls of one client: packets wait here until a GET asks for them; a POST brings packets in. At most one of each may be
 * open; a second one ends the connection (Engine.IO protocol, "HTTP long-polling").
 */
final class PollingTransport {

    private static final byte[] OK = new AsciiString("ok").toByteArray();
    private static final byte[] NO_DATA = {};

    private final EngineSocket socket;
    private final EngineOptions options;
    private final ArrayDeque<EnginePacket> queue = new ArrayDeque<>();

    private long queuedBytes;
    private boolean dirty;
    private boolean ended;
    private boolean readBinary;
    private boolean reading = true;
    private @Nullable Timer ageTimer;
    private @Nullable PollExchange poll;
    private @Nullable PollExchange post;
    /** Whether {@link #post} has been served and only waits for its answer. */
    private boolean late;

    PollingTransport(EngineSocket socket, EngineOptions options) {
        this.socket = socket;
        this.options = options;
    }

    void queue(EnginePacket packet) {
        if (ended) {
            return;
        }
        int size = EngineSocket.sizeOf(packet);
        if (queuedBytes > 0 && queuedBytes + size > options.webSocket().maxPending()) {
            discard();
            socket.close(EngineClose.SLOW);
            return;
        }
        if (queue.isEmpty()) {
            ageTimer = socket.shard()
                    .timers()
                    .schedule(options.webSocket().maxAge().toMillis(), () -> socket.close(EngineClose.SLOW));
        }
        queue.add(packet);
        queuedBytes += size;
        if (!dirty) {
            dirty = true;
            socket.shard().flushLater(socket);
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    void deliver(PollBatch batch, int from, int to) {
        batch.packets(from, to, this::queue);
    }

    void flush() {
        dirty = false;
        PollExchange waiting = poll;
        if (waiting != null && !queue.isEmpty()) {
            poll = null;
            answer(waiting);
        }
    }

    /** A GET asks for packets. */
    void get(PollExchange exchange) {
        if (poll != null) {
            exchange.fail(EngineError.BAD_REQUEST);
            socket.close(EngineClose.TRANSPORT_ERROR);
            return;
        }
        readBinary = exchange.takesBinary();
        poll = exchange;
        exchange.onAbort(() -> aborted(exchange));
        if (!queue.isEmpty()) {
            flush();
        }
    }

    private void aborted(PollExchange exchange) {
        if (exchange == poll) {
            poll = null;
            socket.close(EngineClose.TRANSPORT_CLOSE);
        } else if (exchange == post) {
            post = null;
            socket.close(EngineClose.TRANSPORT_CLOSE);
        }
    }

    /** A POST begins; its body follows in {@link #post}. Returns false after it has ended the connection for an overlap. */
    boolean beginPost(PollExchange exchange) {
        if (post != null) {
            exchange.fail(EngineError.BAD_REQUEST);
            socket.close(EngineClose.TRANSPORT_ERROR);
            return false;
        }
        post = exchange;
        exchange.onAbort(() -> aborted(exchange));
        return true;
    }

    /** The body of a POST was too large; its answer is on its way. */
    void postFailed(PollExchange exchange) {
        if (exchange == post) {
            post = null;
        }
    }

    void post(PollExchange exchange, byte[] body, boolean octetStream) {
        if (octetStream && socket.version() == EngineVersion.V4) {
            refuseBody(exchange); // version 4 bodies are always text
            return;
        }
        List<EnginePacket> packets;
        try {
            packets = PollingCodec.decode(
                    socket.version(), body, octetStream, options.maxPacketsPerPayload(), options.maxPayload());
        } catch (ProtocolException e) {
            refuseBody(exchange);
            return;
        }
        for (EnginePacket packet : packets) {
            socket.received(packet);
        }
        if (reading || exchange != post || !socket.isOpen()) {
            postFailed(exchange);
            exchange.text(OK);
        } else {
            late = true;
        }
    }

    private void refuseBody(PollExchange exchange) {
        postFailed(exchange);
        exchange.fail(EngineError.BAD_REQUEST);
        socket.close(EngineClose.PARSE_ERROR);
    }

    /** Whether more may be read; while not, a POST is answered late. */
    void reading(boolean on) {
        reading = on;
        if (on) {
            answerLatePost();
        }
    }

    private void answerLatePost() {
        PollExchange waiting = post;
        if (late && waiting != null) {
            late = false;
            post = null;
            waiting.text(OK);
        }
    }

    /** Answers a waiting poll with a packet of its own, ahead of nothing: the queue stays. */
    void release(PacketType type) {
        PollExchange waiting = poll;
        if (waiting != null) {
            poll = null;
            waiting.packets(List.of(new EnginePacket(type, false, NO_DATA, 0, 0)), socket.version(), false);
        }
    }

    private void answer(PollExchange exchange) {
        List<EnginePacket> packets = new ArrayList<>();
        long bytes = 0;
        // One answer is bounded like one message; the rest waits for the next poll.
        while (!queue.isEmpty()
                && (packets.isEmpty() || bytes + EngineSocket.sizeOf(queue.peekFirst()) <= options.maxPayload())) {
            EnginePacket packet = queue.removeFirst();
            bytes += EngineSocket.sizeOf(packet);
            packets.add(packet);
        }
        queuedBytes -= bytes;
        age();
        boolean last = queue.isEmpty() && socket.isLeaving();
        if (last) {
            packets.add(new EnginePacket(PacketType.CLOSE, false, NO_DATA, 0, 0));
        }
        exchange.packets(packets, socket.version(), readBinary);
        if (last) {
            socket.leave();
        }
    }

    /** Some packets were taken: what is left begins to wait anew. */
    private void age() {
        Timer timer = ageTimer;
        if (timer != null && queue.isEmpty()) {
            timer.cancel();
        } else if (timer != null) {
            timer.rearm(options.webSocket().maxAge().toMillis());
        }
    }

    private void discard() {
        queue.clear();
        queuedBytes = 0;
        age();
    }

    /** A WebSocket takes over: answers what waits and hands the queue on. */
    List<EnginePacket> finish() {
        release(PacketType.NOOP);
        List<EnginePacket> rest = List.copyOf(queue);
        discard();
        reading(true);
        return rest;
    }

    /** The connection ends: the client learns it from its waiting poll. */
    void close() {
        ended = true;
        release(PacketType.CLOSE);
        discard();
        answerLatePost();
    }
}
