package dev.parley.server.gateway.skapi;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.Clock;
import java.time.Duration;

/** An {@link Allowance} for each user, over all its connections. Bounded: of very many users some may get a new one early. Any thread. */
final class UserAllowances {

    private static final int MOST = 100_000;
    /** An allowance that was not touched for so long is full again. */
    private static final Duration FULL_AFTER = Duration.ofMinutes(1);

    private record User(String app, String uuid) {}

    private final int perMinute;
    private final Clock clock;
    private final Cache<User, Allowance> allowances;

    UserAllowances(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
        this.allowances = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(FULL_AFTER)
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /** Takes one of the user's, if there is one left. */
    boolean take(String app, String uuid) {
        Allowance allowance = allowances.get(new User(app, uuid), made -> new Allowance(perMinute, clock));
        synchronized (allowance) {
            return allowance.take();
        }
    }
}
