package dev.parley.server.gateway.altogic;

import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.accounts.Client;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Credentials;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.Session;
import dev.parley.server.ops.ClientAddress;
import dev.parley.server.rest.Exchange;
import dev.parley.storage.DatabaseBusyException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the auth calls of both libraries (altogic-agnost 6.3): checks app, key, body and session in this order, and answers
 * everything with JSON or nothing, as a promise that is told anything else stays open for ever.
 */
final class AuthCalls {

    private static final Logger log = LoggerFactory.getLogger(AuthCalls.class);

    private static final String FAMILY = "altogic";

    private final AuthTable table;
    private final Admission admission;
    private final ClientAddress addresses;
    private final SessionCookie cookies;
    private final int maxBody;

    AuthCalls(CallParts parts) {
        this.table = new AuthTable(parts.accounts());
        this.admission = parts.admission();
        this.addresses = parts.addresses();
        this.cookies = new SessionCookie(parts.publicUrl());
        this.maxBody = parts.maxBody();
    }

    /** Whose words the call is in. */
    enum Dialect {
        ALTOGIC,
        AGNOST
    }

    /** One call under way. */
    private record Pending(
            Exchange exchange, AuthTable.Row row, @Nullable App app, Dialect dialect) {

        HttpServerRequest request() {
            return exchange.request();
        }
    }

    /**
     * Takes a call, or finds that there is nothing at the path.
     *
     * @param path such as {@code auth/user}
     */
    void call(Exchange exchange, @Nullable App app, String path, Dialect dialect) {
        AuthTable.Row row = table.row(path);
        if (row == null) {
            exchange.notFound();
        } else if (exchange.isMethod(row.method())) {
            Pending pending = new Pending(exchange, row, app, dialect);
            body(pending, bytes -> guarded(exchange, () -> admit(pending, bytes)));
        }
    }

    private void body(Pending pending, Consumer<byte @Nullable []> next) {
        boolean read = switch (pending.row().body()) {
            case NONE -> false;
            case OPTIONAL -> hasBody(pending.request());
            case REQUIRED -> true;
        };
        if (read) {
            pending.exchange().json(maxBody, bytes -> next.accept(bytes));
        } else {
            next.accept(null);
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }

    private void admit(Pending pending, byte @Nullable [] bytes) {
        HttpServerRequest request = pending.request();
        App app = pending.app();
        boolean altogic = pending.dialect() == Dialect.ALTOGIC;
        // An Authorization header to Altogic's paths says nothing: a user name in the URL makes clients send one.
        String key = request.getHeader(altogic ? "X-Client-Key" : HttpHeaders.AUTHORIZATION.toString());
        String token = pending.row().session() && app != null ? token(request, app) : null;
        Credentials credentials =
                new Credentials(key, token, request.getHeader(HttpHeaders.ORIGIN), addresses.of(request));
        admission.admitAccountCall(app, credentials).whenComplete((decision, failure) -> {
            if (decision == null) {
                refuse(pending.exchange(), Denial.UNKNOWN);
                return;
            }
            Denial denial = decision.denial();
            if (denial != null || app == null) {
                Denial why = denial == null ? Denial.NO_ENVIRONMENT : denial;
                refuse(pending.exchange(), altogic ? why.forAltogic() : why);
            } else {
                guarded(pending.exchange(), () -> run(pending, app, bytes, decision.session(), token));
            }
        });
    }

    private @Nullable String token(HttpServerRequest request, App app) {
        String header = request.getHeader("Session");
        return header == null || header.isBlank() ? cookies.read(request, app) : header;
    }

    private void run(
            Pending pending, App app, byte @Nullable [] bytes, @Nullable Session session, @Nullable String token) {
        Exchange exchange = pending.exchange();
        if (pending.row().session() && session == null) {
            if (token == null) {
                exchange.fail(401, "missing_session_token", "This needs a session: the header Session with its token.");
            } else {
                exchange.fail(401, "invalid_session_token", "The session token is not valid, or no longer.");
            }
            return;
        }
        HttpServerRequest request = pending.request();
        String agent = request.getHeader(HttpHeaders.USER_AGENT);
        AuthCall call = new AuthCall(
                app,
                new Client(FAMILY, addresses.of(request), agent == null ? "" : agent),
                CallQuery.of(request.query()),
                bytes == null ? CallBody.NONE : CallBody.of(bytes),
                session,
                token,
                "altogic-dart".equals(request.getHeader("X-Client")));
        boolean withCookie = cookies.trusts(request, app);
        pending.row().action().run(call).whenComplete((answer, failure) -> {
            if (answer == null) {
                fail(exchange, failure);
            } else {
                answer(exchange, answer, withCookie);
            }
        });
    }

    private static void answer(Exchange exchange, AuthAnswer answer, boolean withCookie) {
        if (withCookie && answer.begun() != null) {
            exchange.cookie(SessionCookie.of(answer.begun()));
        } else if (withCookie && answer.ended()) {
            exchange.cookie(SessionCookie.CLEAR);
        }
        if (answer.json() == null) {
            exchange.empty(200);
        } else {
            exchange.answer(200, answer.json().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Nothing that goes wrong leaves a call unanswered. */
    private static void guarded(Exchange exchange, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            fail(exchange, e);
        }
    }

    private static void fail(Exchange exchange, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        switch (cause) {
            case InvalidInput invalid -> exchange.fail(400, invalid.code(), invalid.text());
            case AccountException refused -> {
                AccountError error = refused.error();
                exchange.failFor(error.status(), error.code(), error.message(), refused.retryAfterSeconds());
            }
            case DatabaseBusyException busy ->
                exchange.failFor(503, "server_busy", "The server has too much to do; try again in a moment.", 1);
            case null, default -> {
                log.warn("an auth call failed", cause);
                exchange.fail(500, "internal_server_error", "The server failed to answer; its log knows why.");
            }
        }
    }

    private static void refuse(Exchange exchange, Denial denial) {
        exchange.failFor(denial.status(), denial.code(), denial.message(), denial.retryAfter());
    }
}
