package dev.parley.server.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user's login, live: whoever holds it sees at once when it ends. One object per session in the process. Any thread.
 *
 * <p>It holds no token.
 */
public final class Session {

    private final String app;
    private final String user;
    private final String id;
    private final long expiresAt;
    private final List<String> channels;
    /** A user may have many sockets, and they may all go at once. */
    private final Set<Runnable> listeners = new HashSet<>(2);

    private volatile boolean ended;

    /**
     * @param user the user's id
     * @param id names it in listings; grants nothing
     * @param expiresAt milliseconds since 1970
     * @param channels names and patterns ({@code *} for any characters) its token lists for rules that say {@code claim}
     */
    public Session(String app, String user, String id, long expiresAt, List<String> channels) {
        this.app = app;
        this.user = user;
        this.id = id;
        this.expiresAt = expiresAt;
        this.channels = List.copyOf(channels);
    }

    public String app() {
        return app;
    }

    public String user() {
        return user;
    }

    public String id() {
        return id;
    }

    /** Milliseconds since 1970. */
    public long expiresAt() {
        return expiresAt;
    }

    public List<String> channels() {
        return channels;
    }

    /** @param now milliseconds since 1970 */
    public boolean isValid(long now) {
        return !ended && now < expiresAt;
    }

    /** Ends it for everybody who holds it and tells those who listen, on this thread. Ended: nothing happens. */
    public void end() {
        List<Runnable> told;
        synchronized (listeners) {
            if (ended) {
                return;
            }
            ended = true;
            told = List.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(Runnable::run);
    }

    /** Runs {@code listener} when it is ended, at once if it is already; not when it expires. It must be quick. */
    public void onEnd(Runnable listener) {
        synchronized (listeners) {
            if (!ended) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }

    /** Forgets a listener; null and unknown ones are fine. */
    public void forget(@Nullable Runnable listener) {
        synchronized (listeners) {
            listeners.remove(listener);
        }
    }

    /** How many listen, for checks. */
    int listeners() {
        synchronized (listeners) {
            return listeners.size();
        }
    }

    @Override
    public String toString() {
        return "Session[" + app + ", " + id + "]";
    }
}
