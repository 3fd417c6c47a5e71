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
 * At most {@code push.queue} messages are on each way, in memory only, each of a few kilobytes. Any thread; nothing blocks.
 */
public final class PushService implements Pushes, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PushService.class);

    /** How many users' devices one query looks for, and one webhook request names. */
    private static final int USERS_AT_ONCE = 512;

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
    private final List<Courier.Lane<Telling>> ways;
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
        ways = ways(metered.meters());
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

    /** A way over FCM begins with a lookup of its own, so that no way waits for the other. */
    private List<Courier.Lane<Telling>> ways(MeterRegistry meters) {
        DeviceLookup lookup = new DeviceLookup(database, clock);
        List<Courier.Lane<Telling>> open = new ArrayList<>();
        if (fcm != null) {
            WayOutcomes<FcmSender.Load> outcomes =
                    new WayOutcomes<>("fcm", clock, meters, load -> unregistered(load.device()));
            Courier.Lane<FcmSender.Load> devices =
                    courier.lane(new LivingDevices(lookup, clock, fcm), FcmSender.AT_ONCE, outcomes);
            open.add(courier.lane(
                    new FcmDevices(lookup, clock, devices), FcmDevices.AT_ONCE, new LookupOutcomes(outcomes)));
        }
        if (webhook != null) {
            WayOutcomes<Telling> outcomes = new WayOutcomes<>("webhook", clock, meters, _ -> {});
            open.add(courier.lane(new PushWebhook(webhook, lookup), PushWebhook.AT_ONCE, outcomes));
        }
        return List.copyOf(open);
    }

    /** Nothing was sent when the devices could not be found. */
    private record LookupOutcomes(WayOutcomes<?> way) implements Courier.Outcomes<Telling> {

        @Override
        public void delivered(Telling telling) {} // counted when it has arrived

        @Override
        public void gaveUp(Telling telling, int attempts, DeliveryException why) {
            way.failed(attempts, why);
        }

        @Override
        public void dropped(Telling telling) {
            way.dropped();
        }
    }

    @Override
    public void push(PushNote note) {
        if (ways.isEmpty() || note.users().isEmpty()) {
            return;
        }
        PushContent content = PushContent.of(note, settings.content());
        List<String> users = note.users().stream().sorted().toList();
        for (int from = 0; from < users.size(); from += USERS_AT_ONCE) {
            List<String> some = List.copyOf(users.subList(from, Math.min(users.size(), from + USERS_AT_ONCE)));
            Telling telling = new Telling(note.app(), some, content);
            ways.forEach(way -> way.send(telling));
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
