package dev.parley.load;

import java.io.IOException;
import java.time.Duration;

/**
 * A kind of load. A run takes the calling thread until it is over, and opens and closes its own connections.
 *
 * <p>Payloads are JSON of the given size, {@value #LEAST_PAYLOAD} to {@value #MOST_PAYLOAD} bytes.
 */
public sealed interface Scenario {

    /** Bytes of the smallest payload: sender, number and time take this much. */
    int LEAST_PAYLOAD = MessageShape.LEAST_PAYLOAD;

    /** Pairs of a member and somebody whom it hears: for each is kept what came last. */
    long MOST_PAIRS = 1L << 26;

    /** Bytes of the largest payload, which has to fit in buffers here. */
    int MOST_PAYLOAD = MessageShape.MOST_PAYLOAD;

    /**
     * @return what it came to; look at {@link Report#isSound} first
     * @throws LoadException if the run could not take place, in words for the user
     */
    Report run(Target target, Window window) throws IOException;

    private static void requirePairs(long members, int each, String whom) {
        if (members > MOST_PAIRS / Math.max(each, 1)) {
            throw new IllegalArgumentException(members + " members who each hear " + each + " " + whom
                    + " are too many to check; members times " + whom + " may be " + MOST_PAIRS + " at most");
        }
    }

    /** One publisher, which is not a member, and members of one channel. */
    record FanOut(int members, int payloadBytes, Pace pace, Duration warmup, Duration measured) implements Scenario {
        @Override
        public Report run(Target target, Window window) throws IOException {
            return Exchange.fanOut(this, target, window);
        }
    }

    /** Channels of members who all send, and get their own messages back. {@code members} is per channel. */
    record Chat(int channels, int members, int payloadBytes, Pace pace, Duration warmup, Duration measured)
            implements Scenario {
        public Chat {
            requirePairs((long) channels * members, members, "senders");
        }

        @Override
        public Report run(Target target, Window window) throws IOException {
            return Exchange.chat(this, target, window);
        }
    }

    /** As {@link FanOut}, with members on HTTP long-polling. */
    record Polling(int members, int payloadBytes, Pace pace, Duration warmup, Duration measured) implements Scenario {
        @Override
        public Report run(Target target, Window window) throws IOException {
            return Exchange.polling(this, target, window);
        }
    }

    /**
     * Clients who join and leave a channel in turn, before members who stay and have to see each join and each leave once and in
     * order. In the pace, "messages" are joins and leaves; {@link Pace.Saturated}: in flight until all members have seen them,
     * at most one per churner.
     *
     * @param members who stay
     * @param churners who come and go
     */
    record Presence(int members, int churners, Pace pace, Duration warmup, Duration measured) implements Scenario {
        public Presence {
            requirePairs(members, churners, "churners");
        }

        @Override
        public Report run(Target target, Window window) throws IOException {
            return Churn.run(this, target, window);
        }
    }

    /**
     * Connections that are let in and then quiet. {@link Report#latency} is of connecting, up to being let in.
     *
     * @param hold how long they are held open, with pings answered, before {@link Window#settled}
     */
    record Idle(int connections, Duration hold) implements Scenario {
        @Override
        public Report run(Target target, Window window) throws IOException {
            return Standing.idle(this, target, window);
        }
    }

    /**
     * All connections, each in a channel, are cut off at once, and all come back at once. {@link Report#took} is until the last is
     * in its channel again, {@link Report#latency} from the cut until each was.
     */
    record Storm(int connections, int channels) implements Scenario {
        @Override
        public Report run(Target target, Window window) throws IOException {
            return Standing.storm(this, target, window);
        }
    }

    /**
     * The generator against frames that a thread of this process writes, many at once: what it takes when no server is in the way.
     * Its target is not used. Give it two cores; {@code generator_cpu_us_per_delivery} says what one of them could take.
     *
     * @param perWrite frames written to each member at once
     */
    record Self(int members, int payloadBytes, int perWrite, Duration warmup, Duration measured) implements Scenario {
        @Override
        public Report run(Target target, Window window) throws IOException {
            return run(window);
        }

        public Report run(Window window) throws IOException {
            return SelfTest.run(this, window);
        }
    }
}
