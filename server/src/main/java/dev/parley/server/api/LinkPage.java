package dev.parley.server.api;

import dev.parley.server.accounts.AccountException;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.accounts.Client;
import dev.parley.server.identity.App;
import dev.parley.server.rest.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where links in mails lead. A person is at the other end: errors are a page, which repeats nothing of the address. Programs that
 * look at links before people do ask by HEAD, and use nothing up.
 */
final class LinkPage {

    private static final Logger log = LoggerFactory.getLogger(LinkPage.class);
    private static final int MAX_KEY = 4_096;

    private final Accounts accounts;

    LinkPage(Accounts accounts) {
        this.accounts = accounts;
    }

    void probe(Exchange exchange) {
        exchange.reply(200, headers(), new byte[0]);
    }

    void follow(Exchange exchange, @Nullable App app, Client client) {
        String key = key(exchange.request().query());
        if (app == null || app.config().suspended() || key == null) {
            unusable(exchange);
            return;
        }
        accounts.follow(app, key, client).whenComplete((link, failure) -> {
            if (failure == null) {
                exchange.redirect(link.target());
            } else {
                refuse(
                        exchange,
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
    }

    /** What others put behind a link on its way does not matter. */
    private static @Nullable String key(@Nullable String query) {
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (pair.startsWith("key=") && pair.length() <= MAX_KEY) {
                try {
                    String key = Percent.decode(pair.substring("key=".length()), true, "the query");
                    return key.isEmpty() || !Fields.isStorable(key) ? null : key;
                } catch (Refusal malformed) {
                    return null;
                }
            }
        }
        return null;
    }

    private static void refuse(Exchange exchange, Throwable failure) {
        if (failure instanceof AccountException refused) {
            if (refused.error().status() == 429) {
                Map<String, String> headers = headers();
                headers.put("Retry-After", Long.toString(Math.max(1, refused.retryAfterSeconds())));
                page(exchange, 429, headers, "Too many tries", "Please try again in a few minutes.");
            } else {
                unusable(exchange);
            }
            return;
        }
        log.warn("a link could not be followed: {}", failure.toString());
        Map<String, String> headers = headers();
        headers.put("Retry-After", "5");
        page(exchange, 503, headers, "Not available now", "Please follow the link again in a minute.");
    }

    /** The same for every reason, so that nobody learns which apps and users there are. */
    private static void unusable(Exchange exchange) {
        page(
                exchange,
                403,
                headers(),
                "This link does not work",
                "It has expired, was used already, or is not complete. Please ask for a new one.");
    }

    private static void page(Exchange exchange, int status, Map<String, String> headers, String title, String text) {
        String page = """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                <h1>%1$s</h1>
                <p>%2$s</p>
                </html>
                """.formatted(title, text);
        exchange.reply(status, headers, page.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "text/html; charset=utf-8");
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.put("Referrer-Policy", "no-referrer");
        return headers;
    }
}
