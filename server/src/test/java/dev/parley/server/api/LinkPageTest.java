package dev.parley.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that do not work; those that do are tested where they are made. */
class LinkPageTest {

    private static RunningServer server;
    private static Backend browser;

    @BeforeAll
    static void start() {
        server = RunningServer.of(Backend.SETTINGS);
        browser = new Backend(server, null);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/links/env2",
                "/v1/links/env2?key=",
                "/v1/links/env2?key=%3Cscript%3E",
                "/v1/links/env2?key=%FF",
                "/v1/links/env2?key=abc&utm_source=mail",
                "/v1/links/nowhere?key=abc",
                "/v1/links/off?key=abc",
            })
    void linksThatDoNotWorkLookAllTheSame(String path) {
        Backend.Reply reply = browser.get(path);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body())
                .isEqualTo(browser.get("/v1/links/env2?key=other").body());
        assertThat(reply.body())
                .contains("<h1>This link does not work</h1>")
                .doesNotContain("script", "abc", "nowhere");
        assertThat(reply.header("content-security-policy")).contains("default-src 'none'");
        assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(reply.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void unusableLinkLeadsToTheAppsListedPageWithoutItsKey() {
        Backend.Reply reply = browser.get("/v1/links/env1?key=abc-not-a-key&redirect=https%3A%2F%2Fevil.example");

        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.header("location"))
                .startsWith("https://app.example/welcome?")
                .doesNotContain("abc", "evil", "access_token");
        assertThat(reply.header("referrer-policy")).isEqualTo("no-referrer");
    }

    @Test
    void lookingAtALinkSaysNothing() {
        Backend.Reply reply = browser.call("HEAD", "/v1/links/env2?key=abc", null);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }
}
