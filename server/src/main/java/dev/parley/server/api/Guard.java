package dev.parley.server.api;

import dev.parley.server.config.Secret;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides who may make a call. A server key speaks for its own app only, and learns nothing of others. Any thread. */
final class Guard {

    static final String OPERATOR = "operator";
    private static final String BEARER = "bearer ";
    private static final int SHOWN_HASH = 8;

    private final Apps apps;
    private final @Nullable Secret operatorToken;
    private final FailedKeys failed;

    Guard(Apps apps, @Nullable Secret operatorToken, FailedKeys failed) {
        this.apps = apps;
        this.operatorToken = operatorToken;
        this.failed = failed;
    }

    /**
     * Who calls.
     *
     * @param actor for the audit
     * @param app the one in the path; null if none is, or if it does not exist (only operators get that far)
     */
    record Caller(String actor, @Nullable App app) {}

    /**
     * Lets a caller through.
     *
     * @param appId the app in the path, or null
     * @throws Refusal otherwise
     */
    Caller admit(
            Endpoint endpoint, @Nullable String appId, @Nullable String authorization, @Nullable InetAddress address) {
        App named = appId == null ? null : apps.byId(appId);
        if (endpoint.security() == Security.NONE) {
            return new Caller("", named);
        }
        long blocked = failed.blockedSeconds(address);
        if (blocked > 0) {
            throw Refusal.of(
                            429,
                            "too_many_wrong_keys",
                            "Too many wrong keys came from this address (identity.attemptsPerIp).")
                    .retryAfter(blocked);
        }
        String key = key(authorization);
        if (key == null) {
            throw unauthorized("missing_key", "Send 'Authorization: Bearer' with " + wanted(endpoint) + ".", null);
        }
        if (operatorToken != null && operatorToken.matches(key)) {
            return operator(endpoint, named);
        }
        App owner = apps.byServerKey(key);
        if (owner == null) {
            failed.failed(address);
            throw unauthorized("invalid_key", "This is not " + wanted(endpoint) + ".", "invalid_token");
        }
        return server(endpoint, owner, appId, key);
    }

    private static Caller operator(Endpoint endpoint, @Nullable App named) {
        if (endpoint.security() == Security.SERVER_KEY) {
            throw Refusal.of(
                    403, "server_key_needed", "This call needs a server key of the app, not the operator's token.");
        }
        return new Caller(OPERATOR, named);
    }

    private static Caller server(Endpoint endpoint, App owner, @Nullable String appId, String key) {
        if (endpoint.security() == Security.OPERATOR) {
            throw Refusal.of(
                    403, "operator_needed", "This call needs the operator's token (ops.token), not a server key.");
        }
        if (!owner.id().equals(appId)) {
            throw Refusal.of(403, "wrong_app", "The server key is not of this app.");
        }
        if (owner.config().suspended()) {
            throw Refusal.of(403, "app_suspended", "The app is suspended.");
        }
        return new Caller("server-key:" + Apps.hash(key).substring(0, SHOWN_HASH), owner);
    }

    private static Refusal unauthorized(String code, String detail, @Nullable String error) {
        String challenge = "Bearer realm=\"parley\"" + (error == null ? "" : ", error=\"" + error + "\"");
        return Refusal.of(401, code, detail).header("WWW-Authenticate", challenge);
    }

    private static String wanted(Endpoint endpoint) {
        return switch (endpoint.security()) {
            case NONE, SERVER_KEY -> "a server key of the app";
            case OPERATOR -> "the operator's token (ops.token)";
            case SERVER_KEY_OR_OPERATOR -> "a server key of the app or the operator's token (ops.token)";
        };
    }

    private static @Nullable String key(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return null;
        }
        String key = authorization.substring(BEARER.length()).strip();
        return key.isEmpty() ? null : key;
    }
}
