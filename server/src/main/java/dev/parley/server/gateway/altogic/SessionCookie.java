package dev.parley.server.gateway.altogic;

import dev.parley.server.accounts.SessionInfo;
import dev.parley.server.config.Origin;
import dev.parley.server.identity.App;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The session's cookie (altogic-agnost 6.3). Answers to any origin may be read with credentials, so the cookie is worth something
 * only to the server's own pages and to origins the app lists: a foreign page neither gets one nor acts with one.
 */
final class SessionCookie {

    private static final String NAME = "session_token";
    private static final String ATTRIBUTES = "; Path=/; HttpOnly; Secure; SameSite=None; Expires=";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Takes the cookie away. */
    static final String CLEAR = NAME + "=" + ATTRIBUTES + TIME.format(Instant.EPOCH);

    private final @Nullable Origin publicOrigin;

    /** @param publicUrl where clients reach the server, or null */
    SessionCookie(@Nullable URI publicUrl) {
        this.publicOrigin = publicUrl == null ? null : Origin.parse(publicUrl.toString());
    }

    /** The token a request shows by cookie; null if there is none, or it does not count. */
    @Nullable
    String read(HttpServerRequest request, App app) {
        Cookie cookie = trusts(request, app) ? request.getCookie(NAME) : null;
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    /** The cookie's text for a session. */
    static String of(SessionInfo session) {
        return NAME + "=" + session.token() + ATTRIBUTES + TIME.format(Instant.ofEpochMilli(session.expiresAt()));
    }

    /** Whether cookies count in this request and its answer. */
    boolean trusts(HttpServerRequest request, App app) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
        }
        return (publicOrigin != null && publicOrigin.matches(origin))
                || isHost(origin, request)
                || app.config().allowedOrigins().stream().anyMatch(listed -> listed.matches(origin));
    }

    /** A page of https may be one of ours though a proxy speaks http to us; one of http is none if we are reached by https. */
    private static boolean isHost(String origin, HttpServerRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        return host != null
                && !host.isEmpty()
                && (origin.equalsIgnoreCase("https://" + host)
                        || (!request.isSSL() && origin.equalsIgnoreCase("http://" + host)));
    }
}
