package dev.parley.server.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.Clock;
import dev.parley.server.config.Identity;
import dev.parley.server.identity.Addresses;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often somebody may try. Any thread; in memory, so each process counts for itself.
 *
 * <p>Guessing is bounded by account and address together. An account alone has ten times as many tries, which bounds a guesser
 * with many addresses, but an address that signed in to the account before has tries of its own: a stranger cannot lock a user
 * out of a device in use.
 */
final class Attempts {

    private static final int MANY_ADDRESSES = 10;
    private static final int MAX_COUNTERS = 100_000;
    private static final Duration KNOWN_FOR = Duration.ofDays(30);

    /** Counts from its first event on. */
    private record Window(long start, AtomicInteger count) {}

    /** One kind of limit. */
    private final class Limit {
        private final int max;
        private final Duration length;
        private final AccountError error;
        private final Cache<String, Window> windows;

        Limit(int max, Duration length, AccountError error) {
            this.max = max;
            this.length = length;
            this.error = error;
            // Written once, so they expire when their window ends.
            windows = Caffeine.newBuilder()
                    .maximumSize(MAX_COUNTERS)
                    .expireAfterWrite(length)
                    .ticker(clock::nanos)
                    .executor(Runnable::run)
                    .build();
        }

        void count(String key) {
            Window window = windows.get(key, _ -> new Window(clock.nanos(), new AtomicInteger()));
            if (window.count().updateAndGet(n -> n > max ? n : n + 1) > max) {
                long left = length.toNanos() - (clock.nanos() - window.start());
                throw new AccountException(error, Math.max(1, (left + 999_999_999) / 1_000_000_000));
            }
        }
    }

    private final Clock clock;
    private final Limit addresses;
    private final Limit pairs;
    private final Limit accounts;
    private final Limit targets;
    private final Cache<String, Boolean> known;

    Attempts(Identity settings, Clock clock) {
        this.clock = clock;
        Duration window = settings.attemptWindow();
        addresses = new Limit(settings.attemptsPerIp(), window, AccountError.TOO_MANY_ATTEMPTS);
        pairs = new Limit(settings.attemptsPerAccount(), window, AccountError.TOO_MANY_ATTEMPTS);
        accounts = new Limit(
                (int) Math.min(Integer.MAX_VALUE - 1, (long) settings.attemptsPerAccount() * MANY_ADDRESSES),
                window,
                AccountError.TOO_MANY_ATTEMPTS);
        targets = new Limit(settings.messagesPerHour(), Duration.ofHours(1), AccountError.TOO_MANY_MESSAGES);
        known = Caffeine.newBuilder()
                .maximumSize(MAX_COUNTERS)
                .expireAfterWrite(KNOWN_FOR)
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /** Counts a call of an address. @throws AccountException TOO_MANY_ATTEMPTS */
    void address(Client client) {
        addresses.count(Addresses.network(client.address()));
    }

    /** Counts a try at an account. @throws AccountException TOO_MANY_ATTEMPTS */
    void account(String app, LoginName login, Client client) {
        address(client);
        pair(account(app, login), Addresses.network(client.address()));
    }

    /** Counts a try of somebody who is signed in at the user's own password. @throws AccountException TOO_MANY_ATTEMPTS */
    void session(String app, String user, String session) {
        pairs.count(app + "\nsession\n" + user + "\n" + session);
    }

    private void pair(String account, String network) {
        String pair = account + "\n" + network;
        pairs.count(pair);
        if (known.getIfPresent(pair) == null) {
            accounts.count(account);
        }
    }

    /** The address has shown that it is the user's. */
    void succeeded(String app, LoginName login, Client client) {
        known.put(account(app, login) + "\n" + Addresses.network(client.address()), Boolean.TRUE);
    }

    /** Counts a message. @throws AccountException TOO_MANY_MESSAGES */
    void message(String app, LoginName target) {
        targets.count(account(app, target));
    }

    private static String account(String app, LoginName login) {
        return app + "\n" + login.kind() + "\n" + login.name();
    }
}
