package dev.parley.server.gateway.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import dev.parley.server.accounts.SrpAnswer;
import dev.parley.server.accounts.SrpChallenge;
import dev.parley.server.accounts.SrpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What skapi-js asks of Cognito (skapi 2.5 B), over a real socket. */
class CognitoCallsTest {

    private static final String SERVICE = "us31mockservice00";
    private static final String SETTINGS = """
            listen: { host: 127.0.0.1, port: 0 }
            identity: { hashMemory: 64KiB, hashPasses: 1, attemptsPerAccount: 5 }
            apps:
              - id: one
                serverKey: sk-1
                skapi: { service: us31mockservice00, owner: 11111111-2222-4333-8444-555555555555, passwordLogin: true }
              - id: two
                serverKey: sk-2
                suspended: true
                skapi: { service: us31suspended000, owner: 11111111-2222-4333-8444-555555555555 }
              - id: three
                serverKey: sk-3
                skapi: { service: us31noPasswords0, owner: 11111111-2222-4333-8444-555555555555 }
              - id: four
                allowedOrigins: [ "https://app.example" ]
                skapi: { service: us31onlyOrigin00, owner: 11111111-2222-4333-8444-555555555555 }
            """;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String EMAIL = "luke@example.com";
    private static final String PASSWORD = "some-password-1";

    private RunningServer server = RunningServer.of(SETTINGS);

    @BeforeEach
    void users() {
        assertThat(user(Map.of("email", EMAIL, "password", PASSWORD)).statusCode())
                .isEqualTo(201);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> user(Map<String, Object> draft) {
        return server.post("/v1/apps/one/users", JSON.writeValueAsString(draft), "Authorization", "Bearer sk-1");
    }

    private HttpResponse<String> send(String operation, String body, String... headers) {
        HttpRequest.Builder request = server.request("/cognito/")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "AWSCognitoIdentityProviderService." + operation);
        return server.send(headers.length == 0 ? request : request.headers(headers));
    }

    private JsonNode call(String operation, Object body) {
        HttpResponse<String> response = send(operation, JSON.writeValueAsString(body));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private String refusal(String operation, Object body) {
        HttpResponse<String> response = send(operation, JSON.writeValueAsString(body));
        return refusal(response);
    }

    private static String refusal(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode json = JSON.readTree(response.body());
        return json.path("__type").asString("") + ": " + json.path("message").asString("");
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, Object> initiate(String service, String flow, Map<String, String> parameters) {
        return Map.of("AuthFlow", flow, "ClientId", service, "AuthParameters", parameters, "ClientMetadata", Map.of());
    }

    private Map<String, Object> respond(SrpClient device, String email, String password) throws Exception {
        Map<String, String> parameters = Map.of("USERNAME", SERVICE + "-" + md5(email), "SRP_A", device.number());
        JsonNode asked = call("InitiateAuth", initiate(SERVICE, "USER_SRP_AUTH", parameters));
        assertThat(asked.path("ChallengeName").asString("")).isEqualTo("PASSWORD_VERIFIER");
        JsonNode given = asked.path("ChallengeParameters");
        assertThat(given.path("USERNAME")).isEqualTo(given.path("USER_ID_FOR_SRP"));
        SrpChallenge challenge = new SrpChallenge(
                given.path("USER_ID_FOR_SRP").asString(""),
                given.path("SALT").asString(""),
                given.path("SRP_B").asString(""),
                given.path("SECRET_BLOCK").asString(""));
        SrpAnswer answer = device.answer(challenge, password);
        Map<String, Object> responses = new TreeMap<>(Map.of(
                "USERNAME", answer.userId(),
                "PASSWORD_CLAIM_SECRET_BLOCK", answer.secret(),
                "TIMESTAMP", answer.timestamp(),
                "PASSWORD_CLAIM_SIGNATURE", answer.signature(),
                "DEVICE_KEY", "us31_device"));
        return Map.of("ChallengeName", "PASSWORD_VERIFIER", "ClientId", SERVICE, "ChallengeResponses", responses);
    }

    private JsonNode signIn() throws Exception {
        JsonNode answer = call("RespondToAuthChallenge", respond(new SrpClient(), EMAIL, PASSWORD));
        assertThat(answer.path("ChallengeParameters").isEmpty()).isTrue();
        JsonNode tokens = answer.path("AuthenticationResult");
        assertThat(tokens.path("TokenType").asString("")).isEqualTo("Bearer");
        assertThat(tokens.path("ExpiresIn").asLong()).isBetween(86_300L, 86_400L);
        assertThat(tokens.path("RefreshToken").asString("")).isNotEmpty();
        return tokens;
    }

    @Test
    void aUserSignsInIsRefreshedAndSignsOut() throws Exception {
        JsonNode tokens = signIn();
        String refresh = tokens.path("RefreshToken").asString("");
        for (String flow : List.of("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")) {
            JsonNode fresh = call("InitiateAuth", initiate(SERVICE, flow, Map.of("REFRESH_TOKEN", refresh)))
                    .path("AuthenticationResult");
            assertThat(fresh.path("IdToken").asString("")).isNotEmpty();
            assertThat(fresh.has("RefreshToken")).isFalse();
        }
        String access = tokens.path("AccessToken").asString("");
        JsonNode me = call("GetUser", Map.of("AccessToken", access));
        assertThat(me.path("UserAttributes").toString()).contains(EMAIL);
        assertThat(refusal(
                        "GetUser", Map.of("AccessToken", tokens.path("IdToken").asString(""))))
                .isEqualTo("NotAuthorizedException: Access Token has been revoked");

        JsonNode second = signIn();
        assertThat(call("RevokeToken", Map.of("ClientId", SERVICE, "Token", refresh))
                        .isEmpty())
                .isTrue();
        assertThat(refusal("InitiateAuth", initiate(SERVICE, "REFRESH_TOKEN_AUTH", Map.of("REFRESH_TOKEN", refresh))))
                .isEqualTo("NotAuthorizedException: Refresh Token has been revoked");
        String accessOfSecond = second.path("AccessToken").asString("");
        assertThat(call("GlobalSignOut", Map.of("AccessToken", accessOfSecond)).isEmpty())
                .isTrue();
        for (String operation : List.of("GetUser", "GlobalSignOut")) {
            assertThat(refusal(operation, Map.of("AccessToken", accessOfSecond)))
                    .isEqualTo("NotAuthorizedException: Access Token has been revoked");
        }
    }

    @Test
    void refusalsAreInCognitosWords() throws Exception {
        String wrong = "NotAuthorizedException: Incorrect username or password.";
        assertThat(refusal("RespondToAuthChallenge", respond(new SrpClient(), EMAIL, "wrong")))
                .isEqualTo(wrong);
        assertThat(refusal("RespondToAuthChallenge", respond(new SrpClient(), "nobody@example.com", PASSWORD)))
                .isEqualTo(wrong);
        Map<String, Object> once = respond(new SrpClient(), EMAIL, PASSWORD);
        call("RespondToAuthChallenge", once);
        assertThat(refusal("RespondToAuthChallenge", once)).isEqualTo(wrong);

        user(Map.of("email", "leia@example.com", "password", PASSWORD, "disabled", true));
        assertThat(refusal("RespondToAuthChallenge", respond(new SrpClient(), "leia@example.com", PASSWORD)))
                .isEqualTo("NotAuthorizedException: User is disabled.");

        Map<String, String> parameters = Map.of("USERNAME", "x", "SRP_A", "2");
        assertThat(refusal("InitiateAuth", initiate("us31nobody000000", "USER_SRP_AUTH", parameters)))
                .startsWith("ResourceNotFoundException: ")
                .doesNotContainIgnoringCase("device");
        assertThat(refusal("InitiateAuth", initiate("us31suspended000", "USER_SRP_AUTH", parameters)))
                .startsWith("ForbiddenException: ");
        assertThat(refusal("InitiateAuth", initiate("us31noPasswords0", "USER_SRP_AUTH", parameters)))
                .startsWith("InvalidParameterException: ")
                .contains("passwordLogin");
        assertThat(refusal("InitiateAuth", initiate(SERVICE, "USER_SRP_AUTH", Map.of("USERNAME", "x", "SRP_A", "0"))))
                .startsWith("InvalidParameterException: ");
        assertThat(refusal("InitiateAuth", initiate(SERVICE, "USER_PASSWORD_AUTH", parameters)))
                .startsWith("InvalidParameterException: ");
        for (String operation : List.of("SignUp", "ForgotPassword", "", "nonsense")) {
            assertThat(refusal(operation, Map.of())).startsWith("UnknownOperationException: Parley ");
        }
    }

    @Test
    void whoTriesTooOftenIsToldWhenToComeBack() throws Exception {
        for (int i = 0; i < 5; i++) {
            refusal("RespondToAuthChallenge", respond(new SrpClient(), EMAIL, "wrong"));
        }
        HttpResponse<String> response =
                send("RespondToAuthChallenge", JSON.writeValueAsString(respond(new SrpClient(), EMAIL, PASSWORD)));
        assertThat(refusal(response)).startsWith("TooManyRequestsException: ");
        assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElse("0")))
                .isBetween(1, 600);
    }

    @Test
    void junkIsRefusedAndNothingBreaks() throws Exception {
        for (String junk : List.of(
                "",
                "x",
                "[]",
                "null",
                "{",
                "{}",
                "{\"ClientId\":1}",
                "{\"ClientId\":\"us31mockservice00\"}",
                "{\"ClientId\":\"us31mockservice00\",\"AuthFlow\":{},\"AuthParameters\":{}}",
                "{\"ClientId\":\"us31mockservice00\",\"AuthFlow\":\"USER_SRP_AUTH\",\"AuthParameters\":[]}",
                "{\"ClientId\":\"us31mockservice00\",\"AuthFlow\":\"USER_SRP_AUTH\",\"AuthParameters\":{\"USERNAME\":null}}",
                "[".repeat(5000))) {
            for (String operation : List.of("InitiateAuth", "RespondToAuthChallenge", "RevokeToken")) {
                assertThat(refusal(send(operation, junk))).as(junk).startsWith("InvalidParameterException: ");
            }
        }
        assertThat(refusal("GetUser", Map.of("AccessToken", "a.b.c"))).startsWith("NotAuthorizedException: ");
        assertThat(send("InitiateAuth", "x".repeat(2_000_000)).statusCode()).isEqualTo(413);
        assertThat(server.get("/cognito/").statusCode()).isEqualTo(405);
        HttpResponse<String> plain =
                server.post("/cognito/", "{}", "X-Amz-Target", "AWSCognitoIdentityProviderService.InitiateAuth");
        assertThat(plain.statusCode()).isEqualTo(415);
        assertThat(plain.body()).contains("__type");
        assertThat(refusal(server.post("/cognito/", "{}"))).startsWith("UnknownOperationException: ");
        signIn();
    }

    @Test
    void pagesOfListedOriginsMayCallAndBrowsersAreTold() throws Exception {
        HttpResponse<String> preflight = server.send(server.request("/cognito/")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "cache-control,content-type,x-amz-target,x-amz-user-agent"));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue("*");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("cache-control,content-type,x-amz-target,x-amz-user-agent");
        String body = JSON.writeValueAsString(
                initiate("us31onlyOrigin00", "REFRESH_TOKEN_AUTH", Map.of("REFRESH_TOKEN", "x.y")));
        HttpResponse<String> other = send("InitiateAuth", body, "Origin", "https://elsewhere.example");
        assertThat(refusal(other)).startsWith("ForbiddenException: ");
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(refusal(send("InitiateAuth", body, "Origin", "https://app.example")))
                .isEqualTo("NotAuthorizedException: Refresh Token has been revoked");
    }
}
