package dev.parley.server.delivery;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries loads to receivers that may be slow, away or out of order: of each lane no more than so many wait, a few are under way
 * at once, each is tried several times with growing pauses, and no try takes longer than allowed. Loads are in memory only; those
 * that have not arrived when it is closed are lost. Any thread.
 */
public final class Courier implements AutoCloseable {

    /** The usual pause before the second try. */
    public static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** A receiver that wants to be left alone for longer is asked earlier: what waits costs memory. */
    private static final Duration LONGEST_WISH = Duration.ofMinutes(10);

    private static final int PAUSE_GROWTH = 4;
    private static final long CLOSE_SECONDS = 3;

    /**
     * What a courier may do.
     *
     * @param name of the settings' section, and of the threads
     * @param queue loads of each lane that may wait or be under way
     * @param timeout of one try
     * @param firstPause before the second try; each later one is four times as long, up to a minute
     */
    public record Terms(String name, int queue, int attempts, Duration timeout, Duration firstPause) {}

    /** A way to a receiver. */
    @FunctionalInterface
    public interface Way<T> {

        /**
         * Hands a load on. Blocks, on a virtual thread that is interrupted when it takes too long.
         *
         * @param id the same in every try of one load, so that a receiver can tell a repetition
         */
        void carry(String id, T load) throws DeliveryException, InterruptedException;
    }

    /** Learns what becomes of loads, each of which ends in one of the first three ways. Any thread; must not block. */
    public interface Outcomes<T> {

        void delivered(T load);

        /** @param attempts how many tries were made */
        void gaveUp(T load, int attempts, DeliveryException why);

        /** It was refused because too many wait, or the courier is closed. */
        void dropped(T load);

        /** A try failed, and another will follow. */
        default void postponed(T load, int attempt, DeliveryException why) {}
    }

    /** Loads of one kind, to one receiver. Any thread. */
    public final class Lane<T> {
        private final Way<T> way;
        private final Outcomes<T> outcomes;
        private final Semaphore turns;
        private final AtomicInteger held = new AtomicInteger();

        private Lane(Way<T> way, int atOnce, Outcomes<T> outcomes) {
            this.way = way;
            this.outcomes = outcomes;
            this.turns = new Semaphore(atOnce, true);
        }

        /** Takes a load, or drops it and returns false. Never blocks. */
        public boolean send(T load) {
            waiting.incrementAndGet();
            if (held.incrementAndGet() > terms.queue()) {
                left();
                outcomes.dropped(load);
                return false;
            }
            return start(new Parcel<>(UUID.randomUUID().toString(), load, 1));
        }

        private void left() {
            held.decrementAndGet();
            waiting.decrementAndGet();
        }

        private boolean start(Parcel<T> parcel) {
            try {
                threads.execute(() -> deliver(parcel));
                return true;
            } catch (RejectedExecutionException e) { // closed
                left();
                outcomes.dropped(parcel.load());
                return false;
            }
        }

        private void deliver(Parcel<T> parcel) {
            try {
                attempt(parcel);
                left();
                outcomes.delivered(parcel.load());
            } catch (DeliveryException e) {
                if (e.isLasting() || parcel.attempt() >= terms.attempts()) {
                    left();
                    outcomes.gaveUp(parcel.load(), parcel.attempt(), e);
                } else {
                    outcomes.postponed(parcel.load(), parcel.attempt(), e);
                    again(parcel, e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                left();
                outcomes.dropped(parcel.load());
            }
        }

        private void attempt(Parcel<T> parcel) throws DeliveryException, InterruptedException {
            turns.acquire();
            try {
                within(() -> {
                    way.carry(parcel.id(), parcel.load());
                    return true;
                });
            } finally {
                turns.release();
            }
        }

        private void again(Parcel<T> parcel, DeliveryException why) {
            long millis = pause(parcel.attempt(), why).toMillis();
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(() -> start(new Parcel<>(parcel.id(), parcel.load(), parcel.attempt() + 1)));
        }
    }

    /**
     * A load on its way.
     *
     * @param attempt from 1
     */
    private record Parcel<T>(String id, T load, int attempt) {}

    private final Terms terms;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService threads;

    public Courier(Terms terms) {
        this.terms = terms;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(terms.name() + "-", 0).factory());
    }

    /**
     * A way that loads may take from now on. One that does not move takes no room from the others.
     *
     * @param atOnce how many tries may be under way
     */
    public <T> Lane<T> lane(Way<T> way, int atOnce, Outcomes<T> outcomes) {
        return new Lane<>(way, atOnce, outcomes);
    }

    /** Loads that are on their way or wait. */
    public int waiting() {
        return waiting.get();
    }

    /** Timeouts of sockets bound a single read; a peer that says a byte now and then needs this. */
    private void within(Callable<Boolean> attempt) throws DeliveryException, InterruptedException {
        Future<Boolean> running;
        try {
            running = threads.submit(attempt);
        } catch (RejectedExecutionException e) {
            throw DeliveryException.lasting("the server ends");
        }
        try {
            running.get(terms.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw DeliveryException.passing("it took longer than " + terms.name() + ".timeout");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeliveryException failure) {
                throw failure;
            }
            // The failure's own text may hold an address.
            throw DeliveryException.passing("unexpected "
                    + (e.getCause() == null ? e : e.getCause()).getClass().getName());
        } finally {
            running.cancel(true);
        }
    }

    /** Four times as long each time, and not for all loads the same; never shorter than the receiver asked for. */
    private Duration pause(int failures, DeliveryException why) {
        Duration pause = terms.firstPause();
        for (int i = 1; i < failures && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(PAUSE_GROWTH);
        }
        long millis = Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis());
        long wished = Math.min(why.retryAfter().toMillis(), LONGEST_WISH.toMillis());
        return Duration.ofMillis(
                wished > millis ? between(wished, wished / 4) : between(millis - millis / 4, millis / 2));
    }

    private static long between(long least, long more) {
        return ThreadLocalRandom.current().nextLong(least, least + more + 1);
    }

    /** Takes no more, lets tries that are under way end for a moment, and drops the rest. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
