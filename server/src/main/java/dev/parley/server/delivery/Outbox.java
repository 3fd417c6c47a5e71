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
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the messages that are on their way: at most {@code delivery.queue} per channel, a few at a time per channel, each tried up to
 * {@code delivery.attempts} times. They are in memory only; what has not gone out when the server ends is lost, and its user asks
 * for another. Any thread; {@link #send} never blocks.
 */
public final class Outbox implements Deliveries, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final int AT_ONCE = 8;

    private final UnaryOperator<String> appNames;
    private final Map<Message.Channel, Courier.Lane<Message>> lanes = new EnumMap<>(Message.Channel.class);
    private final int attempts;
    private final Courier courier;
    private final Runnable closeCarriers;

    /**
     * Opens the ways that the settings name; says so, once, if there is none and messages go to the log.
     *
     * @param appNames the name for people of the app with an id
     * @throws IllegalArgumentException if a setting cannot be used; the message names it
     */
    public Outbox(Delivery config, UnaryOperator<String> appNames, Clock clock, MeterRegistry meters) {
        this(config, appNames, clock, meters, Courier.FIRST_PAUSE);
    }

    Outbox(Delivery config, UnaryOperator<String> appNames, Clock clock, MeterRegistry meters, Duration firstPause) {
        this.appNames = appNames;
        this.attempts = config.attempts();
        this.courier = new Courier(
                new Courier.Terms("delivery", config.queue(), config.attempts(), config.timeout(), firstPause));
        Delivery.Smtp smtp = config.smtp();
        Delivery.Webhook hook = config.webhook();
        SignedWebhook webhook = hook == null ? null : new SignedWebhook(hook, config.timeout(), clock);
        closeCarriers = webhook == null ? () -> {} : webhook::close;
        Carrier other = webhook == null ? new LogCarrier() : new WebhookCarrier(webhook);
        Carrier mails = smtp == null ? other : new SmtpCarrier(smtp, config.timeout(), clock);
        lanes.put(Message.Channel.EMAIL, lane(mails, Message.Channel.EMAIL, meters));
        lanes.put(Message.Channel.SMS, lane(other, Message.Channel.SMS, meters));
        Gauge.builder("parley.deliveries.waiting", courier, Courier::waiting)
                .description("messages to users that are on their way or wait")
                .register(meters);
        warn(config);
    }

    private static void warn(Delivery config) {
        if (config.webhook() == null) {
            log.warn(
                    "{} to users are not sent but written to this log, with their links and codes: for development only"
                            + " (delivery.smtp, delivery.webhook)",
                    config.smtp() == null ? "mails and text messages" : "text messages");
        }
    }

    private Courier.Lane<Message> lane(Carrier carrier, Message.Channel channel, MeterRegistry meters) {
        Outcomes outcomes = new Outcomes(
                counter(meters, channel, "sent"),
                counter(meters, channel, "failed"),
                counter(meters, channel, "dropped"),
                attempts);
        return courier.lane((id, message) -> carry(carrier, id, message), AT_ONCE, outcomes);
    }

    private void carry(Carrier carrier, String id, Message message) throws DeliveryException, InterruptedException {
        carrier.carry(id, message, Texts.of(message, appNames.apply(message.app())));
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
        Courier.Lane<Message> lane = lanes.get(message.channel());
        if (lane == null) {
            throw new IllegalStateException("no way for " + message.channel());
        }
        return lane.send(message);
    }

    /** Counts and logs what becomes of messages. */
    private record Outcomes(Counter sent, Counter failed, Counter dropped, int attempts)
            implements Courier.Outcomes<Message> {

        @Override
        public void delivered(Message message) {
            log.debug("delivered {}", message);
            sent.increment();
        }

        @Override
        public void gaveUp(Message message, int tries, DeliveryException why) {
            log.warn("gave up {} after {} of {} tries: {}", message, tries, attempts, why.getMessage());
            failed.increment();
        }

        @Override
        public void dropped(Message message) {
            dropped.increment();
        }

        @Override
        public void postponed(Message message, int attempt, DeliveryException why) {
            log.info("try {} of {} failed, another follows: {}", attempt, message, why.getMessage());
        }
    }

    /** Takes no more, lets tries that are under way end for a moment, and drops the rest. */
    @Override
    public void close() {
        courier.close();
        closeCarriers.run();
    }
}
