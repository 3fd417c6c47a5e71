package dev.parley.bench.compare;

import dev.parley.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Members who are all in the same many channels, and one who sends to these in turn, with a few messages in flight. */
final class Subscriptions implements AutoCloseable {

    private static final int IN_FLIGHT = 16;
    private static final long PAUSE_NANOS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<PlainClient> members = new ArrayList<>();
    private final LongAdder received = new LongAdder();
    private final List<String> channels;
    private final PlainClient sender;
    private final String filling;
    private long sent;

    /** @param each channels of each member */
    Subscriptions(Target target, int count, int each, int payload) throws IOException {
        channels = IntStream.range(0, each).mapToObj(i -> "many-" + i).toList();
        filling = "x".repeat(Math.max(payload - 8, 1));
        for (int i = 0; i < count; i++) {
            PlainClient member = new PlainClient(target, received);
            members.add(member);
            member.join(channels);
        }
        sender = new PlainClient(target, received);
    }

    /**
     * Sends for so long, and waits until all has come.
     *
     * @return deliveries
     * @throws IOException if one is missing or too many
     */
    long run(Duration length) throws IOException {
        long before = received.sum();
        long end = System.nanoTime() + length.toNanos();
        long first = sent;
        while (System.nanoTime() < end) {
            while (outstanding() >= (long) IN_FLIGHT * members.size() && System.nanoTime() < end) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            sender.send("42[\"message\",{\"channel\":\"" + channels.get((int) (sent % channels.size()))
                    + "\",\"eventName\":\"m\",\"message\":{\"x\":\"" + filling + "\"},\"echo\":true}]");
            sent++;
        }
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (outstanding() > 0 && System.nanoTime() < patience) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        long expected = (sent - first) * members.size();
        long came = received.sum() - before;
        if (came != expected) {
            throw new IOException("of " + expected + " deliveries came " + came);
        }
        return came;
    }

    private long outstanding() {
        return sent * members.size() - received.sum();
    }

    @Override
    public void close() throws IOException {
        sender.close();
        for (PlainClient member : members) {
            member.close();
        }
    }
}
