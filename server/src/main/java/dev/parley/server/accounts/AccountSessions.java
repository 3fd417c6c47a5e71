package dev.parley.server.accounts;

import dev.parley.core.Clock;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import dev.parley.server.identity.Sessions;
import dev.parley.storage.Database;
import dev.parley.storage.DatabaseBusyException;
import dev.parley.storage.DatabaseUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds sessions by their tokens: our own, and those of the issuers an app trusts. Any thread, never blocks.
 *
 * <p>A token's signature is checked before anything is looked up. What was found is remembered until it ends, here or, told by
 * {@link #changed}, in another process.
 */
public final class AccountSessions implements Sessions {

    private static final Logger log = LoggerFactory.getLogger(AccountSessions.class);

    /** A token must not be over. */
    private static final long NOT_OVER = -1;

    private final Database database;
    private final TokenSigner signer;
    private final Clock clock;
    private final LiveSessions live;
    private final ForeignTokens foreign;
    /** Sessions that a call of ours is about to end, when their devices have been told. */
    private final Set<SessionKey> ending = ConcurrentHashMap.newKeySet();

    AccountSessions(Database database, TokenSigner signer, Clock clock, ForeignTokens foreign) {
        this.database = database;
        this.signer = signer;
        this.clock = clock;
        this.foreign = foreign;
        live = new LiveSessions(clock);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The tokens of skapi-js are none here: they stand in URLs and last a day, and must not buy what lasts a year.
     */
    @Override
    public CompletionStage<@Nullable Session> find(App app, String token) {
        return logged(app, () -> {
            TokenSigner.Claims claims = read(token);
            if (claims != null) {
                return claims.skapi() == null
                        ? findOwn(app, claims, NOT_OVER)
                        : CompletableFuture.completedFuture(null);
            }
            return isTooLong(token) ? CompletableFuture.completedFuture(null) : findForeign(app, token);
        });
    }

    /** The same for an id or access token of skapi-js, and for no other. */
    CompletionStage<@Nullable Session> findOfSkapi(App app, String token) {
        return findOfSkapi(app, token, NOT_OVER);
    }

    /** The same for a token that is over since at most so many milliseconds, of a session that is not. */
    CompletionStage<@Nullable Session> findOfSkapi(App app, String token, long leeway) {
        return logged(app, () -> {
            TokenSigner.Claims claims = read(token);
            return claims == null || claims.skapi() == null
                    ? CompletableFuture.completedFuture(null)
                    : findOwn(app, claims, leeway);
        });
    }

    private TokenSigner.@Nullable Claims read(String token) {
        return isTooLong(token) ? null : signer.read(token);
    }

    private static boolean isTooLong(String token) {
        return token.isEmpty() || token.length() > TokenSigner.MAX_TOKEN;
    }

    private static CompletionStage<@Nullable Session> logged(
            App app, Supplier<CompletionStage<@Nullable Session>> find) {
        return find.get().whenComplete((session, failure) -> {
            Throwable cause = failure == null ? null : Stages.cause(failure);
            boolean counted = cause instanceof DatabaseBusyException || cause instanceof DatabaseUnavailableException;
            if (cause != null && !counted) {
                log.warn("a session of app {} could not be looked up", app.id(), cause);
            }
        });
    }

    /** @param leeway since how many milliseconds the token may be over; {@link #NOT_OVER} if it must not be */
    private CompletionStage<@Nullable Session> findOwn(App app, TokenSigner.Claims claims, long leeway) {
        if (!claims.app().equals(app.id()) || clock.millis() - claims.expiresAt() > leeway) {
            return CompletableFuture.completedFuture(null);
        }
        SessionKey key = new SessionKey(app.id(), claims.session());
        return live.find(key, claims.user(), () -> database.read(handle -> own(handle, key, claims.user())))
                .thenApply(this::unlessOver);
    }

    /** A session may be over before its token. */
    private @Nullable Session unlessOver(@Nullable Session session) {
        return session == null || !session.isValid(clock.millis()) ? null : session;
    }

    private static LiveSessions.@Nullable Found own(Handle handle, SessionKey key, String user) {
        SessionRow row = SessionStore.byId(handle, key.app(), key.id());
        if (row == null || !row.user().equals(user) || ForeignStore.isDisabled(handle, key.app(), user)) {
            return null;
        }
        return new LiveSessions.Found(
                new Session(row.app(), row.user(), row.id(), row.expiresAt(), row.channels()), 0, null);
    }

    private CompletionStage<@Nullable Session> findForeign(App app, String token) {
        ForeignTokens.Trust trust = foreign.of(app);
        trust.removed(gone -> endAll(live.ofApp(app.id(), found -> gone.test(found.issuer()))));
        if (trust.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        SessionKey key = new SessionKey(app.id(), ForeignTokens.id(token));
        return live.find(
                key,
                null,
                () -> trust.verify(token)
                        .thenCompose(verified -> verified == null
                                ? CompletableFuture.completedFuture(null)
                                : database.read(handle -> foreign(handle, key, verified))));
    }

    private static LiveSessions.@Nullable Found foreign(Handle handle, SessionKey key, JwtVerifier.Verified verified) {
        boolean valid = !ForeignStore.isEnded(handle, key.app(), key.id())
                && ForeignStore.floor(handle, key.app(), verified.user()).lets(key.id(), verified.issuedAt())
                && !ForeignStore.isDisabled(handle, key.app(), verified.user());
        Session session = new Session(key.app(), verified.user(), key.id(), verified.expiresAt(), verified.channels());
        return valid ? new LiveSessions.Found(session, verified.issuedAt(), verified.issuer()) : null;
    }

    /**
     * Another process, or this one, changed something.
     *
     * @param kind {@link Changes#SESSION}, {@link Changes#USER}, {@link Changes#REMOVED}, {@link Changes#ALL};
     *     others are not for us
     * @return completed when it has had its effect; exceptionally if it must be told again
     */
    public CompletionStage<@Nullable Void> changed(String app, String kind, String subject) {
        return switch (kind) {
            case Changes.SESSION -> {
                SessionKey key = new SessionKey(app, subject);
                if (!ending.contains(key)) {
                    live.end(key);
                }
                yield Stages.done();
            }
            case Changes.USER -> recheck(app, subject);
            case Changes.REMOVED -> {
                endAll(live.allOf(app));
                yield Stages.done();
            }
            case Changes.ALL -> recheckAll();
            default -> CompletableFuture.completedFuture(null);
        };
    }

    /** Ends those of a user's sessions that are no longer valid. */
    private CompletionStage<@Nullable Void> recheck(String app, String user) {
        List<LiveSessions.Found> held = live.ofUser(app, user);
        if (held.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return database.read(handle -> invalid(handle, app, user, held)).thenCompose(gone -> {
            endAll(gone);
            return Stages.done();
        });
    }

    /** One user after the other, so that the database has time for other things. */
    private CompletionStage<@Nullable Void> recheckAll() {
        CompletionStage<@Nullable Void> checked = Stages.done();
        for (LiveSessions.UserKey user : live.users()) {
            checked = checked.thenCompose(_ -> recheck(user.app(), user.user()));
        }
        return checked;
    }

    private static List<LiveSessions.Found> invalid(
            Handle handle, String app, String user, List<LiveSessions.Found> held) {
        if (ForeignStore.isDisabled(handle, app, user)) {
            return held;
        }
        Set<String> stored = SessionStore.idsOfUser(handle, app, user);
        ForeignStore.Floor floor = ForeignStore.floor(handle, app, user);
        return held.stream()
                .filter(found -> found.issuer() == null
                        ? !stored.contains(found.session().id())
                        : !floor.lets(found.session().id(), found.issuedAt()))
                .toList();
    }

    private void endAll(List<LiveSessions.Found> all) {
        for (LiveSessions.Found found : all) {
            SessionKey key =
                    new SessionKey(found.session().app(), found.session().id());
            if (!ending.contains(key)) {
                live.end(key);
            }
        }
    }

    /** These will be ended by {@link #end} soon, not before. Each call needs one of {@link #end}. */
    void ending(Collection<SessionKey> keys) {
        ending.addAll(keys);
    }

    /** They go on. */
    void notEnding(Collection<SessionKey> keys) {
        keys.forEach(ending::remove);
    }

    void end(Collection<SessionKey> keys) {
        keys.forEach(live::end);
        keys.forEach(ending::remove);
    }

    /** Sessions of other issuers' tokens that somebody holds here, but for one. */
    List<SessionKey> foreignOf(String app, String user, String except) {
        return live.ofUser(app, user).stream()
                .filter(found -> found.issuer() != null)
                .map(found -> new SessionKey(app, found.session().id()))
                .filter(key -> !key.id().equals(except))
                .toList();
    }

    /** Whether it is a session of another issuer's token. */
    static boolean isForeign(Session session) {
        return session.id().startsWith(ForeignTokens.ID_PREFIX);
    }

    LiveSessions live() {
        return live;
    }
}
