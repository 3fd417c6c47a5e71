package dev.parley.server.gateway.altogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The auth calls over HTTP (altogic-agnost 6.3). */
class AuthCallsTest {

    private static final String AUTH = "/e:env1/_api/rest/v1/auth/";
    private static final String AGNOST = "/env1/agnost/auth/";
    private static final String PASSWORD = "correct horse";
    private static final String KEY = "X-Client-Key";
    private static final String COOKIE = "Set-Cookie";

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.of("""
                listen: { host: 127.0.0.1, port: 0 }
                publicUrl: https://c1.parley.test
                limits: { restBodyBytes: 100KiB }
                identity: { hashMemory: 64KiB, attemptsPerAccount: 1000, attemptsPerIp: 100000, messagesPerHour: 1000 }
                apps:
                  - id: env1
                    clientKeys: [ { key: ck-1 }, { key: no-rt, realtime: false }, { key: old, expires: '2020-01-01T00:00:00Z' } ]
                    auth: { redirectUrls: [ https://app.test/welcome ] }
                  - id: quiet
                    realtime: false
                    requireSession: true
                    clientKeys: [ { key: ck-1 } ]
                  - id: listed
                    clientKeys: [ { key: ck-1 } ]
                    allowedOrigins: [ https://listed.test ]
                  - id: off
                    suspended: true
                    clientKeys: [ { key: ck-1 } ]
                  - id: nomail
                    clientKeys: [ { key: ck-1 } ]
                    auth: { email: false }
                """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void signingUpAnswersWithUserAndSession() {
        HttpResponse<String> answer = post(
                AUTH + "signup-email",
                "{\"email\":\"Leia+a@Rebels.test\",\"password\":\"" + PASSWORD
                        + "\",\"nameOrUserData\":{\"name\":\"Leia\",\"age\":19,\"password\":\"x\",\"emailVerified\":true}}",
                "User-Agent",
                "Dart/3.4 (dart:io)");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode user = json(answer).get("user");
        for (String name : List.of("_id", "provider", "providerUserId", "lastLoginAt", "signUpAt")) {
            assertThat(user.get(name).isString()).as(name).isTrue();
        }
        assertThat(user.get("email").asString()).isEqualTo("leia+a@rebels.test");
        assertThat(user.get("name").asString()).isEqualTo("Leia");
        assertThat(user.get("age").asInt()).isEqualTo(19);
        assertThat(user.get("emailVerified").asBoolean())
                .as("not the client's to say")
                .isFalse();
        JsonNode session = json(answer).get("session");
        assertThat(session.get("userId").asString()).isEqualTo(user.get("_id").asString());
        assertThat(session.get("userAgent").get("family").asString()).isEqualTo("Dart");
        assertThat(answer.body()).doesNotContain("password", PASSWORD);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.headers().firstValue(COOKIE)).isEmpty();
    }

    @Test
    void theCallsThatAreAnsweredWithNothingAre200AndEmpty() {
        String token = token(signUp(email()));

        for (String path : List.of("signout-all-except", "send-magic?email=a+b@c.test", "signout")) {
            HttpResponse<String> answer = send("POST", AUTH + path, null, "Session", token);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void whoSignedOutHasAnInvalidSession() {
        String token = token(signUp(email()));
        assertThat(send("GET", AUTH + "user", null, "Session", token).statusCode())
                .isEqualTo(200);

        assertThat(post(AUTH + "signout", "{}", "Session", token).statusCode()).isEqualTo(200);

        isError(send("GET", AUTH + "user", null, "Session", token), 401, "invalid_session_token");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,signout",
        "POST,signout-all",
        "POST,signout-all-except",
        "GET,sessions",
        "GET,user",
        "POST,change-pwd",
        "POST,change-email",
        "POST,change-phone"
    })
    void whatIsAboutAUserNeedsASession(String method, String path) {
        String body = path.startsWith("change") ? "{}" : null;

        isError(send(method, AUTH + path, body), 401, "missing_session_token");
        isError(send(method, AUTH + path, body, "Session", " "), 401, "missing_session_token");
        isError(send(method, AUTH + path, body, "Session", "x.y.z"), 401, "invalid_session_token");
        isError(send(method, AGNOST + path, body, "Authorization", "ck-1"), 401, "missing_session_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signup-email",
                "signup-phone",
                "signin-email",
                "signin-phone",
                "signin-code",
                "verify-phone",
                "signout",
                "signout-all",
                "signout-all-except",
                "change-pwd",
                "change-email",
                "change-phone",
                "reset-pwd",
                "reset-pwd-code",
                "resend",
                "send-magic",
                "send-reset",
                "resend-code",
                "send-reset-code",
                "send-code"
            })
    void otherMethodsAreAnsweredWith405(String path) {
        HttpResponse<String> answer = send("GET", AUTH + path, null);

        isError(answer, 405, "method_not_allowed");
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    }

    @Test
    void readingIsByGet() {
        for (String path : List.of("sessions", "user", "grant?key=k")) {
            isError(send("POST", AUTH + path, null), 405, "method_not_allowed");
        }
    }

    @Test
    void nothingElseIsThere() {
        isError(send("POST", AUTH + "delete-everything", null), 404, "resource_not_found");
        isError(send("GET", AUTH, null), 404, "resource_not_found");
        isError(send("GET", "/e:env1/_auth/google", null), 401, "not_allowed");
        isError(send("GET", "/env1/agnost/oauth/google?redirect=https://x.test", null), 401, "not_allowed");
    }

    @Test
    void keysAreCheckedButNotTheirRightToRealtime() {
        String body = "{\"email\":\"nobody@x.test\",\"password\":\"" + PASSWORD + "\"}";
        String path = AUTH + "signin-email";

        isError(server.post(path, body), 401, "missing_client_key");
        isError(server.post(path, body, KEY, "wrong"), 401, "invalid_client_key");
        isError(server.post(path, body, KEY, "old"), 403, "expired_api_key");
        isError(server.post(path, body, KEY, "no-rt"), 401, "invalid_sign_in_credentials");
        isError(server.post(path.replace("env1", "quiet"), body, KEY, "ck-1"), 401, "invalid_sign_in_credentials");
        isError(server.post(path.replace("env1", "off"), body, KEY, "ck-1"), 403, "suspended_environment");
        isError(server.post(path.replace("env1", "nowhere"), body, KEY, "ck-1"), 404, "no_environment_found");
        isError(server.post(AGNOST + "signin-email", body), 401, "missing_api_key");
        isError(server.post(AGNOST + "signin-email", body, KEY, "ck-1"), 401, "missing_api_key");
        isError(server.post(AGNOST + "signin-email", body, "Authorization", "wrong"), 401, "invalid_api_key");
        isError(
                server.post(AGNOST + "signin-email", body, "Authorization", "ck-1"),
                401,
                "invalid_sign_in_credentials");
        // A user name in the URL makes clients send this.
        isError(
                server.post(path, body, KEY, "ck-1", "Authorization", "Basic YS5iLmM="),
                401,
                "invalid_sign_in_credentials");
        isError(server.post(path.replace("env1", "nomail"), body, KEY, "ck-1"), 401, "not_allowed");
    }

    @Test
    void aSessionThatIsNotNeededIsNotLookedAt() {
        String email = email();
        signUp(email);

        HttpResponse<String> answer = post(
                AUTH + "signin-email",
                "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\"}",
                "Session",
                "stale");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void badBodiesNameTheField() {
        String path = AUTH + "signup-email";
        assertThat(isError(post(path, "{\"password\":\"123456\"}"), 400, "validation_error"))
                .contains("'email'");
        assertThat(isError(post(path, "{\"email\":7,\"password\":\"123456\"}"), 400, "validation_error"))
                .contains("'email'");
        assertThat(isError(post(path, "{\"email\":\"a@b.c\",\"password\":\"12345\"}"), 400, "validation_error"))
                .contains("'password'", "6 to 50");
        isError(post(path, "[]"), 400, "validation_error");
        isError(post(path, "{"), 400, "invalid_request_body_syntax");
        isError(post(path, ""), 400, "invalid_request_body_syntax");
        isError(post(path, "{\"a\":\"" + "x".repeat(110_000) + "\"}"), 413, "request_body_size_too_large");
        isError(send("POST", path, null), 415, "unsupported_media_type");
        assertThat(isError(send("POST", AUTH + "signin-code?phone=%2B14155550100", null), 400, "validation_error"))
                .contains("'code'");
        isError(send("POST", AUTH + "send-magic?email=%ff", null), 400, "validation_error");
    }

    @Test
    void wrongPasswordAndUnknownUserGetTheSameAnswer() {
        String email = email();
        signUp(email);
        String body = "{\"email\":\"%s\",\"password\":\"wrong one\"}";

        String wrong = isError(post(AUTH + "signin-email", body.formatted(email)), 401, "invalid_sign_in_credentials");
        String unknown =
                isError(post(AUTH + "signin-email", body.formatted(email())), 401, "invalid_sign_in_credentials");

        assertThat(wrong).isEqualTo(unknown);
    }

    @Test
    void theLinkOfAMailMayNotLeadToAPageThatIsNotListed() {
        isError(
                server.post(
                        AGNOST + "send-magic",
                        "{\"email\":\"a@b.test\",\"redirectURL\":\"https://evil.test/\",\"baseURL\":\"https://evil.test\"}",
                        "Authorization",
                        "ck-1"),
                400,
                "invalid_redirect_url");
    }

    @Test
    void onlyOurOwnAndListedOriginsGetAndUseTheCookie() {
        String email = email();
        String token = token(signUp(email));
        String signIn = "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\"}";
        String cookie = "session_token=" + token;
        String own = "http://127.0.0.1:" + server.port();

        for (String origin : List.of(own, own.replace("http:", "https:"), "https://c1.parley.test")) {
            HttpResponse<String> in = post(AUTH + "signin-email", signIn, "Origin", origin);
            assertThat(in.headers().firstValue(COOKIE).orElse(""))
                    .as(origin)
                    .startsWith("session_token="
                            + json(in).get("session").get("token").asString() + "; ")
                    .contains("; Path=/; HttpOnly; Secure; SameSite=None; Expires=");
            assertThat(send("GET", AUTH + "user", null, "Origin", origin, "Cookie", cookie)
                            .statusCode())
                    .as(origin)
                    .isEqualTo(200);
        }
        for (String origin : List.of("https://evil.test", "null", own + ".evil.test", "https://127.0.0.1")) {
            HttpResponse<String> in = post(AUTH + "signin-email", signIn, "Origin", origin);
            assertThat(in.statusCode()).isEqualTo(200);
            assertThat(in.headers().firstValue(COOKIE)).as(origin).isEmpty();
            isError(send("GET", AUTH + "user", null, "Origin", origin, "Cookie", cookie), 401, "missing_session_token");
        }
        isError(send("GET", AUTH + "user", null, "Cookie", cookie), 401, "missing_session_token");
        isError(
                send("GET", AUTH + "user", null, "Cookie", cookie, "Sec-Fetch-Site", "cross-site"),
                401,
                "missing_session_token");
        assertThat(send("GET", AUTH + "user", null, "Cookie", cookie, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aListedOriginUsesTheCookieAndSigningOutTakesItAway() {
        String path = AUTH.replace("env1", "listed");
        String body = "{\"email\":\"" + email() + "\",\"password\":\"" + PASSWORD + "\"}";
        HttpResponse<String> up = post(path + "signup-email", body, "Origin", "https://listed.test");
        String cookie = up.headers().firstValue(COOKIE).orElseThrow().split(";")[0];

        HttpResponse<String> out = post(path + "signout", "{}", "Origin", "https://listed.test", "Cookie", cookie);

        assertThat(out.statusCode()).as(out.body()).isEqualTo(200);
        assertThat(out.headers().firstValue(COOKIE).orElse(""))
                .startsWith("session_token=; ")
                .contains("Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    }

    @Test
    void dartReadsAChangedUserOutOfAnObject() {
        String token = token(signUp(email()));
        String wanted = email();
        String body = "{\"currentPassword\":\"" + PASSWORD + "\",\"newEmail\":\"" + wanted + "\"}";

        HttpResponse<String> js = post(AUTH + "change-email", body, "Session", token, "X-Client", "altogic-js");
        HttpResponse<String> dart = post(
                AUTH + "change-phone",
                "{\"currentPassword\":\"" + PASSWORD + "\",\"newPhone\":\"+14155550123\"}",
                "Session",
                token,
                "X-Client",
                "altogic-dart");

        assertThat(json(js).get("email").asString()).isEqualTo(wanted);
        assertThat(json(dart).propertyNames()).containsExactly("user");
        assertThat(json(dart).get("user").get("phone").asString()).isEqualTo("+14155550123");
    }

    @Test
    void aPlusInAnAddressIsAPlus() {
        String email = email().replace("@", "+tag@");
        signUp(email);

        HttpResponse<String> raw = send("POST", AUTH + "send-reset?email=" + email, null);
        HttpResponse<String> encoded = send(
                "POST", AUTH + "send-reset?email=" + email.replace("+", "%2B").replace("@", "%40"), null);

        assertThat(raw.statusCode()).as(raw.body()).isEqualTo(200);
        assertThat(encoded.statusCode()).as(encoded.body()).isEqualTo(200);
    }

    @Test
    void agnostSpeaksItsOwnPathsAndKeys() {
        String email = email();
        HttpResponse<String> up = server.post(
                AGNOST + "signup-email",
                "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\",\"userData\":{\"name\":\"Han\"}}",
                "Authorization",
                "ck-1");
        assertThat(up.statusCode()).as(up.body()).isEqualTo(200);
        String token = token(up);

        // Older versions leave "agnost" out.
        HttpResponse<String> sessions = server.send(server.request("/env1/auth/sessions")
                .header("Authorization", "ck-1")
                .header("Session", token));

        assertThat(json(sessions).size()).isEqualTo(1);
        assertThat(json(sessions).get(0).get("token").asString()).isEqualTo(token);
    }

    private static String email() {
        return "user" + NUMBERS.incrementAndGet() + "@rebels.test";
    }

    private static HttpResponse<String> signUp(String email) {
        HttpResponse<String> answer =
                post(AUTH + "signup-email", "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String token(HttpResponse<String> signedIn) {
        return json(signedIn).get("session").get("token").asString();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    /** The error's message. */
    private static String isError(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        JsonNode errors = json(answer).get("errors");
        assertThat(errors.size()).isEqualTo(1);
        assertThat(errors.get(0).get("code").asString()).isEqualTo(code);
        assertThat(errors.get(0).get("origin").asString()).isEqualTo("client_error");
        return errors.get(0).get("message").asString();
    }

    private static HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    private static HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = server.request(path)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (!path.contains("/agnost/")) {
            request.header(KEY, "ck-1");
        }
        return server.send(headers.length == 0 ? request : request.headers(headers));
    }
}
