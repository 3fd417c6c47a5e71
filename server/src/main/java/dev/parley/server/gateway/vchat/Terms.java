package dev.parley.server.gateway.vchat;

import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Session;
import dev.parley.server.identity.SessionEnd;
import dev.parley.socketio.Socket;
import org.jspecify.annotations.Nullable;

/** On what terms a connected client came in; asked again for every event. */
record Terms(Admission admission, App app, Credentials credentials, Session session, Profile user) {

    /** Whether an event may be served. Without a valid session the connection ends; what is over a rate is dropped. */
    boolean allow(Socket socket) {
        if (!app.config().vchat()) {
            socket.disconnectConnection();
            return false;
        }
        Denial denial = admission.recheckWithoutKey(app, credentials, session);
        if (denial != null && denial.retryAfter() == 0) {
            socket.disconnectConnection();
        }
        return denial == null;
    }

    /** Ends the connection with the session. Null if the app is gone, and the connection with it. */
    @Nullable
    SessionEnd begin(Socket socket) {
        if (app.isGone()) {
            socket.disconnectConnection(); // it was removed while the client was on its way in
            return null;
        }
        return SessionEnd.watch(socket.shard(), session, socket::disconnectConnection);
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "Terms[" + app.id() + "]";
    }
}
