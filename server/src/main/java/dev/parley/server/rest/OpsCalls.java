package dev.parley.server.rest;

import dev.parley.server.config.Secret;
import dev.parley.server.ops.ClientAddress;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Health and metrics. */
public final class OpsCalls {

    private static final String BEARER = "Bearer ";

    private final String version;
    private final Supplier<String> scrape;
    private final @Nullable Secret token;
    private final ClientAddress addresses;
    private final AtomicBoolean ready = new AtomicBoolean();

    /**
     * @param version shown on the front page
     * @param scrape the metrics in Prometheus' text format
     * @param token opens the metrics to other machines, or null
     */
    public OpsCalls(String version, Supplier<String> scrape, @Nullable Secret token, ClientAddress addresses) {
        this.version = version;
        this.scrape = scrape;
        this.token = token;
        this.addresses = addresses;
    }

    /** Whether new work may be sent here; not while the server starts or drains. */
    public void ready(boolean isReady) {
        ready.set(isReady);
    }

    void live(Exchange exchange) {
        if (exchange.isMethod(HttpMethod.GET)) {
            exchange.text(200, "application/json", "{\"status\":\"up\"}");
        }
    }

    void ready(Exchange exchange) {
        if (exchange.isMethod(HttpMethod.GET)) {
            boolean now = ready.get();
            exchange.text(now ? 200 : 503, "application/json", "{\"status\":\"" + (now ? "ready" : "draining") + "\"}");
        }
    }

    void metrics(Exchange exchange) {
        if (!exchange.isMethod(HttpMethod.GET)) {
            return;
        }
        String header = exchange.request().getHeader(HttpHeaders.AUTHORIZATION);
        boolean knowsToken = token != null
                && header != null
                && header.startsWith(BEARER)
                && token.matches(header.substring(BEARER.length()));
        if (knowsToken || addresses.isThisMachine(exchange.request())) {
            exchange.text(200, "text/plain; version=0.0.4; charset=utf-8", scrape.get());
        } else {
            exchange.fail(
                    401,
                    "unauthorized",
                    "Metrics need 'Authorization: Bearer <ops.token>' or a request from this machine.");
        }
    }

    void home(Exchange exchange) {
        exchange.text(200, "text/plain; charset=utf-8", "Parley " + version + "\n");
    }
}
