package dev.parley.server.api;

import dev.parley.server.identity.Apps;
import dev.parley.server.rest.Exchange;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The description of the API and a page to try it on, which needs nothing from elsewhere. Only the files listed here are served.
 */
final class DocsPages {

    private static final Logger log = LoggerFactory.getLogger(DocsPages.class);
    private static final String UI = "/META-INF/resources/webjars/swagger-ui/5.32.0/";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    /** Swagger UI sets styles from its script and holds its icons as data. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private record Source(String resource, String type) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Page(byte[] bytes, String type, String tag) {}

    private static final Map<String, Source> SOURCES = Map.of(
            "", new Source("/docs/index.html", "text/html; charset=utf-8"),
            "docs.css", new Source("/docs/docs.css", STYLE),
            "docs.js", new Source("/docs/docs.js", SCRIPT),
            "openapi.yaml", new Source("/openapi.yaml", "application/yaml; charset=utf-8"),
            "swagger-ui.css", new Source(UI + "swagger-ui.css", STYLE),
            "swagger-ui-bundle.js", new Source(UI + "swagger-ui-bundle.js", SCRIPT),
            "favicon.png", new Source(UI + "favicon-32x32.png", "image/png"));

    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final Executor beside;

    /** @param beside reads the files */
    DocsPages(Executor beside) {
        this.beside = beside;
    }

    void serve(Exchange exchange, String path) {
        Source source = SOURCES.get(path);
        if (source == null) {
            exchange.notFound();
        } else if (!exchange.request().method().equals(HttpMethod.GET)) {
            Refusal.of(405, "method_not_allowed", "This path answers GET only.")
                    .header("Allow", "GET")
                    .answer()
                    .sendTo(exchange);
        } else {
            String known = exchange.request().getHeader(HttpHeaders.IF_NONE_MATCH);
            beside.execute(() -> send(exchange, source, known == null ? "" : known));
        }
    }

    private void send(Exchange exchange, Source source, String known) {
        try {
            Page page = pages.computeIfAbsent(source.resource(), resource -> read(source));
            Map<String, String> headers = Map.of(
                    "Content-Type",
                    page.type(),
                    "Content-Security-Policy",
                    POLICY,
                    "Referrer-Policy",
                    "no-referrer",
                    "Cache-Control",
                    "public, max-age=3600",
                    "ETag",
                    page.tag());
            boolean unchanged = known.contains(page.tag());
            exchange.reply(unchanged ? 304 : 200, headers, unchanged ? new byte[0] : page.bytes());
        } catch (UncheckedIOException e) {
            log.error("the API's page is incomplete", e);
            Refusal.internal().answer().sendTo(exchange);
        }
    }

    private static Page read(Source source) {
        try (InputStream in = DocsPages.class.getResourceAsStream(source.resource())) {
            if (in == null) {
                throw new IOException(source.resource() + " is not on the class path");
            }
            byte[] bytes = in.readAllBytes();
            String tag = Apps.hash(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
            return new Page(bytes, source.type(), '"' + tag.substring(0, 16) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
