package dev.parley.server.identity;

import dev.parley.core.Clock;
import dev.parley.server.config.AppConfig;
import dev.parley.server.config.Cidr;
import dev.parley.server.config.ClientKey;
import dev.parley.server.config.Origin;
import dev.parley.server.config.PacketRate;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a client may use an app: state of the app, key, rate, session, in this order (altogic-agnost 5). {@link #admit}
 * when it comes, {@link #admitCall} and {@link #admitAccountCall} for calls over HTTP, and {@link #recheck} on every packet, from
 * memory, in well under a microsecond. Any thread.
 */
public final class Admission {

    private static final int MAX_SHOWN_KEY = 64;
    private static final int RATE_LIMITED = 429;

    private final Sessions sessions;
    private final Clock clock;
    private final PacketRates rates;
    private final Refusals refusals = new Refusals();

    public Admission(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
        this.rates = new PacketRates(clock);
    }

    /** Either a denial or an admitted client, with its session if it has a valid one. */
    public record Decision(
            @Nullable Denial denial, @Nullable Session session) {

        static Decision no(Denial denial) {
            return new Decision(denial, null);
        }
    }

    /**
     * Whether a realtime connection is allowed.
     *
     * @return completed at once unless the session has to be looked up; exceptionally if nobody can tell now
     */
    public CompletionStage<Decision> admit(@Nullable App app, Credentials credentials) {
        Denial denial = checkAppAndKey(app, credentials, true);
        if (denial != null || app == null) {
            return CompletableFuture.completedFuture(Decision.no(denial == null ? Denial.NO_ENVIRONMENT : denial));
        }
        String token = credentials.session();
        boolean none = token == null || token.isEmpty();
        if (none || token == null) {
            Denial missing = needsSession(app, credentials) ? Denial.NO_SESSION : null;
            return CompletableFuture.completedFuture(new Decision(missing, null));
        }
        return sessions.find(app, token).thenApply(session -> decide(app, credentials, session));
    }

    /**
     * Whether a call on a client's behalf is allowed; it counts as a packet.
     *
     * @return like {@link #admit}
     */
    public CompletionStage<Decision> admitCall(@Nullable App app, Credentials credentials) {
        Denial denial = checkAppAndKey(app, credentials, true);
        if (denial == null && app != null) {
            denial = checkAddressRate(app, credentials);
        }
        if (denial != null || app == null) {
            Denial why = denial == null ? Denial.NO_ENVIRONMENT : denial;
            return CompletableFuture.completedFuture(Decision.no(counted(why)));
        }
        return admit(app, credentials).thenApply(decision -> {
            Session session = decision.session();
            Denial rate = session == null ? null : checkUserRate(app, session);
            Decision result = rate == null ? decision : Decision.no(rate);
            if (result.denial() != null) {
                counted(result.denial());
            }
            return result;
        });
    }

    /**
     * Whether a call about accounts is allowed, such as signing in (altogic-agnost 6.3): neither the app's switch for realtime nor
     * a key's right to it counts, and no session is demanded. A token that is shown and not valid leads to no session.
     *
     * @return like {@link #admit}
     */
    public CompletionStage<Decision> admitAccountCall(@Nullable App app, Credentials credentials) {
        Denial denial = checkAppAndKey(app, credentials, false);
        if (denial == null && app != null) {
            denial = checkAddressRate(app, credentials);
        }
        String token = credentials.session();
        if (denial != null || app == null || token == null || token.isEmpty()) {
            return CompletableFuture.completedFuture(new Decision(denial == null ? null : counted(denial), null));
        }
        return sessions.find(app, token).thenApply(session -> new Decision(null, isValid(session) ? session : null));
    }

    /** Whether a client that came in with this session, if any, may still do something; it counts as a packet. */
    public @Nullable Denial recheck(App app, Credentials credentials, @Nullable Session session) {
        Denial denial = checkAppAndKey(app, credentials, true);
        boolean valid = isValid(session);
        if (denial == null) {
            denial = checkAddressRate(app, credentials);
        }
        if (denial == null && valid && session != null) {
            denial = checkUserRate(app, session);
        }
        if (denial == null && !valid && needsSession(app, credentials)) {
            denial = session == null ? Denial.NO_SESSION : Denial.BAD_SESSION;
        }
        return denial == null ? null : counted(denial);
    }

    /** The checks of every packet of a client that came in with this session, if any. */
    public Rechecks rechecks(App app, Credentials credentials, @Nullable Session session) {
        return new Rechecks(this, app, credentials, session);
    }

    /** Whether {@link #recheck} says yes to such a client until the app's settings change, as long as its session, if any, is valid. */
    boolean isLasting(App app, Credentials credentials, @Nullable Session session) {
        ClientKey key = credentials.key() == null ? null : app.key(credentials.key());
        PacketRate rate = app.config().packetRate();
        return (key == null || key.expires() == null) && rate.perIp() == 0 && (session == null || rate.perUser() == 0);
    }

    /**
     * Whether a client of a family that knows no keys may do something; it counts as a packet. A web page's origin must be listed,
     * if the app lists any; other clients have none. No session is demanded; a token that is not valid leads to no session.
     *
     * @param realtime whether the app's switch for realtime counts
     * @return like {@link #admit}
     */
    public CompletionStage<Decision> admitWithoutKey(@Nullable App app, Credentials credentials, boolean realtime) {
        return admitWithoutKey(app, credentials, realtime, sessions);
    }

    /**
     * The same for a family with tokens of its own.
     *
     * @param family finds the session behind one
     */
    public CompletionStage<Decision> admitWithoutKey(
            @Nullable App app, Credentials credentials, boolean realtime, Sessions family) {
        Denial denial = checkWithoutKey(app, credentials, realtime);
        String token = credentials.session();
        if (denial != null || app == null || token == null || token.isEmpty()) {
            return CompletableFuture.completedFuture(new Decision(denial == null ? null : counted(denial), null));
        }
        return family.find(app, token).thenApply(session -> {
            if (session == null || !isValid(session)) {
                return new Decision(null, null);
            }
            Denial rate = checkUserRate(app, session);
            return rate == null ? new Decision(null, session) : Decision.no(counted(rate));
        });
    }

    /** Whether such a client, whose session this is, may still do something; it counts as a packet. */
    public @Nullable Denial recheckWithoutKey(App app, Credentials credentials, Session session) {
        Denial denial = checkWithoutKey(app, credentials, true);
        if (denial == null && !isValid(session)) {
            denial = Denial.BAD_SESSION;
        }
        if (denial == null) {
            denial = checkUserRate(app, session);
        }
        return denial == null ? null : counted(denial);
    }

    /** Whether a web page of this origin may use the app without a key; programs have none. From memory, and not counted. */
    public boolean allowsOrigin(App app, @Nullable String origin) {
        return origin == null || checkOrigin(app.config().allowedOrigins(), origin) == null;
    }

    private @Nullable Denial checkWithoutKey(@Nullable App app, Credentials credentials, boolean realtime) {
        Denial denial = checkState(app, realtime);
        if (denial != null || app == null) {
            return denial == null ? Denial.NO_ENVIRONMENT : denial;
        }
        if (denial == null && credentials.origin() != null) {
            denial = checkOrigin(app.config().allowedOrigins(), credentials.origin());
        }
        return denial == null ? checkAddressRate(app, credentials) : denial;
    }

    /** What a client may do with the app's channels. */
    public ChannelRights rights(App app, @Nullable Session session) {
        return new ChannelRights(app, session, clock, refusals);
    }

    /** Counts what was not served. */
    public Refusals refusals() {
        return refusals;
    }

    /** Whether a client with this key can do nothing without a session. */
    public boolean needsSession(App app, Credentials credentials) {
        String value = credentials.key();
        ClientKey key = value == null ? null : app.key(value);
        return app.config().requireSession() || (key != null && key.enforceSession());
    }

    private @Nullable Denial checkAddressRate(App app, Credentials credentials) {
        long wait = rates.ofAddress(app.id(), app.config().packetRate(), credentials.address());
        return wait == 0 ? null : Denial.rateLimited(wait);
    }

    private @Nullable Denial checkUserRate(App app, Session session) {
        long wait = rates.ofUser(app.id(), app.config().packetRate(), session.user());
        return wait == 0 ? null : Denial.rateLimited(wait);
    }

    private Denial counted(Denial denial) {
        if (denial.status() == RATE_LIMITED) {
            refusals.count(Refusals.Reason.RATE);
        } else if (denial.concernsKey()) {
            refusals.count(Refusals.Reason.KEY);
        } else if (denial.equals(Denial.NO_SESSION) || denial.equals(Denial.BAD_SESSION)) {
            refusals.count(Refusals.Reason.SESSION);
        } else {
            refusals.count(Refusals.Reason.APP);
        }
        return denial;
    }

    private Decision decide(App app, Credentials credentials, @Nullable Session session) {
        if (isValid(session)) {
            return new Decision(null, session);
        }
        return new Decision(needsSession(app, credentials) ? Denial.BAD_SESSION : null, null);
    }

    boolean isValid(@Nullable Session session) {
        return session != null && session.isValid(clock.millis());
    }

    private @Nullable Denial checkAppAndKey(@Nullable App app, Credentials credentials, boolean realtime) {
        Denial denial = checkState(app, realtime);
        if (denial != null || app == null) {
            return denial == null ? Denial.NO_ENVIRONMENT : denial;
        }
        String value = credentials.key();
        return checkKey(app.config(), value == null ? null : app.key(value), credentials, realtime);
    }

    private static @Nullable Denial checkState(@Nullable App app, boolean realtime) {
        if (app == null || app.isGone()) {
            return Denial.NO_ENVIRONMENT;
        }
        if (app.config().suspended()) {
            return Denial.SUSPENDED;
        }
        return realtime && !app.config().realtime() ? Denial.REALTIME_OFF : null;
    }

    private @Nullable Denial checkKey(
            AppConfig config, @Nullable ClientKey key, Credentials credentials, boolean realtime) {
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
        if (realtime && !key.realtime()) {
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

    /** What the client sent is shown back to it, within bounds. */
    private static String shown(String text) {
        return text.length() <= MAX_SHOWN_KEY ? text : text.substring(0, MAX_SHOWN_KEY) + "…";
    }
}
