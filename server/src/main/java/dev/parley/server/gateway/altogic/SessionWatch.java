package dev.parley.server.gateway.altogic;

import dev.parley.core.AudienceKey;
import dev.parley.core.Completion;
import dev.parley.core.Name;
import dev.parley.core.Subscriber;
import dev.parley.server.identity.Session;
import dev.parley.server.identity.SessionEnd;
import dev.parley.socketio.Socket;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a connected client what its session gave it, when that is ended or expires: events of its user reach it no more, and
 * it leaves the channels it may no longer join. If its app or key demands a session, it leaves all, and the app's messages reach
 * it no more either; it stays connected, as with the originals. Its socket's shard only.
 */
final class SessionWatch {

    /** Channels left at once; so the connection's credit is never used up. */
    private static final int LEAVES_AT_ONCE = 64;

    private final Socket socket;
    private final Access access;
    private final Session session;

    private SessionWatch(Socket socket, Access access, Session session) {
        this.socket = socket;
        this.access = access;
        this.session = session;
    }

    /** Watches until it is stopped; null if there is no session. */
    static @Nullable SessionEnd begin(Socket socket, Access access) {
        Session session = access.session();
        if (session == null) {
            return null;
        }
        SessionWatch watch = new SessionWatch(socket, access, session);
        return SessionEnd.watch(socket.shard(), session, watch::over);
    }

    private void over() {
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
