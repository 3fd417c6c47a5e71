package dev.parley.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page to try the API on. */
class DocsTest {

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.of(Backend.SETTINGS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/docs, text/html, Parley REST API",
        "/docs/, text/html, Parley REST API",
        "/docs/openapi.yaml, application/yaml, openapi: 3.1.0",
        "/docs/docs.js, text/javascript, SwaggerUIBundle",
        "/docs/docs.css, text/css, margin",
        "/docs/swagger-ui.css, text/css, swagger-ui",
        "/docs/swagger-ui-bundle.js, text/javascript, SwaggerUIBundle",
        "/docs/favicon.png, image/png, PNG",
    })
    void filesHaveTheirTypeAndAPolicy(String path, String type, String part) {
        HttpResponse<String> answer = server.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith(type);
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(answer.headers().firstValue("cache-control").orElse("")).contains("max-age");
        assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'");
        assertThat(answer.body()).contains(part);
    }

    @Test
    void pageHoldsNoScriptOfItsOwnAndAsksNobodyElse() {
        String page = server.get("/docs").body();

        assertThat(page).doesNotContain("//", "onload", "onclick");
        Matcher links = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page);
        while (links.find()) {
            assertThat(server.get(links.group(1)).statusCode())
                    .as(links.group(1))
                    .isEqualTo(200);
        }
        assertThat(page).doesNotContainPattern("<script(?! src=)").doesNotContainPattern("<style");
    }

    @Test
    void whatABrowserHasIsNotSentAgain() {
        String tag =
                server.get("/docs/openapi.yaml").headers().firstValue("etag").orElseThrow();

        HttpResponse<String> answer =
                server.send(server.request("/docs/openapi.yaml").header("If-None-Match", tag));

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/docs/index.html", "/docs/../openapi.yaml", "/docs/%2e%2e/openapi.yaml", "/docs/swagger-ui.js"})
    void nothingElseIsServed(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }
}
