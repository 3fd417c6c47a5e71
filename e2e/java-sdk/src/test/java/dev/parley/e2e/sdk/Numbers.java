package dev.parley.e2e.sdk;

import dev.parley.client.OutcomeUnknownException;
import dev.parley.client.RealtimeClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sends the numbers from 0 on, one in two milliseconds, whatever becomes of the connection, and knows how each went. */
final class Numbers implements AutoCloseable {

    enum Outcome {
        ACCEPTED,
        UNKNOWN,
        OTHER
    }

    private final RealtimeClient client;
    private final String channel;
    private final String event;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> sending;
    private final Map<Integer, CompletableFuture<@Nullable Void>> futures = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Integer, Outcome> outcomes = new ConcurrentSkipListMap<>();
    private volatile int next;

    Numbers(RealtimeClient client, String channel, String event) {
        this.client = client;
        this.channel = channel;
        this.event = event;
        sending = ticks.scheduleAtFixedRate(this::send, 0, 2, TimeUnit.MILLISECONDS);
    }

    private void send() {
        int number = next;
        CompletableFuture<@Nullable Void> future = client.send(channel, event, number);
        futures.put(number, future);
        future.whenComplete((done, failure) -> outcomes.put(
                number,
                failure == null
                        ? Outcome.ACCEPTED
                        : failure instanceof OutcomeUnknownException ? Outcome.UNKNOWN : Outcome.OTHER));
        next = number + 1;
    }

    /** How many were given to the client so far. */
    int given() {
        return next;
    }

    /** The last one that was accepted; -1 if none was. */
    int lastAccepted() {
        return outcomes.descendingMap().entrySet().stream()
                .filter(entry -> entry.getValue() == Outcome.ACCEPTED)
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElse(-1);
    }

    /** Sends no more, and waits for all that were sent. */
    void stop() {
        sending.cancel(false);
        ticks.close();
        for (CompletableFuture<@Nullable Void> future : futures.values()) {
            Within.settled(future, "the outcome of a message");
        }
    }

    /** Those that went so, in order. */
    List<Integer> of(Outcome outcome) {
        return IntStream.range(0, next)
                .filter(number -> outcomes.get(number) == outcome)
                .boxed()
                .toList();
    }

    @Override
    public void close() {
        sending.cancel(false);
        ticks.close();
    }
}
