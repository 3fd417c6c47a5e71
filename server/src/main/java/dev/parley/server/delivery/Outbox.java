package dev.parley.server.delivery;

import dev.parley.core.Clock;
import dev.parley.server.config.Delivery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
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
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the messages that are on their way: at most {@code delivery.queue} of them, a few at a time per channel, each tried up to
 * {@code delivery.attempts} times. They are in memory only; what has not gone out when the server ends is lost, and its user asks
 * for another. Any thread; {@link #send} never blocks.
 */
public final class Outbox implements Deliveries, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final int AT_ONCE = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int PAUSE_GROWTH = 4;
    private static final long CLOSE_SECONDS = 3;

    /** One channel's way, and how it goes there. */
    private record Lane(Carrier carrier, Semaphore turns, Counter sent, Counter failed, Counter dropped) {}

    private final Delivery config;
    private final UnaryOperator<String> appNames;
    private final Duration firstPause;
    private final Map<Message.Channel, Lane> lanes = new EnumMap<>(Message.Channel.class);
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("delivery-", 0).factory());
    private final Runnable closeCarriers;

    /**
     * Opens the ways that the settings name; says so, once, if there is none and messages go to the log.
     *
     * @param appNames the name for people of the app with an id
     * @throws IllegalArgumentException if a setting cannot be used; the message names it
     */
    public Outbox(Delivery config, UnaryOperator<String> appNames, Clock clock, MeterRegistry meters) {
        this(config, appNames, clock, meters, FIRST_PAUSE);
    }

    Outbox(Delivery config, UnaryOperator<String> appNames, Clock clock, MeterRegistry meters, Duration firstPause) {
        this.config = config;
        this.appNames = appNames;
        this.firstPause = firstPause;
        Delivery.Smtp smtp = config.smtp();
        Delivery.Webhook hook = config.webhook();
        SignedWebhook webhook = hook == null ? null : new SignedWebhook(hook, config.timeout(), clock);
        closeCarriers = webhook == null ? () -> {} : webhook::close;
        Carrier other = webhook == null ? new LogCarrier() : new WebhookCarrier(webhook);
        Carrier mails = smtp == null ? other : new SmtpCarrier(smtp, config.timeout(), clock);
        lanes.put(Message.Channel.EMAIL, lane(mails, Message.Channel.EMAIL, meters));
        lanes.put(Message.Channel.SMS, lane(other, Message.Channel.SMS, meters));
        Gauge.builder("parley.deliveries.waiting", waiting, AtomicInteger::get)
                .description("messages to users that are on their way or wait")
                .register(meters);
        warn();
    }

    private void warn() {
        if (config.webhook() == null) {
            log.warn(
                    "{} to users are not sent but written to this log, with their links and codes: for development only"
                            + " (delivery.smtp, delivery.webhook)",
                    config.smtp() == null ? "mails and text messages" : "text messages");
        }
    }

    private static Lane lane(Carrier carrier, Message.Channel channel, MeterRegistry meters) {
        return new Lane(
                carrier,
                new Semaphore(AT_ONCE, true),
                counter(meters, channel, "sent"),
                counter(meters, channel, "failed"),
                counter(meters, channel, "dropped"));
    }

    private static Counter counter(MeterRegistry meters, Message.Channel channel, String result) {
        return Counter.builder("parley.deliveries")
                .description("messages to users: handed on, given up, or refused because too many waited")
                .tag("channel", channel.name().toLowerCase(Locale.ROOT))
                .tag("result", result)
                .register(meters);
    }

    @Override
    public boolean send(Message message) {
        Lane lane = lane(message);
        if (waiting.incrementAndGet() > config.queue()) {
            waiting.decrementAndGet();
            lane.dropped().increment();
            return false;
        }
        return start(new Parcel(UUID.randomUUID().toString(), message, 1), lane);
    }

    private boolean start(Parcel parcel, Lane lane) {
        try {
            threads.execute(() -> deliver(parcel, lane));
            return true;
        } catch (RejectedExecutionException e) { // closed
            done(lane.dropped());
            return false;
        }
    }

    /**
     * A message on its way.
     *
     * @param attempt from 1
     */
    private record Parcel(String id, Message message, int attempt) {}

    private Lane lane(Message message) {
        Lane lane = lanes.get(message.channel());
        if (lane == null) {
            throw new IllegalStateException("no way for " + message.channel());
        }
        return lane;
    }

    private void deliver(Parcel parcel, Lane lane) {
        Message message = parcel.message();
        try {
            attempt(parcel, lane);
            log.debug("delivered {}", message);
            done(lane.sent());
        } catch (DeliveryException e) {
            if (e.isLasting() || parcel.attempt() >= config.attempts()) {
                log.warn(
                        "gave up {} after {} of {} tries: {}",
                        message,
                        parcel.attempt(),
                        config.attempts(),
                        e.getMessage());
                done(lane.failed());
            } else {
                log.info("try {} of {} failed, another follows: {}", parcel.attempt(), message, e.getMessage());
                again(new Parcel(parcel.id(), message, parcel.attempt() + 1), lane);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done(lane.dropped());
        }
    }

    private void attempt(Parcel parcel, Lane lane) throws DeliveryException, InterruptedException {
        lane.turns().acquire();
        try {
            Message message = parcel.message();
            within(() -> {
                Texts.Text text = Texts.of(message, appNames.apply(message.app()));
                lane.carrier().carry(parcel.id(), message, text);
                return true;
            });
        } finally {
            lane.turns().release();
        }
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
            running.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw DeliveryException.passing("it took longer than delivery.timeout");
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

    private void again(Parcel parcel, Lane lane) {
        long millis = pause(parcel.attempt() - 1).toMillis();
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> start(parcel, lane));
    }

    /** Four times as long each time, and not for all messages the same. */
    private Duration pause(int failures) {
        Duration pause = firstPause;
        for (int i = 1; i < failures && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(PAUSE_GROWTH);
        }
        long millis = Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis - millis / 4, millis + millis / 4 + 1));
    }

    private void done(Counter result) {
        waiting.decrementAndGet();
        result.increment();
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
        closeCarriers.run();
    }
}
