package dev.parley.client;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that a connection has ended when the JDK did not tell: it loses an end without a close frame that comes while a message is with the listener, as when
 * a busy server is killed. So when nothing has come for a moment after a message, a few pings are sent: the first makes the other side's machine say that the
 * connection is no more, the second fails on its way, and the third is told so. While messages come, and when long none has come, nothing is sent.
 */
final class EndProbe {

    private static final Duration MOMENT = Duration.ofMillis(500);
    private static final int PINGS = 3;

    private final TransportTarget target;
    private final Supplier<@Nullable WebSocket> socket;
    private final Runnable onEnd;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean heard;
    private volatile boolean stopped;
    private Timers.@Nullable Timer timer;
    private int pings;

    /** @param onEnd called on any thread if the connection proves to have ended */
    EndProbe(TransportTarget target, Supplier<@Nullable WebSocket> socket, Runnable onEnd) {
        this.target = target;
        this.socket = socket;
        this.onEnd = onEnd;
    }

    /** A message has come. Any thread. */
    void heard() {
        heard = true;
        if (!running.get() && running.compareAndSet(false, true)) {
            target.lane().execute(this::await);
        }
    }

    /** Ends it for good. On the lane. */
    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void await() {
        if (!stopped) {
            timer = target.timers().after(MOMENT, target.lane(), this::look);
        }
    }

    private void look() {
        timer = null;
        WebSocket open = socket.get();
        if (open == null || open.isOutputClosed()) {
            stopped = true;
            return;
        }
        if (heard) {
            heard = false;
            pings = 0;
        } else {
            pings++;
            ping(open);
        }
        if (pings < PINGS) {
            await();
            return;
        }
        pings = 0;
        running.set(false);
        if (heard && running.compareAndSet(false, true)) {
            await(); // it came in between
        }
    }

    private void ping(WebSocket open) {
        open.sendPing(ByteBuffer.allocate(0)).whenComplete((sent, failure) -> {
            if (failure instanceof IOException && !stopped) { // anything else says that one is still being sent
                onEnd.run();
            }
        });
    }
}
