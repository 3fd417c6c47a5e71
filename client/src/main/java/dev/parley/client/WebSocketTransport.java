package dev.parley.client;

import dev.parley.protocol.EngineCodec;
import dev.parley.protocol.EnginePacket;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Engine.IO packets on the JDK's WebSocket, one packet per message.
 *
 * <p>The JDK completes the handshake on the common pool of the process, and offers no way around it. While the application blocks all threads of
 * {@code ForkJoinPool.commonPool()} (a small machine has one), no WebSocket gets connected: attempts end by the time they may take. One that is connected goes on,
 * and polling does not use that pool for what is answered.
 */
final class WebSocketTransport implements Transport {

    /** How long the peer may take to end the connection after a close was sent or received. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final TransportTarget target;
    private final EventGate gate;
    private final WebSocketReader reader;
    private final EndProbe probe;
    private @Nullable CompletableFuture<WebSocket> handshake;
    /** The last list that was handed in. */
    private CompletableFuture<Boolean> sent = CompletableFuture.completedFuture(true);
    /** Limits the time to close; there is one if the end has begun. */
    private Timers.@Nullable Timer deadline;

    private boolean abandoned;

    WebSocketTransport(TransportTarget target, TransportEvents events) {
        this.target = target;
        gate = new EventGate(events);
        probe = new EndProbe(target, this::socket, () -> lost(Failures.closed(1006, "")));
        reader = new WebSocketReader(
                gate,
                target.maxMessageBytes(),
                probe::heard,
                () -> target.lane().execute(this::inputClosed));
    }

    @Override
    public void open() {
        CompletableFuture<WebSocket> attempt;
        try {
            attempt = target.http()
                    .newWebSocketBuilder()
                    .connectTimeout(target.timeout())
                    .buildAsync(target.webSocket(), reader);
        } catch (RuntimeException e) {
            gate.end(Failures.handshake(e, target.webSocket(), target.timeout()));
            return;
        }
        handshake = attempt;
        attempt.whenComplete((socket, error) -> target.lane().execute(() -> answered(error)));
    }

    private void answered(@Nullable Throwable error) {
        handshake = null;
        if (error != null) {
            gate.end(Failures.handshake(error, target.webSocket(), target.timeout()));
        }
    }

    @Override
    public CompletionStage<Void> send(List<EnginePacket> packets) {
        WebSocket socket = reader.socket();
        if (socket == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("not open"));
        }
        Sending sending = new Sending(socket, packets);
        sent = sending.done;
        sending.proceed();
        return sending.done.thenRun(() -> {});
    }

    @Override
    public void pause() {
        reader.pause();
    }

    @Override
    public void resume() {
        reader.resume();
    }

    @Override
    public void close() {
        gate.silence();
        WebSocket socket = reader.socket();
        if (socket == null || socket.isInputClosed()) {
            abort();
            return;
        }
        probe.stop();
        reader.resume(); // to see the other side's close
        deadline = afterPatience();
        sent.whenComplete((done, error) -> target.lane().execute(() -> socket.sendClose(WebSocket.NORMAL_CLOSURE, "")));
    }

    @Override
    public void abort() {
        gate.silence();
        abandon();
    }

    private @Nullable WebSocket socket() {
        return reader.socket();
    }

    /** Writing showed that there is no connection any more. */
    private void lost(TransportEnd end) {
        reader.abort();
        gate.end(end);
        target.lane().execute(probe::stop);
    }

    /** The other side has closed, or there was an error. The JDK answers if it still can; if we closed first, nothing is left to do. */
    private void inputClosed() {
        probe.stop();
        if (deadline != null) {
            abandon();
        } else if (!abandoned) {
            deadline = afterPatience();
        }
    }

    private Timers.Timer afterPatience() {
        return target.timers().after(PATIENCE, target.lane(), this::abandon);
    }

    private void abandon() {
        abandoned = true;
        probe.stop();
        Timers.Timer running = deadline;
        if (running != null) {
            running.cancel();
        }
        reader.abort();
        CompletableFuture<WebSocket> attempt = handshake;
        if (attempt != null) {
            // Cancels the request, but by a copy: the future itself must go on, or a socket that is just being made
            // would be lost and stay open.
            attempt.copy().cancel(true);
        }
    }

    /** Sends packets one by one: the JDK takes the next when it has written the last. On the lane. */
    private final class Sending {

        private final WebSocket socket;
        private final List<EnginePacket> packets;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private int next;

        Sending(WebSocket socket, List<EnginePacket> packets) {
            this.socket = socket;
            this.packets = packets;
        }

        void proceed() {
            while (next < packets.size()) {
                CompletableFuture<WebSocket> written = write(packets.get(next));
                next++;
                if (!written.isDone() || written.isCompletedExceptionally()) {
                    // A task of its own, so that nothing is nested however often this happens.
                    written.whenComplete((same, error) -> target.lane().execute(() -> written(error)));
                    return;
                }
            }
            done.complete(true);
        }

        private void written(@Nullable Throwable error) {
            if (error == null) {
                proceed();
                return;
            }
            lost(Failures.lost(error));
            done.completeExceptionally(error);
        }

        private CompletableFuture<WebSocket> write(EnginePacket packet) {
            if (packet.binary()) {
                return socket.sendBinary(ByteBuffer.wrap(packet.data(), packet.from(), packet.length()), true);
            }
            return socket.sendText(new String(EngineCodec.encodeText(packet), StandardCharsets.UTF_8), true);
        }
    }
}
