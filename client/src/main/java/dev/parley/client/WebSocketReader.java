package dev.parley.client;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.PacketType;
import dev.parley.protocol.ProtocolException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a WebSocket. The JDK calls it on threads of the HTTP client, one call at a time; nothing that it is given is kept, and no exception
 * leaves it, for the JDK would stop reading. The other methods may be called by any thread.
 *
 * <p>The JDK reads only what was asked for. Each part asks for the next, unless reading is paused; asking for many at once was measured, and is not faster.
 *
 * <p>When the connection ends without a close while the next part is not asked for yet, for instance together with a message, the JDK often does not tell (seen
 * in 17 and 25). {@link EndProbe} finds out.
 */
final class WebSocketReader implements WebSocket.Listener {

    private static final Logger LOG = System.getLogger("dev.parley.client");

    private final EventGate gate;
    private final MessageParts parts;
    private final Runnable onMessage;
    private final Runnable onInputClosed;
    private volatile @Nullable WebSocket socket;
    private volatile boolean aborted;
    private volatile boolean paused;
    /** Whether the next part is to be asked for. */
    private final AtomicBoolean unasked = new AtomicBoolean();

    /**
     * @param onMessage called after each message was told
     * @param onInputClosed called once when nothing can come any more and {@link #abort()} was not the reason
     */
    WebSocketReader(EventGate gate, int maxMessageBytes, Runnable onMessage, Runnable onInputClosed) {
        this.gate = gate;
        this.parts = new MessageParts(maxMessageBytes);
        this.onMessage = onMessage;
        this.onInputClosed = onInputClosed;
    }

    /** The socket; null while the handshake is under way. */
    @Nullable
    WebSocket socket() {
        return socket;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        WebSocket current = socket;
        if (current != null) {
            askUnlessPaused(current);
        }
    }

    /** Drops the connection; one whose handshake is under way is dropped when it arrives. */
    void abort() {
        aborted = true;
        WebSocket current = socket;
        if (current != null) {
            current.abort();
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        if (aborted) {
            opened.abort();
            return;
        }
        askForNext(opened);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        try {
            tell(gate.isOver() ? null : parts.text(data, last));
        } catch (ProtocolException | RuntimeException | Error e) {
            refuse(e);
        }
        askForNext(from);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        try {
            tell(gate.isOver() ? null : parts.binary(data, last));
        } catch (ProtocolException | RuntimeException | Error e) {
            refuse(e);
        }
        askForNext(from);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
        askForNext(from); // the JDK has answered
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        askForNext(from);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        inputClosed(Failures.closed(code, reason));
        return null; // the JDK answers the close
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        inputClosed(Failures.lost(error));
    }

    private void tell(@Nullable EnginePacket packet) {
        if (packet == null) {
            return;
        }
        if (packet.type() == PacketType.CLOSE) {
            gate.end(Failures.closedByPacket());
            abort();
        } else {
            gate.packet(packet);
            onMessage.run();
        }
    }

    private void refuse(Throwable error) {
        try {
            gate.end(Failures.refused(error));
        } finally {
            abort();
        }
    }

    private void inputClosed(TransportEnd end) {
        try {
            gate.end(end);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the client failed inside; this is a defect of the library", e);
        } finally {
            onInputClosed.run();
        }
    }

    /** Whoever of this and {@link #resume()} comes second sees what the other did. */
    private void askForNext(WebSocket from) {
        unasked.set(true);
        askUnlessPaused(from);
    }

    private void askUnlessPaused(WebSocket from) {
        if (!paused && unasked.getAndSet(false)) {
            from.request(1);
        }
    }
}
