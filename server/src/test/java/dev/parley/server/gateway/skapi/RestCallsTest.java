package dev.parley.server.gateway.skapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the REST calls of skapi-js have in common, and the first of them. */
class RestCallsTest {

    private static final String ASK = "service?service=" + RestWorld.SERVICE + "&owner=" + RestWorld.OWNER;
    private static final String USERS = ",\"group\":\"g\"";

    private static RestWorld world;

    @BeforeAll
    static void start() {
        world = new RestWorld("", "");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static RestWorld.Reply get(RestWorld asked, String path, String... headers) {
        return asked.send(
                headers.length == 0
                        ? asked.server.request(path)
                        : asked.server.request(path).headers(headers));
    }

    private static String at(String call) {
        return "/skapi/" + RestWorld.SERVICE + "/" + call;
    }

    @Test
    void theServiceSaysWhoItIsAndWhatItSeesOfTheClient() {
        JsonNode json = get(
                        world, at(ASK) + "&refresh=false", "User-Agent", "me/1", "Accept-Language", "de-CH,de;q=0.5")
                .good();

        assertThat(json.path("ip").asString()).isEqualTo("127.0.0.1");
        assertThat(json.path("group").asInt()).isEqualTo(3);
        assertThat(json.path("service_name").asString()).isEqualTo("First");
        assertThat(json.path("service_description").asString()).isEmpty();
        assertThat(json.path("user_agent").asString()).isEqualTo("me/1");
        assertThat(json.path("locale").asString()).isEqualTo("CH");
        assertThat(json.path("ai_agent").asString()).isEmpty();
        assertThat(json.path("opt").propertyNames())
                .containsExactlyInAnyOrder("freeze_database", "prevent_inquiry", "prevent_signup", "prevent_anonymous");
    }

    @Test
    void anotherServiceOrOwnerIsNotThisOne() {
        assertThat(get(world, at(ASK).replace("service=us31mock", "service=us31other"))
                        .bad(404))
                .isEqualTo("NOT_EXISTS");
        assertThat(get(world, at(ASK).replace("owner=1", "owner=2")).bad(404)).isEqualTo("NOT_EXISTS");
        assertThat(get(world, at("service")).bad(404)).isEqualTo("NOT_EXISTS");
        assertThat(get(world, "/skapi/us31nobody/" + ASK).bad(404)).isEqualTo("NOT_EXISTS");
        assertThat(get(world, "/skapi/" + RestWorld.SERVICE).bad(404)).isEqualTo("NOT_EXISTS");
    }

    @Test
    void aQueryThatCannotBeReadIsAnswered() {
        try (RawConnection connection = RawConnection.open(world.server.port())) {
            connection.send("GET " + at("service?owner=%zz") + " HTTP/1.1\r\nHost: a\r\n\r\n");
            HttpAnswer answer = connection.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("\"code\":\"INVALID_REQUEST\"");
        }
    }

    @Test
    void aServiceThatIsSwitchedOffSaysSo() {
        for (String state : new String[] {"suspended: true", "realtime: false"}) {
            try (RestWorld off = new RestWorld(", " + state, "")) {
                assertThat(get(off, at(ASK)).bad(403)).isEqualTo("SERVICE_DISABLED");
            }
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefusedIfTheServiceListsSome() {
        try (RestWorld listed = new RestWorld(", allowedOrigins: [ 'https://app.example' ]", "")) {
            assertThat(get(listed, at(ASK), "Origin", "https://evil.example").bad(403))
                    .isEqualTo("INVALID_CORS");
            get(listed, at(ASK), "Origin", "https://app.example").good();
            get(listed, at(ASK)).good();
        }
    }

    @Test
    void whatIsNotServedIsAnswered() {
        String secret = "get-records-" + "x".repeat(500);
        RestWorld.Reply reply = world.call(null, secret, "");

        assertThat(reply.bad(404)).isEqualTo("NOT_EXISTS");
        assertThat(reply.http().body()).contains("realtime module").doesNotContain("xxx");
        assertThat(world.call(null, "Service", "").bad(404)).isEqualTo("NOT_EXISTS");
    }

    @Test
    void otherMethodsAndBodiesAreRefused() {
        assertThat(get(world, at("get-ws-group")).bad(405)).isEqualTo("INVALID_REQUEST");
        assertThat(world.call(null, "service", "").bad(405)).isEqualTo("INVALID_REQUEST");
        RestWorld.Reply text =
                world.send(world.server.request(at("get-ws-group")).POST(BodyPublishers.ofString("{}")));
        assertThat(text.bad(415)).isEqualTo("INVALID_REQUEST");
        assertThat(world.call(null, "get-ws-group", ",\"x\":\"" + "x".repeat(1 << 20) + "\"")
                        .bad(413))
                .isEqualTo("INVALID_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get-ws-group",
                "get-vapid-public-key",
                "store-subscription",
                "delete-subscription",
                "push-notification"
            })
    void callsNeedAUserOfThisService(String call) {
        String other = world.token("two", RestWorld.ANNA);
        for (String authorization : new String[] {null, "x", "Bearer ", "a.b.c", "sk-two", other}) {
            assertThat(world.call(authorization, call, USERS).bad(401)).isEqualTo("INVALID_REQUEST");
        }
    }

    @Test
    void theTokenStandsAloneOrBehindBearer() {
        String token = world.token("one", RestWorld.ANNA);

        world.call(token, "get-ws-group", USERS).good();
        world.call("Bearer " + token, "get-ws-group", USERS).good();
        assertThat(world.call(token.substring(0, token.length() - 2), "get-ws-group", USERS)
                        .bad(401))
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    void aTokenIsWorthNothingWhenItsSessionHasEnded() {
        String token = world.token("one", RestWorld.ANNA);
        world.call(token, "get-ws-group", USERS).good();
        world.server.send(world.server
                .request("/v1/apps/one/users/" + RestWorld.ANNA + "/sessions")
                .header("Authorization", "Bearer sk-one")
                .DELETE());

        assertThat(world.call(token, "get-ws-group", USERS).bad(401)).isEqualTo("INVALID_REQUEST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                               | INVALID_REQUEST
            []                                              | INVALID_REQUEST
            null                                            | INVALID_REQUEST
            ''                                              | INVALID_REQUEST
            {"service":"us31other","group":"g"}             | INVALID_REQUEST
            {"owner":"22222222-2222-4333-8444-555555555555","group":"g"} | INVALID_REQUEST
            {"service":1,"group":"g"}                       | INVALID_PARAMETER
            """)
    void aBodyThatIsNotOfThisServiceIsRefused(String body, String code) {
        String token = world.token("one", RestWorld.ANNA);

        assertThat(world.send(world.request(token, "get-ws-group", body)).bad(400))
                .isEqualTo(code);
    }

    @Test
    void aBodyNestedTooDeeplyIsRefused() {
        String token = world.token("one", RestWorld.ANNA);
        String deep = ",\"startKey\":" + "[".repeat(5_000) + "]".repeat(5_000);

        assertThat(world.call(token, "get-ws-group", USERS + deep).bad(400)).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void whoCallsTooOftenIsToldWhenToComeAgain() {
        String rate = ", packetRate: { perIp: 5, window: 1h }";
        try (RestWorld slow = new RestWorld(rate, "")) {
            RestWorld.Reply last = IntStream.range(0, 10)
                    .mapToObj(i -> get(slow, at(ASK), "Origin", "https://app.example"))
                    .reduce((first, second) -> second)
                    .orElseThrow();
            assertThat(last.bad(429)).isEqualTo("INVALID_REQUEST");
            assertThat(last.http().headers().firstValue("retry-after").orElse(""))
                    .matches("[1-9][0-9]*");
            assertThat(last.http().headers().firstValue("access-control-expose-headers"))
                    .contains("Retry-After");
        }
    }

    @Test
    void preflightsPassWithTheClientsHeaders() {
        HttpResponse<String> preflight = world.server.send(world.server
                .request(at("get-ws-group"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-meta,content-type"));

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("access-control-allow-origin"))
                .contains("*");
        assertThat(preflight.headers().firstValue("access-control-allow-headers"))
                .contains("authorization,content-meta,content-type");
        HttpResponse<String> refused =
                world.server.send(world.request(null, "get-ws-group", "{}").header("Origin", "https://app.example"));
        assertThat(refused.headers().firstValue("access-control-allow-origin")).contains("*");
    }
}
