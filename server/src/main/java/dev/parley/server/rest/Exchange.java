package dev.parley.server.rest;

import dev.parley.protocol.ByteBuilder;
import dev.parley.transport.BodyReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call and its answer, in the words of the family that owns the path. Answers may be given from any thread, once. */
public final class Exchange {

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final HttpServerRequest request;
    private final Family family;

    public Exchange(HttpServerRequest request, Family family) {
        this.request = request;
        this.family = family;
        cors();
    }

    public HttpServerRequest request() {
        return request;
    }

    private void cors() {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return;
        }
        HttpServerResponse response = request.response();
        // Without it a page cannot see when it may try again.
        response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After");
        if (family.openToAll()) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        } else {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
                    .putHeader(HttpHeaders.VARY, "Origin");
        }
    }

    /** Answers a preflight request. */
    void preflight() {
        String asked = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        if (asked != null) {
            request.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
        request.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST,PUT,PATCH,DELETE,OPTIONS")
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600")
                .setStatusCode(204)
                .end();
    }

    /** Whether the method is {@code expected}; answers 405 if not. */
    public boolean isMethod(HttpMethod expected) {
        if (request.method().equals(expected)) {
            return true;
        }
        request.response().putHeader(HttpHeaders.ALLOW, expected.name());
        fail(405, "method_not_allowed", "This path answers " + expected.name() + " only.");
        return false;
    }

    /** Reads a JSON body of at most {@code limit} bytes; anything else is answered with 413 or 415. */
    public void json(int limit, Consumer<byte[]> body) {
        json("application/json", limit, body);
    }

    /** The same of JSON that is sent under another type. */
    public void json(String wanted, int limit, Consumer<byte[]> body) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.strip().toLowerCase(Locale.ROOT).startsWith(wanted)) {
            fail(415, "unsupported_media_type", "The body must be JSON: Content-Type: " + wanted + ".");
            return;
        }
        if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            fail(415, "unsupported_media_type", "The body must not be compressed.");
            return;
        }
        BodyReader.read(request, limit, body, () -> {
            request.response()
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .endHandler(sent -> BodyReader.endConnection(request));
            fail(
                    413,
                    "request_body_size_too_large",
                    "The body has more than " + limit + " bytes (limits.restBodyBytes).");
        });
    }

    /** Answers with JSON that is made on the request's own loop; if that fails, with 500. */
    public void answer(Supplier<ByteBuilder> json) {
        ((HttpServerRequestInternal) request).context().runOnContext(onLoop -> {
            ByteBuilder body;
            try {
                body = json.get();
            } catch (RuntimeException e) {
                log.warn("an answer could not be written", e);
                fail(500, "internal_server_error", "The server failed to answer; its log knows why.");
                return;
            }
            send(200, "application/json; charset=utf-8", Buffer.buffer(body.toByteArray()));
        });
    }

    /** Adds a header to the answer, whatever it will be; before answering, on the request's loop. */
    public Exchange header(String name, String value) {
        request.response().putHeader(name, value);
        return this;
    }

    /** Sets a cookie with the answer; from any thread, before it is given. */
    public Exchange cookie(String cookie) {
        onLoop(response -> response.headers().add(HttpHeaders.SET_COOKIE, cookie));
        return this;
    }

    /** Answers with JSON. */
    public void answer(int status, byte[] json) {
        send(status, "application/json; charset=utf-8", Buffer.buffer(json));
    }

    /** Answers with these bytes; the headers, their type among them, come on top of the usual ones or replace them. */
    public void reply(int status, Map<String, String> headers, byte[] body) {
        onLoop(response -> {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("X-Content-Type-Options", "nosniff");
            headers.forEach(response::putHeader);
            response.end(Buffer.buffer(body));
        });
    }

    /** Answers with a status and nothing else. */
    public void empty(int status) {
        onLoop(response -> response.setStatusCode(status)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end());
    }

    /** Sends a browser elsewhere, and keeps the address it came from to ourselves. */
    public void redirect(URI target) {
        onLoop(response -> response.setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, target.toString())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Referrer-Policy", "no-referrer")
                .end());
    }

    /** Answers that nothing is there. */
    public void notFound() {
        fail(404, "resource_not_found", "There is nothing at this path; see the server's documentation.");
    }

    /** Answers with an error that says when to try again. */
    public void failFor(int status, String code, String message, long retryAfterSeconds) {
        Buffer body = Buffer.buffer(family.error(status, code, message));
        onLoop(response -> {
            if (retryAfterSeconds > 0) {
                response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfterSeconds));
            }
            write(response, status, family.contentType(), body);
        });
    }

    /** Answers with plain text of some type. */
    public void text(int status, String type, String text) {
        send(status, type, Buffer.buffer(text));
    }

    /** Answers with an error in the family's shape. */
    public void fail(int status, String code, String message) {
        send(status, family.contentType(), Buffer.buffer(family.error(status, code, message)));
    }

    private void send(int status, String type, Buffer body) {
        onLoop(response -> write(response, status, type, body));
    }

    private static void write(HttpServerResponse response, int status, String type, Buffer body) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(body);
    }

    /** On the request's loop, unless it has been answered or the client is gone. */
    private void onLoop(Consumer<HttpServerResponse> answer) {
        ((HttpServerRequestInternal) request).context().runOnContext(onLoop -> {
            HttpServerResponse response = request.response();
            if (!response.ended() && !response.closed()) {
                answer.accept(response);
            }
        });
    }
}
