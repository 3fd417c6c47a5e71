package dev.parley.client.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The hooks that are set. Safe for all threads; those who call must not hold the server's lock. */
final class Hooks {

    private final Map<Received.Kind, EventHook> events = new ConcurrentHashMap<>();
    private final Problems problems;
    private volatile ConnectHook connect = peer -> Verdict.accept();

    Hooks(Problems problems) {
        this.problems = problems;
    }

    void connect(ConnectHook hook) {
        connect = hook;
    }

    void event(Received.Kind kind, EventHook hook) {
        events.put(kind, hook);
    }

    Verdict decide(Peer peer) {
        try {
            return connect.decide(peer);
        } catch (RuntimeException | Error e) {
            problems.add(e);
            return Verdict.ignore();
        }
    }

    Verdict decide(Received event) {
        EventHook hook = events.get(event.kind());
        if (hook == null) {
            return Verdict.accept();
        }
        try {
            return hook.decide(event);
        } catch (RuntimeException | Error e) {
            problems.add(e);
            return Verdict.ignore();
        }
    }
}
