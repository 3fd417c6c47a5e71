package dev.parley.server.push;

import dev.parley.core.Clock;
import dev.parley.server.config.Delivery;
import dev.parley.server.config.Push;
import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;
import dev.parley.server.delivery.SignedWebhook;
import dev.parley.storage.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Devices in the database, and the ways that the settings open to them: Firebase Cloud Messaging, a signed webhook, both or none.
 * At most {@code push.queue} messages are on their way, in memory only. Any thread; nothing blocks.
 */
public final class PushService implements Pushes, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PushService.class);

    /** How many users' devices one query looks for, and one webhook request names. */
    private static final int USERS_AT_ONCE = 512;

    private static final int LOOKUPS_AT_ONCE = 8;
    private static final long SWEEP_EVERY = TimeUnit.HOURS.toNanos(1);
    /** Longer ones are none of a push service's; printable, so that a database and a header take them. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,1024}");
    /** What clients say who have none: "Out" when they sign out (vchat 3), "null" where a text was made of nothing. */
    private static final Pattern NO_TOKEN = Pattern.compile("(?i)out|null");

    private static final Pattern PLATFORM = Pattern.compile("[ -~]{1,32}");

    private final Push settings;
    private final Database database;
    private final Clock clock;
    private final Courier courier;
    private final @Nullable FcmSender fcm;
    private final @Nullable SignedWebhook webhook;
    private final Courier.@Nullable Lane<Telling> tellings;
    private final AtomicLong nextSweep;

    private PushService(
            Push settings, @Nullable ServiceAccount account, Database database, Clock clock, Metered metered) {
        this.settings = settings;
        this.database = database;
        this.clock = clock;
        this.nextSweep = new AtomicLong(clock.nanos());
        this.courier = new Courier(new Courier.Terms(
                "push", settings.queue(), settings.attempts(), settings.timeout(), metered.firstPause()));
        Push.Fcm fcmSettings = settings.fcm();
        fcm = fcmSettings == null || account == null
                ? null
                : new FcmSender(fcmSettings, account, settings.timeout(), clock);
        Delivery.Webhook hook = settings.webhook();
        webhook = hook == null ? null : new SignedWebhook(hook, settings.timeout(), clock);
        tellings = tellings(metered.meters());
        Gauge.builder("parley.push.waiting", courier, Courier::waiting)
                .description("push messages that are on their way or wait")
                .register(metered.meters());
    }

    /** What tests have otherwise. */
    private record Metered(MeterRegistry meters, Duration firstPause) {}

    /**
     * Opens the ways that the settings name. Blocks on the disk.
     *
     * @param database with the tables of {@link PushTables#SCHEMA} and those of accounts; closed after this
     * @throws IOException if the service account's file cannot be used; the message names the setting
     */
    public static PushService open(Push settings, Database database, Clock clock, MeterRegistry meters)
            throws IOException {
        return open(settings, database, clock, meters, Courier.FIRST_PAUSE);
    }

    static PushService open(Push settings, Database database, Clock clock, MeterRegistry meters, Duration firstPause)
            throws IOException {
        return new PushService(settings, account(settings), database, clock, new Metered(meters, firstPause));
    }

    /**
     * Looks whether what the settings name can be used. Blocks on the disk.
     *
     * @throws IOException if not; the message names the setting
     */
    public static void check(Push settings) throws IOException {
        account(settings);
    }

    private static @Nullable ServiceAccount account(Push settings) throws IOException {
        Push.Fcm fcm = settings.fcm();
        return fcm == null ? null : ServiceAccount.read(fcm.serviceAccount());
    }

    private Courier.@Nullable Lane<Telling> tellings(MeterRegistry meters) {
        List<WayOutcomes<?>> open = new ArrayList<>();
        Courier.Lane<FcmSender.Load> devices = null;
        Courier.Lane<PushWebhook.Load> posts = null;
        if (fcm != null) {
            WayOutcomes<FcmSender.Load> outcomes =
                    new WayOutcomes<>("fcm", clock, meters, load -> unregistered(load.device()));
            open.add(outcomes);
            devices = courier.lane(fcm, FcmSender.AT_ONCE, outcomes);
        }
        if (webhook != null) {
            WayOutcomes<PushWebhook.Load> outcomes = new WayOutcomes<>("webhook", clock, meters, _ -> {});
            open.add(outcomes);
            posts = courier.lane(new PushWebhook(webhook), PushWebhook.AT_ONCE, outcomes);
        }
        return open.isEmpty()
                ? null
                : courier.lane(
                        new DeviceLookup(database, clock, devices, posts), LOOKUPS_AT_ONCE, new LookupOutcomes(open));
    }

    /** Nothing was sent when the devices could not be found: it counts on every way. */
    private record LookupOutcomes(List<WayOutcomes<?>> ways) implements Courier.Outcomes<Telling> {

        @Override
        public void delivered(Telling telling) {} // counted when it has arrived

        @Override
        public void gaveUp(Telling telling, int attempts, DeliveryException why) {
            ways.forEach(way -> way.failed(attempts, why));
        }

        @Override
        public void dropped(Telling telling) {
            ways.forEach(WayOutcomes::dropped);
        }
    }

    @Override
    public void push(PushNote note) {
        Courier.Lane<Telling> lane = tellings;
        if (lane == null || note.users().isEmpty()) {
            return;
        }
        List<String> users = note.users().stream().sorted().toList();
        for (int from = 0; from < users.size(); from += USERS_AT_ONCE) {
            List<String> some = users.subList(from, Math.min(users.size(), from + USERS_AT_ONCE));
            lane.send(new Telling(note, some, settings.content()));
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>A text that is no token leaves the session without a device.
     */
    @Override
    public CompletionStage<@Nullable Void> register(Device device) {
        if (!TOKEN.matcher(device.token()).matches()
                || NO_TOKEN.matcher(device.token()).matches()) {
            return forget(device.app(), device.session());
        }
        String platform = device.platform();
        Device kept = platform == null || PLATFORM.matcher(platform).matches()
                ? device
                : new Device(
                        device.app(), device.user(), device.session(), device.sessionExpiresAt(), device.token(), null);
        boolean sweep = isTimeToSweep();
        return database.write(handle -> {
            if (sweep) {
                DeviceStore.deleteExpired(handle, clock.millis());
            }
            DeviceStore.put(handle, database.dialect(), kept, clock.millis());
            return null;
        });
    }

    private boolean isTimeToSweep() {
        long now = clock.nanos();
        long due = nextSweep.get();
        return now - due >= 0 && nextSweep.compareAndSet(due, now + SWEEP_EVERY);
    }

    @Override
    public CompletionStage<@Nullable Void> forget(String app, String session) {
        return database.write(handle -> {
            DeviceStore.forget(handle, app, session);
            return null;
        });
    }

    private void unregistered(Device device) {
        database.<@Nullable Void>write(handle -> {
                    DeviceStore.forget(handle, device);
                    return null;
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        // The next message to it finds out again.
                        log.debug("a device that is no more was not forgotten: {}", failure.toString());
                    }
                });
    }

    /** Takes no more, lets what is under way end for a moment, and drops the rest. */
    @Override
    public void close() {
        courier.close();
        if (fcm != null) {
            fcm.close();
        }
        if (webhook != null) {
            webhook.close();
        }
    }
}
