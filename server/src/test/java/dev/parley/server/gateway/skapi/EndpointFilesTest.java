package dev.parley.server.gateway.skapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that tell skapi-js where everything is. */
class EndpointFilesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SERVICE = RestWorld.SERVICE;
    private static final String ONE = "listen: { host: 127.0.0.1, port: 0 }\n"
            + "apps: [ { id: a, suspended: true, realtime: false, skapi: { service: us31abcdefgh, owner: "
            + RestWorld.OWNER + " } }, { id: b } ]\n";

    /** The keys of the original's files as recorded, not the server's own list: the client looks for no others. */
    private static final List<String> GOLDEN_ADMIN = List.of(
            "admin_public",
            "admin_private",
            "admin_public_2",
            "admin_private_2",
            "get_users_private",
            "service_public",
            "extra_public",
            "extra_private",
            "extra_public_2",
            "extra_private_2",
            "userpool_id",
            "userpool_client");
    /** Likewise. */
    private static final List<String> GOLDEN_RECORD = List.of(
            "record_public",
            "record_private",
            "record_public_2",
            "record_private_2",
            "post_public",
            "post_private",
            "get_public",
            "get_private",
            "del_private",
            "websocket_private");

    private static RestWorld world;

    @BeforeAll
    static void start() {
        world = new RestWorld("", "");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static HttpAnswer raw(RunningServer server, String path, String headers) {
        try (RawConnection connection = RawConnection.open(server.port())) {
            connection.send("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n");
            return connection.answer();
        }
    }

    private static String base(HttpAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JSON.readTree(answer.text()).path("record_private").asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void bothFilesNameEverythingTheClientLooksFor(String version) {
        String here = "127.0.0.1:" + world.server.port() + "/skapi/" + SERVICE + "/";
        JsonNode admin = world.send(
                        world.server.request("/" + SERVICE + ".cloudfront.net/us31/admin-" + version + ".json"))
                .good();
        assertThat(admin.propertyNames()).containsExactlyInAnyOrderElementsOf(GOLDEN_ADMIN);
        assertThat(admin.path("service_public").asString()).isEqualTo("http://" + here);
        assertThat(admin.path("userpool_id").asString()).isEqualTo("parley-1_Parley");
        assertThat(admin.path("userpool_client").asString()).isEqualTo(SERVICE);

        JsonNode files = world.send(world.server.request("/cdn/" + SERVICE + "/us31/record-" + version + ".json"))
                .good();
        assertThat(files.propertyNames()).containsExactlyInAnyOrderElementsOf(GOLDEN_RECORD);
        assertThat(files.path("record_private").asString()).isEqualTo("http://" + here);
        assertThat(files.path("websocket_private").asString()).isEqualTo("ws://" + here + "ws");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /us31other.cloudfront.net/us31/record-v1.json     | us31other
            /cdn/us31other/us31/record-v1.json                | us31other
            /us31mockservice00.cloudfront.net/eu01/record-v1.json | us31mockservice00
            """)
    void theServiceInThePathIsMeant(String path, String service) {
        assertThat(world.send(world.server.request(path))
                        .good()
                        .path("record_private")
                        .asString())
                .endsWith("/skapi/" + service + "/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/x.cloudfront.net/us31/record-v1.json", "/cdn/us31/admin-v1.json", "/cdn/x/us31/admin-v2.json"})
    void oneOfTwoServicesOfARegionHasToBeNamed(String path) {
        RestWorld.Reply reply = world.send(world.server.request(path));

        assertThat(reply.bad(404)).isEqualTo("NOT_EXISTS");
        assertThat(reply.http().body()).contains("target_cdn: '<host>/<service>'");
    }

    @Test
    void theOnlyServiceIsMeantWhateverItIsCalledAndWhateverStateItIsIn() {
        try (RunningServer server = RunningServer.of(ONE)) {
            for (String path : List.of("/x.cloudfront.net/zz99/", "/cdn/us31/", "/cdn/nope/us31/")) {
                assertThat(server.get(path + "record-v1.json").body()).contains("/skapi/us31abcdefgh/ws");
            }
        }
    }

    @Test
    void theOnlyServiceOfARegionIsMeant() {
        String two =
                ONE.replace("{ id: b }", "{ id: b, skapi: { service: eu01abcdefgh, owner: " + RestWorld.OWNER + " } }");
        try (RunningServer server = RunningServer.of(two)) {
            assertThat(server.get("/cdn/eu01/admin-v1.json").body()).contains("eu01abcdefgh");
            assertThat(server.get("/cdn/us31/admin-v1.json").body()).contains("us31abcdefgh");
            assertThat(server.get("/cdn/ap21/admin-v1.json").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/cdn/us31/other-v1.json",
                "/cdn/us31/admin-v3.json",
                "/cdn/us31/admin-v1.jsonx",
                "/cdn/admin-v1.json",
                "/cdn/a/b/us31/admin-v1.json",
                "/cdn/",
                "/x.cloudfront.net/",
                "/x.cloudfront.net"
            })
    void thereAreNoOtherFiles(String path) {
        assertThat(world.send(world.server.request(path)).bad(404)).isEqualTo("NOT_EXISTS");
    }

    @Test
    void filesAreReadOnlyAndForAllPages() {
        String path = "/cdn/" + SERVICE + "/us31/admin-v1.json";
        HttpResponse<String> posted =
                world.server.send(world.server.request(path).POST(BodyPublishers.ofString("{}")));
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("allow")).contains("GET");

        HttpResponse<String> got =
                world.server.send(world.server.request(path).header("Origin", "https://app.example"));
        assertThat(got.headers().firstValue("access-control-allow-origin")).contains("*");
        assertThat(got.headers().firstValue("cache-control")).contains("no-store");
        assertThat(got.body()).isASCII();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            example.com        | http://example.com/skapi/
            Example.COM:8443   | http://Example.COM:8443/skapi/
            [::1]:8080         | http://[::1]:8080/skapi/
            10.0.0.7           | http://10.0.0.7/skapi/
            """)
    void theFilesPointToTheHostThatWasAsked(String host, String expected) {
        String path = "/cdn/" + SERVICE + "/us31/record-v1.json";
        assertThat(base(raw(world.server, path, "Host: " + host + "\r\n"))).startsWith(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host:\r\n",
                "Host: a b\r\n",
                "Host: evil.example/x\r\n",
                "Host: user@evil.example\r\n",
                "Host: a\"b\r\n",
                "Host: a:b\r\n",
                "Host: a:0\r\n",
                "Host: a:65536\r\n",
                "Host: a:80:80\r\n",
                "Host: [::1\r\n",
                "Host: a?b\r\n",
                "Host: a%2fb\r\n",
                "Host: a,b\r\n",
                "Host: a\r\nHost: b\r\n"
            })
    void ahostThatIsNoneIsRefused(String headers) {
        HttpAnswer answer = raw(world.server, "/cdn/" + SERVICE + "/us31/record-v1.json", headers);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    }

    @Test
    void whatAStrangerForwardsDoesNotCount() {
        HttpAnswer answer = raw(
                world.server,
                "/cdn/" + SERVICE + "/us31/record-v1.json",
                "Host: a.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\n");

        assertThat(base(answer)).startsWith("http://a.example/");
    }

    @Test
    void aTrustedProxyTellsWhereTheClientIs() {
        String proxied = ONE.replace("port: 0", "port: 0, trustedProxies: [ 127.0.0.1/32 ]");
        try (RunningServer server = RunningServer.of(proxied)) {
            String path = "/cdn/us31/record-v1.json";
            assertThat(base(raw(
                            server,
                            path,
                            "Host: inner\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: chat.example\r\n")))
                    .startsWith("https://chat.example/skapi/");
            assertThat(base(raw(server, path, "Host: a.example\r\nX-Forwarded-Proto: https\r\n")))
                    .startsWith("https://a.example/");
            assertThat(raw(server, path, "Host: a.example\r\nX-Forwarded-Proto: https\r\n")
                            .text())
                    .contains("\"wss://a.example/skapi/us31abcdefgh/ws\"");
            assertThat(raw(server, path, "Host: a\r\nX-Forwarded-Host: evil/x\r\n")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void publicUrlGoesBeforeEverything() {
        try (RunningServer server = RunningServer.of("publicUrl: https://c1.example.com:8443/\n" + ONE)) {
            HttpAnswer answer = raw(server, "/cdn/us31/record-v1.json", "Host: evil.example\r\n");

            assertThat(base(answer)).isEqualTo("https://c1.example.com:8443/skapi/us31abcdefgh/");
        }
    }
}
