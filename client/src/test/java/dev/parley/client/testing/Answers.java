package dev.parley.client.testing;

import dev.parley.protocol.Payload;
import java.util.ArrayDeque;
import java.util.Queue;

/** Sends acknowledgements, at once or when they are released, once or twice. Guarded by the server's lock. */
final class Answers {

    static final Payload OK = Payload.json("{\"ok\":true}");

    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean hold;
    private boolean twice;

    void give(Session session, long id, Payload argument) {
        Runnable answer = () -> {
            session.send(Events.ack(id, argument));
            if (twice) {
                session.send(Events.ack(id, argument));
            }
        };
        if (hold) {
            held.add(answer);
        } else {
            answer.run();
        }
    }

    void twice(boolean value) {
        twice = value;
    }

    void hold(boolean value) {
        hold = value;
        if (!value) {
            release(held.size());
        }
    }

    int release(int most) {
        int count = Math.min(most, held.size());
        for (int i = 0; i < count; i++) {
            held.remove().run();
        }
        return count;
    }

    int held() {
        return held.size();
    }

    void clear() {
        held.clear();
    }
}
