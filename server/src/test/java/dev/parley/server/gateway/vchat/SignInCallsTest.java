package dev.parley.server.gateway.vchat;

import static dev.parley.server.gateway.vchat.ChatApp.json;
import static dev.parley.server.gateway.vchat.ChatApp.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.server.gateway.vchat.ChatApp.Reply;
import dev.parley.server.gateway.vchat.ChatApp.Upload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Registering and signing in (vchat 3, U1, U2, U7). */
class SignInCallsTest {

    private static ChatApp app;

    @BeforeAll
    static void start() {
        app = new ChatApp("");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static Reply login(String email, String password) {
        return app.post(
                "Bearer xxx",
                "user/login",
                json("email", email, "password", password, "fcmToken", "Out", "platform", "Android"));
    }

    @Test
    void registeredUserHasTheDocumentedFields() {
        JsonNode user = app.post(
                        "Bearer xxx",
                        "user/register",
                        json(
                                "email",
                                "user-1",
                                "name",
                                "Ann",
                                "password",
                                "user1",
                                "fcmToken",
                                "tok",
                                "platform",
                                "ios"))
                .good();

        assertThat(user.propertyNames())
                .containsExactly("_id", "imageThumb", "createdAt", "updatedAt", "email", "name", "accessToken");
        assertThat(user.get("_id").asString()).matches("[0-9a-f]{24}");
        assertThat(user.get("imageThumb").asString()).isEqualTo("default_user_image.png");
        assertThat(user.get("createdAt").isIntegralNumber()).isTrue();
        assertThat(user.get("email").asString()).isEqualTo("user-1");
        app.get("Bearer " + user.get("accessToken").asString(), "room").good();
    }

    @Test
    void signingInEndsNoOtherSession() {
        ChatApp.Someone ann = app.someone();

        JsonNode again = login(ann.email, "pw").good();

        assertThat(again.get("_id").asString()).isEqualTo(ann.id);
        assertThat(again.get("accessToken").asString()).isNotEqualTo(ann.token);
        ann.get("room").good();
        app.get(again.get("accessToken").asString(), "room").good();
    }

    @Test
    void wrongTokenIsNoMatterWhereNobodyNeedBeSignedIn() {
        ChatApp.Someone ann = app.someone();

        app.post("Bearer not-valid", "user/login", json("email", ann.email, "password", "pw"))
                .good();
    }

    @Test
    void unknownEmailIsToldFromWrongPassword() {
        ChatApp.Someone ann = app.someone();

        assertThat(login("nobody-" + ann.email, "pw").bad(401)).isEqualTo("User not in v chat database");
        assertThat(login(ann.email, "other").bad(401)).isEqualTo("invalid credentials");
    }

    @Test
    void emailCanBeRegisteredOnce() {
        ChatApp.Someone ann = app.someone();
        String again = json("email", " " + ann.email, "name", "x", "password", "y");

        assertThat(app.post(null, "user/register", again).bad(400)).isEqualTo("User already in v chat database");
        login(ann.email, "pw").good();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '{"name":"n","password":"p"}', email
            '{"email":"  ","name":"n","password":"p"}', email
            '{"email":{"a":1},"name":"n","password":"p"}', email
            '{"email":"e-1","password":"p"}', name
            '{"email":"e-1","name":"a\\u0000b","password":"p"}', name
            '{"email":"e-1","name":"n"}', password
            '{"email":"e-1","name":"n","password":""}', password
            '{"email":"e-1","name":"n","password":"p","fcmToken":"a\\u0000b"}', fcmToken
            """)
    void whatIsMissingOrMalformedIsNamed(String body, String field) {
        assertThat(app.post(null, "user/register", body).bad(400)).contains("'" + field + "'");
        assertThat(login("e-1", "p").bad(401)).isEqualTo("User not in v chat database");
    }

    @Test
    void passwordsMayBeLongButNotTooLong() {
        String longest = "ä".repeat(512);
        app.post(null, "user/register", json("email", "long-1", "name", "n", "password", longest))
                .good();
        login("long-1", longest).good();
        app.post(null, "user/register", json("email", "long-2", "name", "n", "password", longest + "a"))
                .bad(400);
    }

    @Test
    void malformedEmailIsRefused() {
        app.post(null, "user/register", json("email", "a\u0000b", "name", "n", "password", "p"))
                .bad(400);
        app.post(null, "user/register", json("email", "a".repeat(400), "name", "n", "password", "p"))
                .bad(400);
        login("a\u0000b", "p").bad(401);
    }

    @Test
    void formWithPictureMakesAThumbnail() {
        JsonNode user = app.form(
                        "POST",
                        "Bearer xxx",
                        "user/register",
                        List.of("email", "pic-1", "name", "Zoë 🎉", "password", "p", "fcmToken", "Out"),
                        new Upload("me.png", png(40, 20)))
                .good();

        String picture = user.get("imageThumb").asString();
        assertThat(picture).startsWith("REGISTER_").endsWith(".jpg");
        assertThat(user.get("name").asString()).isEqualTo("Zoë 🎉");
        assertThat(app.server().get("/api/v1/public/profile/" + picture).statusCode())
                .isEqualTo(200);
    }

    @Test
    void pictureOfWhoIsNotRegisteredIsNotKept() {
        ChatApp.Someone ann = app.someone();
        int before = app.kept().size();
        List<String> fields = List.of("email", ann.email, "name", "n", "password", "p");

        app.form("POST", null, "user/register", fields, new Upload("a.png", png(4, 4)))
                .bad(400);
        List<String> malformed = List.of("email", "bad\u0001", "name", "n", "password", "p");
        app.form("POST", null, "user/register", malformed, new Upload("a.png", png(4, 4)))
                .bad(400);
        List<String> fresh = List.of("email", "no-picture", "name", "n", "password", "p");
        app.form("POST", null, "user/register", fresh, new Upload("a.png", new byte[] {1, 2, 3}))
                .bad(415);
        app.form("POST", null, "user/register", fresh, new Upload("a", png(4, 4)), new Upload("b", png(4, 4)))
                .bad(400);

        assertThat(login("no-picture", "p").bad(401)).isEqualTo("User not in v chat database");
        await().untilAsserted(() -> assertThat(app.kept()).hasSize(before));
    }

    @Test
    void usersOfAnotherBackendAreTakenOverOnlyIfThatIsSwitchedOn() {
        String users = "[{\"email\":\"old-1\",\"name\":\"Old\",\"image\":\"default\"}]";

        assertThat(app.post(null, "user/migrate-old-users", users).bad(403)).contains("vchat.migrateOldUsers");
        try (ChatApp open = new ChatApp("vchat: { migrateOldUsers: true, passwordHashKey: the-key }\n")) {
            JsonNode result = open.post(null, "user/migrate-old-users", users).good();
            assertThat(result.get("added").asInt()).isEqualTo(1);
            JsonNode again = open.post(null, "user/migrate-old-users", users).good();
            assertThat(again.get("known").asInt()).isEqualTo(1);

            String password = sha512("the-key_old-1");
            JsonNode user = open.post(null, "user/login", json("email", "old-1", "password", password))
                    .good();
            assertThat(user.get("imageThumb").asString()).isEqualTo("default_user_image.png");

            open.post(null, "user/migrate-old-users", "[{\"email\":\"x\"}]").bad(400);
            open.post(null, "user/migrate-old-users", "{\"email\":\"x\"}").bad(400);
            open.post(null, "user/migrate-old-users", "[]").bad(400);
        }
    }

    /** What v_chat's library makes a password of. */
    private static String sha512(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAddressMayTryToRegisterOnlySoOftenWithOrWithoutPicture() {
        try (ChatApp few = new ChatApp("", "", 3)) {
            String ann = json("email", "ann", "name", "n", "password", "p");
            few.post(null, "user/register", ann).good(); // counted once, or the third would be one too many
            List<String> taken = List.of("email", "ann", "name", "n", "password", "p");
            Upload junk = new Upload("a.png", new byte[] {1, 2, 3});
            few.form("POST", null, "user/register", taken, junk).bad(400);
            few.post(null, "user/register", "{}").bad(400);

            Reply refused = few.form("POST", null, "user/register", taken, junk);
            refused.bad(429);
            assertThat(refused.http().headers().firstValue("retry-after")).isPresent();
            few.post(null, "user/register", ann).bad(429);
        }
    }

    @Test
    void whoIsNotSignedInSendsShortBodiesOnly() {
        String much = "x".repeat(66_000);
        String body = json("email", "much", "name", "n", "password", "p", "other", much);
        List<String> fields = List.of("email", "much", "name", "n", "password", "p", "other", much);

        for (String path : List.of("user/register", "user/login")) {
            assertThat(app.post(null, path, body).bad(413)).contains("65536");
            app.form("POST", null, path, fields).bad(413);
        }
        assertThat(app.form("POST", null, "user/register", fields, new Upload("a.png", png(4, 4)))
                        .bad(413))
                .contains("65536");
        ChatApp.Someone ann = app.someone();
        app.call("PATCH", "Bearer " + ann.token, "user", json("name", "Ann", "other", much))
                .good();
    }
}
