package dev.parley.server.identity;

import dev.parley.core.Clock;
import dev.parley.server.config.AppConfig;
import dev.parley.server.config.Cidr;
import dev.parley.server.config.ClientKey;
import dev.parley.server.config.Origin;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a client may use an app: state of the app, key, session, in this order. Runs on connect and again on every
 * packet, from memory, in well under a microsecond. Any thread.
 */
public final class Admission {

    private static final int MAX_SHOWN_KEY = 64;

    private final Sessions sessions;
    private final Clock clock;

    public Admission(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Either a denial or an admitted client, with its user if it has a valid session. */
    public record Decision(
            @Nullable Denial denial, @Nullable String user) {

        static Decision no(Denial denial) {
            return new Decision(denial, null);
        }
    }

    /** Whether a realtime connection, or a call on its behalf, is allowed. */
    public Decision check(@Nullable App app, Credentials credentials) {
        if (app == null) {
            return Decision.no(Denial.NO_ENVIRONMENT);
        }
        AppConfig config = app.config();
        if (config.suspended()) {
            return Decision.no(Denial.SUSPENDED);
        }
        if (!config.realtime()) {
            return Decision.no(Denial.REALTIME_OFF);
        }
        String value = credentials.key();
        ClientKey key = value == null ? null : app.key(value);
        Denial denial = checkKey(config, key, credentials);
        if (denial != null) {
            return Decision.no(denial);
        }
        boolean enforced = config.requireSession() || (key != null && key.enforceSession());
        return checkSession(app, credentials, enforced);
    }

    private @Nullable Denial checkKey(AppConfig config, @Nullable ClientKey key, Credentials credentials) {
        String value = credentials.key();
        if (key == null) {
            if (config.requireKey()) {
                return value == null || value.isEmpty() ? Denial.missingKey() : Denial.unknownKey(shown(value));
            }
            return checkOrigin(config.allowedOrigins(), credentials.origin());
        }
        Instant expires = key.expires();
        if (expires != null && expires.toEpochMilli() <= clock.millis()) {
            return Denial.expiredKey(expires.toString());
        }
        if (!key.realtime()) {
            return Denial.keyWithoutRealtime(shown(key.key()));
        }
        Denial origin = checkOrigin(config.allowedOrigins(), credentials.origin());
        if (origin == null) {
            origin = checkOrigin(key.allowedOrigins(), credentials.origin());
        }
        return origin == null ? checkAddress(key.allowedIps(), credentials.address()) : origin;
    }

    private static @Nullable Denial checkOrigin(List<Origin> allowed, @Nullable String origin) {
        if (allowed.isEmpty()) {
            return null;
        }
        if (origin == null) {
            return Denial.NO_ORIGIN;
        }
        for (Origin one : allowed) {
            if (one.matches(origin)) {
                return null;
            }
        }
        return Denial.originNotListed(shown(origin));
    }

    private static @Nullable Denial checkAddress(List<Cidr> allowed, @Nullable InetAddress address) {
        if (allowed.isEmpty()) {
            return null;
        }
        if (address == null) {
            return Denial.NO_ADDRESS;
        }
        for (Cidr network : allowed) {
            if (network.contains(address)) {
                return null;
            }
        }
        return Denial.addressNotListed();
    }

    private Decision checkSession(App app, Credentials credentials, boolean enforced) {
        String token = credentials.session();
        if (token == null || token.isEmpty()) {
            return enforced ? Decision.no(Denial.NO_SESSION) : new Decision(null, null);
        }
        String user = sessions.userOf(app.id(), token);
        return user == null && enforced ? Decision.no(Denial.BAD_SESSION) : new Decision(null, user);
    }

    /** What the client sent is shown back to it, within bounds. */
    private static String shown(String text) {
        return text.length() <= MAX_SHOWN_KEY ? text : text.substring(0, MAX_SHOWN_KEY) + "…";
    }
}
