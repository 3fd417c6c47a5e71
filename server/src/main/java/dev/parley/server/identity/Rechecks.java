package dev.parley.server.identity;

import org.jspecify.annotations.Nullable;

/**
 * {@link Admission#recheck} for one client. Where nothing but the app's settings and the session's end can change the answer, a yes
 * is kept until one of them does. Made by {@link Admission#rechecks}; owned by one thread.
 */
public final class Rechecks {

    private final Admission admission;
    private final App app;
    private final Credentials credentials;
    private final @Nullable Session session;
    /** The {@link App#version} under which the answer is yes; null if none is known. */
    private @Nullable Object admittedUnder;

    Rechecks(Admission admission, App app, Credentials credentials, @Nullable Session session) {
        this.admission = admission;
        this.app = app;
        this.credentials = credentials;
        this.session = session;
    }

    /** Why the packet that has come must not be served, or null. Each call counts as a packet. */
    public @Nullable Denial next() {
        Object version = app.version(); // read first: a change meanwhile is seen by the next packet
        if (version == admittedUnder && (session == null || admission.isValid(session))) {
            return null;
        }
        Denial denial = admission.recheck(app, credentials, session);
        boolean lasting = denial == null
                && (session == null || admission.isValid(session))
                && admission.isLasting(app, credentials, session);
        admittedUnder = lasting ? version : null;
        return denial;
    }
}
