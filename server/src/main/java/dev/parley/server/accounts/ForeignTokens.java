package dev.parley.server.accounts;

import dev.parley.core.Clock;
import dev.parley.server.config.JwtIssuer;
import dev.parley.server.identity.App;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Checks tokens of the issuers that apps trust ({@code apps[].auth.jwt}). Any thread; signatures are checked on threads of its own. */
final class ForeignTokens implements AutoCloseable {

    /** Ids of such sessions begin with it; ids of our own do not. */
    static final String ID_PREFIX = "jwt_";

    private static final int ID_BYTES = 16;
    private static final int QUEUE = 4096;

    private final Map<String, Trust> byApp = new ConcurrentHashMap<>();
    private final Clock clock;
    private final KeySets keySets;
    private final ThreadPoolExecutor threads;

    ForeignTokens(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        keySets = new KeySets(clock, meters);
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new ThreadPoolExecutor(
                count,
                count,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(QUEUE),
                Thread.ofPlatform().daemon().name("parley-jwt-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Names a token's session; tells nothing of the token. The same for all texts that pass for one token, or a token that was
     * signed out would come back as another.
     */
    static String id(String token) {
        Jwt jwt = Jwt.parse(token);
        String text = jwt == null ? token : jwt.canonical();
        return ID_PREFIX + HexFormat.of().formatHex(Hashes.sha256(text), 0, ID_BYTES);
    }

    /** Whom an app trusts now. */
    Trust of(App app) {
        List<JwtIssuer> wanted = app.config().auth().jwt();
        Trust trust = byApp.get(app.id());
        if (trust != null && trust.isFor(wanted)) {
            return trust;
        }
        return byApp.compute(
                app.id(), (_, before) -> before != null && before.isFor(wanted) ? before : new Trust(wanted, before));
    }

    /** The issuers of one app, as its settings were at one time. */
    final class Trust {
        private final List<JwtIssuer> settings;
        private final List<JwtVerifier> verifiers;
        /** Whom the app trusted before and does not now; until somebody has seen to their sessions. */
        private final AtomicReference<@Nullable List<JwtIssuer>> removed = new AtomicReference<>();

        Trust(List<JwtIssuer> settings, @Nullable Trust before) {
            this.settings = settings;
            List<JwtVerifier> made = new ArrayList<>();
            for (JwtIssuer issuer : settings) {
                JwtVerifier kept = before == null ? null : before.verifier(issuer);
                made.add(kept == null ? new JwtVerifier(issuer, clock, keySets) : kept);
            }
            verifiers = List.copyOf(made);
            if (before != null) {
                removed.set(before.settings.stream()
                        .filter(issuer -> !settings.contains(issuer))
                        .toList());
            }
        }

        private boolean isFor(List<JwtIssuer> wanted) {
            return settings == wanted || settings.equals(wanted);
        }

        private @Nullable JwtVerifier verifier(JwtIssuer issuer) {
            return verifiers.stream()
                    .filter(verifier -> verifier.issuer().equals(issuer))
                    .findFirst()
                    .orElse(null);
        }

        boolean isEmpty() {
            return verifiers.isEmpty();
        }

        /** Hands whoever is no longer trusted to {@code action}, once. */
        void removed(Consumer<Predicate<@Nullable JwtIssuer>> action) {
            if (removed.get() == null) {
                return;
            }
            List<JwtIssuer> gone = removed.getAndSet(null);
            if (gone != null && !gone.isEmpty()) {
                action.accept(issuer -> issuer != null && gone.contains(issuer));
            }
        }

        /** What the token says, or null if no issuer's key fits; exceptionally if that cannot be told now. */
        CompletionStage<JwtVerifier.@Nullable Verified> verify(String token) {
            Jwt jwt = Jwt.parse(token);
            return jwt == null ? CompletableFuture.completedFuture(null) : verify(jwt, 0, null);
        }

        private CompletionStage<JwtVerifier.@Nullable Verified> verify(Jwt jwt, int at, @Nullable Throwable doubt) {
            if (at == verifiers.size()) {
                return doubt == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(doubt);
            }
            return verifiers
                    .get(at)
                    .verify(jwt, threads)
                    .handle((verified, failure) -> verified != null
                            ? CompletableFuture.<JwtVerifier.@Nullable Verified>completedFuture(verified)
                            : verify(jwt, at + 1, failure == null ? doubt : failure))
                    .thenCompose(next -> next);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        keySets.close();
    }
}
