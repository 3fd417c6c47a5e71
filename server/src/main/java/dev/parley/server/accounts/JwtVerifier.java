package dev.parley.server.accounts;

import dev.parley.core.Clock;
import dev.parley.server.config.JwtIssuer;
import dev.parley.server.config.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks tokens of one issuer: signature, times, issuer, audience. Any thread. */
final class JwtVerifier {

    private static final long LEEWAY_SECONDS = 60;
    private static final long MAX_SECONDS = 253_402_300_799L;
    private static final int MAX_USER = 128;
    private static final int MAX_CHANNELS = 1000;
    private static final int MAX_CHANNEL = 4096;

    /**
     * What a valid token says. Times are milliseconds since 1970.
     *
     * @param expiresAt with the leeway for clocks that differ
     * @param issuedAt 0 if it does not say
     */
    record Verified(String user, long issuedAt, long expiresAt, List<String> channels, JwtIssuer issuer) {}

    private final JwtIssuer issuer;
    private final Clock clock;
    private final @Nullable KeySet published;
    private volatile @Nullable JwtKey fixed;

    JwtVerifier(JwtIssuer issuer, Clock clock, KeySets keySets) {
        this.issuer = issuer;
        this.clock = clock;
        URI url = issuer.jwksUrl();
        published = url == null ? null : keySets.open(url, issuer.algorithm());
    }

    JwtIssuer issuer() {
        return issuer;
    }

    /** What it says, or null if it is not valid; exceptionally if that cannot be told now. */
    CompletionStage<@Nullable Verified> verify(Jwt jwt, Executor threads) {
        if (published != null) {
            return published.candidates(jwt).thenCompose(keys -> on(threads, () -> verify(jwt, keys)));
        }
        return on(threads, () -> verify(jwt, List.of(fixedKey())));
    }

    private static <T extends @Nullable Object> CompletionStage<T> on(Executor threads, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    result.complete(work.call());
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new AccountException(AccountError.BUSY, 1));
        }
        return result;
    }

    private JwtKey fixedKey() throws Exception {
        JwtKey key = fixed;
        if (key == null) {
            Secret secret = issuer.secret();
            Path file = issuer.publicKey();
            if (secret != null) {
                key = JwtKey.secret(secret.reveal().getBytes(StandardCharsets.UTF_8), issuer.algorithm());
            } else if (file != null) {
                key = JwtKey.of(null, PemKey.read(file), issuer.algorithm());
            } else {
                throw new IllegalStateException("the issuer has no key");
            }
            fixed = key;
        }
        return key;
    }

    private @Nullable Verified verify(Jwt jwt, List<JwtKey> keys) {
        for (JwtKey key : keys) {
            if (key.verifies(jwt)) {
                JsonNode claims = jwt.claims();
                return claims == null ? null : check(claims);
            }
        }
        return null;
    }

    private @Nullable Verified check(JsonNode claims) {
        long now = clock.millis() / 1000;
        long expires = seconds(claims.path("exp"), -1);
        long from = seconds(claims.path("nbf"), 0);
        long issued = seconds(claims.path("iat"), 0);
        boolean inTime = expires > now - LEEWAY_SECONDS
                && from >= 0
                && from <= now + LEEWAY_SECONDS
                && issued >= 0
                && issued <= now + LEEWAY_SECONDS;
        String user = user(claims.path(issuer.userClaim()));
        List<String> channels = channels(claims.path(issuer.channelsClaim()));
        if (!inTime || user == null || channels == null || !isFromAndFor(claims)) {
            return null;
        }
        return new Verified(user, issued * 1000, (expires + LEEWAY_SECONDS) * 1000, channels, issuer);
    }

    /** -1 for what is no time. */
    private static long seconds(JsonNode claim, long missing) {
        if (claim.isMissingNode()) {
            return missing;
        }
        if (!claim.isNumber()) {
            return -1;
        }
        double value = claim.asDouble();
        return value >= 0 && value <= MAX_SECONDS ? (long) value : -1;
    }

    private boolean isFromAndFor(JsonNode claims) {
        String wanted = issuer.issuer();
        String audience = issuer.audience();
        return (wanted == null || isText(claims.path("iss"), wanted))
                && (audience == null || holds(claims.path("aud"), audience));
    }

    private static boolean isText(JsonNode claim, String wanted) {
        return claim.isString() && claim.asString().equals(wanted);
    }

    private static boolean holds(JsonNode claim, String wanted) {
        if (claim.isArray()) {
            for (JsonNode one : claim) {
                if (isText(one, wanted)) {
                    return true;
                }
            }
        }
        return isText(claim, wanted);
    }

    private static @Nullable String user(JsonNode claim) {
        String user = claim.isString() ? claim.asString() : claim.isIntegralNumber() ? claim.asString() : "";
        return user.isBlank() || !Texts.isPlain(user, MAX_USER) ? null : user;
    }

    /** A list, or names with spaces between them; none if there is no such claim, null if it is something else. */
    private static @Nullable List<String> channels(JsonNode claim) {
        if (claim.isMissingNode() || claim.isNull()) {
            return List.of();
        }
        List<String> channels = new ArrayList<>();
        if (claim.isArray()) {
            for (JsonNode one : claim) {
                if (!one.isString()) {
                    return null;
                }
                channels.add(one.asString());
            }
        } else if (claim.isString()) {
            channels.addAll(List.of(claim.asString().split(" ")));
            channels.removeIf(String::isBlank);
        } else {
            return null;
        }
        boolean sane = channels.size() <= MAX_CHANNELS
                && channels.stream().allMatch(channel -> Texts.isPlain(channel, MAX_CHANNEL));
        return sane ? List.copyOf(channels) : null;
    }
}
