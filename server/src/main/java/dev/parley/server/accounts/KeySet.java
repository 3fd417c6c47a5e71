package dev.parley.server.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import dev.parley.core.Clock;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys one issuer publishes. They are fetched when they are first wanted, again in the background when they get old, and again
 * when a token names a key that is not among them, but not often. While the issuer cannot be reached the last keys stay, however
 * old: its outage signs nobody out. Any thread.
 */
final class KeySet {

    private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
    private static final long OLD = TimeUnit.MINUTES.toNanos(10);
    private static final long BETWEEN_TRIES = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_KEYS = 100;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI url;
    private final @Nullable String algorithm;
    private final Clock clock;
    private final KeySets sets;

    private volatile @Nullable List<JwtKey> keys;
    private volatile long fetchedAt;

    /** The last try, and when it began; guarded by {@code this}. */
    private @Nullable CompletableFuture<List<JwtKey>> attempt;

    private long attemptedAt;

    KeySet(URI url, @Nullable String algorithm, Clock clock, KeySets sets) {
        this.url = url;
        this.algorithm = algorithm;
        this.clock = clock;
        this.sets = sets;
    }

    /** The keys the token may be signed with; exceptionally if it names one that cannot be fetched now. */
    CompletionStage<List<JwtKey>> candidates(Jwt jwt) {
        if (!JwtKey.isForPublicKey(jwt)) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<JwtKey> known = keys;
        if (known != null) {
            if (clock.nanos() - fetchedAt >= OLD) {
                fetch();
            }
            List<JwtKey> fitting = fitting(known, jwt);
            if (!fitting.isEmpty()) {
                return CompletableFuture.completedFuture(fitting);
            }
        }
        return fetch().thenApply(fetched -> fitting(fetched, jwt));
    }

    private static List<JwtKey> fitting(List<JwtKey> keys, Jwt jwt) {
        String id = jwt.keyId();
        return keys.stream()
                .filter(key -> key.fits(jwt) && (id == null || id.equals(key.id())))
                .toList();
    }

    /** A try that is under way or was made a moment ago, or else a new one. */
    private CompletionStage<List<JwtKey>> fetch() {
        CompletableFuture<List<JwtKey>> mine;
        synchronized (this) {
            CompletableFuture<List<JwtKey>> last = attempt;
            if (last != null && (!last.isDone() || clock.nanos() - attemptedAt < BETWEEN_TRIES)) {
                return last;
            }
            mine = new CompletableFuture<>();
            attempt = mine;
            attemptedAt = clock.nanos();
        }
        sets.fetch(url).thenApply(this::parse).whenComplete((fetched, failure) -> {
            if (failure == null) {
                keys = fetched;
                fetchedAt = clock.nanos();
                mine.complete(fetched);
            } else {
                LOG.warn("The keys at {} cannot be fetched, the last ones stay: {}", url, reason(failure));
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    /** Fails if there is no good key, so that a damaged answer does not take away the good ones. */
    private List<JwtKey> parse(String text) {
        List<JwtKey> good = new ArrayList<>();
        try {
            for (JsonNode key : JSON.readTree(text).path("keys")) {
                if (good.size() < MAX_KEYS) {
                    add(key, good);
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON");
        }
        if (good.isEmpty()) {
            throw new IllegalArgumentException("no key that can be used");
        }
        return List.copyOf(good);
    }

    private void add(JsonNode key, List<JwtKey> good) {
        try {
            good.add(JwtKey.of(JWK.parse(key.toString()), algorithm));
        } catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            LOG.debug("a key at {} is of no use here: {}", url, e.getMessage());
        }
    }
}
