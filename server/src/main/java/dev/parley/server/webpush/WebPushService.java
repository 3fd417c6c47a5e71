package dev.parley.server.webpush;

import dev.parley.core.Clock;
import dev.parley.server.accounts.UserIds;
import dev.parley.server.config.Config;
import dev.parley.server.config.Push;
import dev.parley.server.config.TokenSecret;
import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;
import dev.parley.server.push.WayOutcomes;
import dev.parley.storage.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Browsers in the database, and the way to their push services. At most {@code push.queue} messages wait, in memory only, each of a
 * few kilobytes. Any thread; nothing blocks.
 */
public final class WebPushService implements WebPushes, AutoCloseable {

    /** How many users' browsers one query looks for. */
    private static final int USERS_AT_ONCE = 100;

    /** Lookups that may be under way. */
    private static final int LOOKUPS_AT_ONCE = 4;

    /** Others cannot have subscribed, and not every database takes every text. */
    private final Push settings;

    private final PushHosts hosts;
    private final Database database;
    private final Clock clock;
    private final VapidKeys keys;
    private final BrowserLookup lookup;
    private final Courier courier;
    private final WebSender sender;
    private final Courier.Lane<Load> browsers;
    private final Courier.Lane<Telling> tellings;
    private final Broadcasts broadcasts;

    /** What it is made of, and what tests have otherwise. */
    private record Parts(Push settings, KeyVault vault, PushHosts hosts, MeterRegistry meters, Duration firstPause) {}

    private WebPushService(Parts parts, Database database, Clock clock) {
        this.settings = parts.settings();
        this.hosts = parts.hosts();
        this.database = database;
        this.clock = clock;
        this.keys = new VapidKeys(database, parts.vault(), clock);
        this.lookup = new BrowserLookup(database, keys);
        this.courier = new Courier(new Courier.Terms(
                "push", settings.queue(), settings.attempts(), settings.timeout(), parts.firstPause()));
        this.sender = new WebSender(hosts, settings, clock);
        WayOutcomes<Load> counts =
                new WayOutcomes<>("web", clock, parts.meters(), load -> lookup.forget(load.browser()));
        this.browsers = courier.lane(
                new LivingBrowsers(lookup, clock, sender), WebSender.AT_ONCE, new Outcomes.OfLoads(counts));
        this.tellings = courier.lane(
                (_, telling) -> find(telling),
                LOOKUPS_AT_ONCE,
                new Outcomes.OfLookups<>(counts, WebPushService::nothing));
        this.broadcasts = new Broadcasts(courier, lookup, browsers, counts, clock);
        Gauge.builder("parley.push.web.waiting", courier, Courier::waiting)
                .description("push messages to browsers that are on their way or wait")
                .register(parts.meters());
    }

    /**
     * Makes it ready. Blocks on the disk.
     *
     * @param database with the tables of {@link WebPushTables#SCHEMA} and those of accounts; closed after this
     * @throws IOException if the settings cannot be used; the message names the setting
     */
    public static WebPushService open(Config config, Database database, Clock clock, MeterRegistry meters)
            throws IOException {
        return open(config, database, clock, meters, Courier.FIRST_PAUSE);
    }

    static WebPushService open(Config config, Database database, Clock clock, MeterRegistry meters, Duration firstPause)
            throws IOException {
        Push settings = config.push();
        KeyVault vault =
                new KeyVault(TokenSecret.open(config.identity(), config.data().dir()));
        PushHosts hosts = new PushHosts(settings.web().services());
        return new WebPushService(new Parts(settings, vault, hosts, meters, firstPause), database, clock);
    }

    @Override
    public CompletionStage<String> publicKey(String app) {
        return keys.of(app).thenApply(VapidKey::publicKey);
    }

    @Override
    public CompletionStage<@Nullable Void> subscribe(String app, String user, Subscription subscription) {
        Browser browser = Browser.of(app, user.toLowerCase(Locale.ROOT), subscription, hosts);
        return database.write(handle -> {
            BrowserStore.put(handle, database.dialect(), browser, settings.web().perUser(), clock.millis());
            return null;
        });
    }

    @Override
    public CompletionStage<@Nullable Void> unsubscribe(String app, String user, String endpoint) {
        return database.write(handle -> {
            BrowserStore.forget(handle, app, user.toLowerCase(Locale.ROOT), endpoint);
            return null;
        });
    }

    @Override
    public void push(String app, Set<String> users, Notification notification) {
        List<String> known = users.stream()
                .filter(UserIds::isUuid)
                .map(user -> user.toLowerCase(Locale.ROOT))
                .sorted()
                .distinct()
                .toList();
        if (known.isEmpty()) {
            return;
        }
        Payload payload = Payload.of(notification, settings.content());
        for (int from = 0; from < known.size(); from += USERS_AT_ONCE) {
            List<String> some = List.copyOf(known.subList(from, Math.min(known.size(), from + USERS_AT_ONCE)));
            tellings.send(new Telling(app, some, payload));
        }
    }

    private static void nothing() {}

    private void find(Telling telling) throws DeliveryException, InterruptedException {
        long now = clock.nanos();
        BrowserLookup.Reachable found = lookup.of(telling.app(), telling.users());
        VapidKey key = found.key();
        if (key != null) {
            found.browsers()
                    .forEach(browser ->
                            browsers.send(new Load(browser, key, telling.payload(), now, WebPushService::nothing)));
        }
    }

    @Override
    public void pushToAll(String app, Notification notification) {
        broadcasts.start(app, Payload.of(notification, settings.content()));
    }

    /** Takes no more, lets what is under way end for a moment, and drops the rest. */
    @Override
    public void close() {
        courier.close();
        sender.close();
    }
}
