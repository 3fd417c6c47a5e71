package dev.parley.server.gateway.altogic;

import dev.parley.core.AudienceKey;
import dev.parley.core.Completion;
import dev.parley.core.Name;
import dev.parley.core.Subscriber;
import dev.parley.core.Timer;
import dev.parley.server.identity.Session;
import dev.parley.socketio.Socket;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a connected client what its session gave it, when that is ended or expires: events of its user reach it no more, and
 * it leaves the channels it may no longer join. If its app or key demands a session, it leaves all, and the app's messages reach
 * it no more either; it stays connected, as with the originals. Its socket's shard only.
 */
final class SessionWatch {

    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
    /** Channels left at once; so the connection's credit is never used up. */
    private static final int LEAVES_AT_ONCE = 64;

    private final Socket socket;
    private final Access access;
    private final Session session;
    private final Runnable ended;
    private @Nullable Timer expiry;
    private boolean stopped;

    private SessionWatch(Socket socket, Access access, Session session) {
        this.socket = socket;
        this.access = access;
        this.session = session;
        this.ended = () -> socket.shard().loop().execute(this::over);
    }

    /** Watches until {@link #stop}; null if there is no session. */
    static @Nullable SessionWatch begin(Socket socket, Access access) {
        Session session = access.session();
        if (session == null) {
            return null;
        }
        SessionWatch watch = new SessionWatch(socket, access, session);
        watch.expiry = socket.shard().timers().schedule(watch.untilExpiry(), watch::look);
        session.onEnd(watch.ended);
        return watch;
    }

    /** The socket is gone, or there is nothing left to take. */
    void stop() {
        stopped = true;
        session.forget(ended);
        Timer timer = expiry;
        if (timer != null) {
            timer.cancel();
            expiry = null;
        }
    }

    /** Not far ahead: the clock may be set, and a timer's turn costs little. */
    private long untilExpiry() {
        return Math.clamp(session.expiresAt() - now(), 0, DAY_MILLIS);
    }

    private long now() {
        return socket.shard().hub().clock().millis();
    }

    private void look() {
        Timer timer = expiry;
        if (timer != null && session.isValid(now())) {
            timer.rearm(Math.max(1, untilExpiry()));
        } else {
            over();
        }
    }

    private void over() {
        if (stopped) {
            return;
        }
        stop();
        Subscriber subscriber = socket.subscriber();
        String app = access.app().id();
        subscriber.detachAtOnce(AudienceKey.user(app, session.user()));
        boolean shutOut = access.needsSession();
        if (shutOut) {
            subscriber.detachAtOnce(AudienceKey.app(app));
        }
        Queue<Name> lost = new ArrayDeque<>();
        for (Name channel : subscriber.channels()) {
            if (shutOut || !access.rights().mayStay(channel.text())) {
                lost.add(channel);
            }
        }
        leave(lost);
    }

    private void leave(Queue<Name> channels) {
        for (int i = 1; i <= LEAVES_AT_ONCE && !channels.isEmpty(); i++) {
            Name channel = channels.remove();
            boolean goOn = i == LEAVES_AT_ONCE && socket.isConnected();
            socket.subscriber().leave(channel, false, goOn ? refusal -> leave(channels) : Completion.IGNORED);
        }
    }
}
