package dev.parley.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every family gets its errors in its own shape, always with a JSON body. */
class ErrorShapeTest {

    private static final String MEMBERS = "/e:env1/_api/rest/v1/realtime/get-members";

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.of(RunningServer.TWO_APPS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /socket.io/?EIO=4&transport=__proto__ | 400 | {"code":0,"message":"Transport unknown"}
            /socket.io/?EIO=5&transport=polling   | 400 | {"code":5,"message":"Unsupported protocol version"}
            /realtime/?EIO=4&transport=polling&sid=x | 400 | {"code":1,"message":"Session ID unknown"}
            /realtime/x                           | 404 | {"code":3,"message":
            /_api/rest/v1/nothing                 | 404 | {"errors":[{"origin":"client_error","code":"resource_not_found","message":
            /env1/agnost/nothing                  | 404 | {"errors":[{"origin":"client_error","code":"resource_not_found"
            /api/v1/nothing                       | 404 | {"success":false,"data":
            /skapi/us31/nothing                   | 404 | {"message":"This server has no service of that id (apps[].skapi.service).","code":"NOT_EXISTS"}
            /skapi/us31                           | 404 | {"message":"There is nothing at this path; see the server's documentation.","code":"NOT_EXISTS"}
            /cdn/us31/nothing                     | 404 | {"message":"There is nothing at this path; see the server's documentation.","code":"NOT_EXISTS"}
            /cdn/us31/record-v1.json              | 404 | {"message":"Nothing says which service
            /cognito/nothing                      | 404 | {"__type":"resource_not_found","message":
            /cognito/                             | 405 | {"__type":"method_not_allowed","message":
            /v1/nothing                           | 404 | {"type":"about:blank","status":404,"code":"resource_not_found"
            /nothing                              | 404 | {"type":"about:blank"
            """)
    void familyOwnsTheShapeOfItsErrors(String path, int status, String body) {
        HttpResponse<String> answer = server.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith(body);
        assertThat(answer.headers().firstValue("content-type").orElse("")).contains("json");
    }

    @Test
    void malformedPercentEscapesAreAnswered() {
        try (RawConnection connection = RawConnection.open(server.port())) {
            connection.send("GET /socket.io/?EIO=4&transport=%zz HTTP/1.1\r\nHost: a\r\n\r\n");

            HttpAnswer answer = connection.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).startsWith("{\"code\":3,");
        }
    }

    @Test
    void wrongMethodNamesTheRightOne() {
        HttpResponse<String> answer = server.get(MEMBERS);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).contains("POST");
        assertThat(answer.body()).startsWith("{\"errors\":[");
    }

    @Test
    void bodyThatIsNotJsonIsRefusedByItsType() {
        HttpResponse<String> answer = server.send(server.request(MEMBERS)
                .header("X-Client-Key", "ck-1")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("channel")));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("\"code\":\"unsupported_media_type\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"channel":              | 400 | invalid_request_body_syntax
            {"channel":"\\ud800\\u00 | 400 | invalid_request_body_syntax
            []                       | 400 | validation_error
            {}                       | 400 | validation_error
            {"channel":""}           | 400 | validation_error
            {"channel":"  "}         | 400 | validation_error
            {"channel":{"a":1}}      | 400 | validation_error
            """)
    void badBodyIsExplained(String body, int status, String code) {
        HttpResponse<String> answer = server.post(MEMBERS, body, "X-Client-Key", "ck-1");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void bodyOverTheLimitIs413() {
        String body = "{\"channel\":\"" + "x".repeat(1 << 20) + "\"}";

        HttpResponse<String> answer = server.post(MEMBERS, body, "X-Client-Key", "ck-1");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("request_body_size_too_large").contains("limits.restBodyBytes");
    }

    @Test
    void refusalsOverRestHaveTheirStatus() {
        assertThat(server.post(MEMBERS, "{}").statusCode()).isEqualTo(401);
        assertThat(server.post(MEMBERS, "{}").body()).contains("missing_client_key");
        assertThat(server.post(MEMBERS, "{}", "X-Client-Key", "ck-2").body()).contains("invalid_client_key");
        HttpResponse<String> agnost = server.post("/env1/agnost/realtime/get-members", "{}", "Authorization", "nope");
        assertThat(agnost.statusCode()).isEqualTo(401);
        assertThat(agnost.body()).contains("invalid_api_key");
        assertThat(server.post("/nobody/agnost/realtime/get-members", "{}").body())
                .contains("no_environment_found");
    }

    @Test
    void originIsReflectedWithCredentialsAndPreflightsPass() {
        HttpResponse<String> answer =
                server.post(MEMBERS, "{\"channel\":\"c\"}", "X-Client-Key", "ck-1", "Origin", "https://app.example");

        assertThat(answer.body()).isEqualTo("[]");
        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("https://app.example");
        assertThat(answer.headers().firstValue("access-control-allow-credentials"))
                .contains("true");
        assertThat(answer.headers().firstValue("vary")).contains("Origin");

        HttpResponse<String> preflight = server.send(server.request(MEMBERS)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-client,x-client-key,session,content-type"));

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("access-control-allow-headers"))
                .contains("x-client,x-client-key,session,content-type");
    }

    @Test
    void skapisPathsAreOpenToAllWithoutCredentials() {
        HttpResponse<String> answer =
                server.send(server.request("/skapi/us31/x").header("Origin", "https://app.example"));

        assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
        assertThat(answer.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
    }

    @Test
    void basicAuthorizationFromTheUrlIsNotAKey() {
        HttpResponse<String> answer =
                server.post(MEMBERS, "{\"channel\":\"c\"}", "X-Client-Key", "ck-1", "Authorization", "Basic YS5iLmM=");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[]");
    }

    @Test
    void subdomainInTheHostNamesTheApp() {
        HttpResponse<String> byOnly =
                server.post("/_api/rest/v1/realtime/get-members", "{\"channel\":\"c\"}", "X-Client-Key", "ck-1");

        // Two apps and neither an id nor a subdomain: nobody can tell which is meant.
        assertThat(byOnly.statusCode()).isEqualTo(404);
        assertThat(byOnly.body()).contains("no_environment_found");
    }
}
