package dev.parley.server.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.core.Clock;
import dev.parley.server.config.JwtIssuer;
import dev.parley.server.identity.Session;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that somebody in this process holds: one object per session, so that ending it reaches every holder. Any thread.
 *
 * <p>Objects are held weakly, so there are as many as there are holders, and for a while strongly, so that a client that calls
 * now and then is not looked up each time. What is being looked up when it ends is looked up again, or a look-up that began
 * before the end could bring it back.
 */
final class LiveSessions {

    private static final int MAX_RECENT = 50_000;
    private static final int MAX_ABSENT = 10_000;
    private static final Duration RECENT_FOR = Duration.ofMinutes(10);
    private static final Duration ABSENT_FOR = Duration.ofSeconds(10);

    record UserKey(String app, String user) {}

    /**
     * A session that was found.
     *
     * @param issuedAt when its token was made; 0 for our own, which have a row in the database
     * @param issuer whose token it is; null for our own
     */
    record Found(Session session, long issuedAt, @Nullable JwtIssuer issuer) {}

    /** A session somebody holds. */
    private static final class Held extends WeakReference<Session> {
        private final SessionKey key;
        private final UserKey user;
        private final long issuedAt;
        private final @Nullable JwtIssuer issuer;

        Held(Found found, ReferenceQueue<Session> queue) {
            super(found.session(), queue);
            key = new SessionKey(found.session().app(), found.session().id());
            user = new UserKey(found.session().app(), found.session().user());
            issuedAt = found.issuedAt();
            issuer = found.issuer();
        }
    }

    /** A look-up under way. */
    private static final class Lookup {
        private final SessionKey key;
        private final @Nullable UserKey user;
        private final Supplier<CompletionStage<@Nullable Found>> ask;
        private final CompletableFuture<@Nullable Session> result = new CompletableFuture<>();
        private boolean stale;

        Lookup(SessionKey key, @Nullable UserKey user, Supplier<CompletionStage<@Nullable Found>> ask) {
            this.key = key;
            this.user = user;
            this.ask = ask;
        }
    }

    private final Map<SessionKey, Held> byKey = new ConcurrentHashMap<>();
    /** This and what follows are guarded by {@code this}, which is held for memory work only. */
    private final Map<UserKey, Set<Held>> byUser = new HashMap<>();

    private final Map<SessionKey, Lookup> lookups = new HashMap<>();
    private final ReferenceQueue<Session> forgotten = new ReferenceQueue<>();
    private final Cache<SessionKey, Session> recent;
    private final Cache<SessionKey, Boolean> absent;

    LiveSessions(Clock clock) {
        recent = Caffeine.newBuilder()
                .maximumSize(MAX_RECENT)
                .expireAfterAccess(RECENT_FOR)
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
        absent = Caffeine.newBuilder()
                .maximumSize(MAX_ABSENT)
                .expireAfterWrite(ABSENT_FOR)
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /** The session if somebody holds it. */
    @Nullable
    Session get(SessionKey key) {
        Held held = byKey.get(key);
        Session session = held == null ? null : held.get();
        if (session != null) {
            // Keeps it for a while more.
            recent.put(key, session);
        }
        return session;
    }

    /**
     * The session, from memory or by {@code ask}; those who want the same wait for one answer.
     *
     * @param user whose it is, as far as is known
     */
    CompletionStage<@Nullable Session> find(
            SessionKey key, @Nullable String user, Supplier<CompletionStage<@Nullable Found>> ask) {
        Session held = get(key);
        if (held != null || absent.getIfPresent(key) != null) {
            return CompletableFuture.completedFuture(held);
        }
        Lookup lookup;
        boolean first;
        synchronized (this) {
            Lookup other = lookups.get(key);
            first = other == null;
            lookup = other == null ? new Lookup(key, user == null ? null : new UserKey(key.app(), user), ask) : other;
            lookups.put(key, lookup);
        }
        if (first) {
            run(lookup);
        }
        return lookup.result.minimalCompletionStage();
    }

    private void run(Lookup lookup) {
        CompletionStage<@Nullable Found> answer;
        try {
            answer = lookup.ask.get();
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.whenComplete((found, failure) -> answered(lookup, found, failure));
    }

    private void answered(Lookup lookup, @Nullable Found found, @Nullable Throwable failure) {
        boolean again;
        Session session = null;
        synchronized (this) {
            again = lookup.stale && failure == null;
            lookup.stale = false;
            if (!again) {
                lookups.remove(lookup.key);
                session = found == null ? null : hold(found);
            }
        }
        if (again) {
            run(lookup);
        } else if (failure != null) {
            lookup.result.completeExceptionally(failure);
        } else {
            if (session == null) {
                absent.put(lookup.key, Boolean.TRUE);
            }
            lookup.result.complete(session);
        }
    }

    /** The one object of this session. */
    private Session hold(Found found) {
        forgetUnheld();
        Held held = new Held(found, forgotten);
        Held before = byKey.get(held.key);
        Session there = before == null ? null : before.get();
        if (there != null) {
            return there;
        }
        if (before != null) {
            drop(before);
        }
        byKey.put(held.key, held);
        byUser.computeIfAbsent(held.user, _ -> new HashSet<>()).add(held);
        recent.put(held.key, found.session());
        return found.session();
    }

    private void forgetUnheld() {
        for (Reference<?> gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
            if (gone instanceof Held held) {
                drop(held);
            }
        }
    }

    private void drop(Held held) {
        byKey.remove(held.key, held);
        Set<Held> ofUser = byUser.get(held.user);
        if (ofUser != null && ofUser.remove(held) && ofUser.isEmpty()) {
            byUser.remove(held.user);
        }
    }

    /** Ends it for everybody who holds it or is looking for it. */
    void end(SessionKey key) {
        Session session;
        synchronized (this) {
            Lookup lookup = lookups.get(key);
            if (lookup != null) {
                lookup.stale = true;
            }
            Held held = byKey.get(key);
            session = held == null ? null : held.get();
            if (held != null) {
                drop(held);
            }
            recent.invalidate(key);
        }
        if (session != null) {
            session.end();
        }
    }

    /** What is held of a user's sessions; what is being looked up of them is looked up again. */
    synchronized List<Found> ofUser(String app, String user) {
        UserKey key = new UserKey(app, user);
        lookups.values().stream()
                .filter(lookup -> lookup.user == null || lookup.user.equals(key))
                .forEach(lookup -> lookup.stale = true);
        return found(byUser.getOrDefault(key, Set.of()));
    }

    /** Whose sessions are held. */
    synchronized List<UserKey> users() {
        return List.copyOf(byUser.keySet());
    }

    /** What is held of an app's sessions. Looks at every session there is. */
    synchronized List<Found> ofApp(String app, Predicate<Found> which) {
        return found(byKey.values().stream()
                        .filter(held -> held.key.app().equals(app))
                        .toList())
                .stream()
                .filter(which)
                .toList();
    }

    /** What is held of an app's sessions; what is being looked up of them is looked up again. */
    synchronized List<Found> allOf(String app) {
        lookups.values().stream().filter(lookup -> lookup.key.app().equals(app)).forEach(lookup -> lookup.stale = true);
        return ofApp(app, _ -> true);
    }

    private static List<Found> found(Iterable<Held> all) {
        List<Found> found = new ArrayList<>();
        for (Held held : all) {
            Session session = held.get();
            if (session != null) {
                found.add(new Found(session, held.issuedAt, held.issuer));
            }
        }
        return found;
    }

    /** How many are held, and perhaps some that were forgotten a moment ago. */
    int size() {
        return byKey.size();
    }
}
