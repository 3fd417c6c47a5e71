package dev.parley.server.gateway.vchat;

import static dev.parley.server.gateway.vchat.ChatApp.png;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.gateway.vchat.ChatApp.Someone;
import dev.parley.server.gateway.vchat.ChatApp.Upload;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Oneself and other users (vchat 3, U3 to U6). */
class UserCallsTest {

    private static ChatApp app;

    @BeforeAll
    static void start() {
        app = new ChatApp("");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void newNameIsSeenByOthersAtOnce() {
        Someone ann = app.someone();
        Someone bob = app.someone();
        String room = bob.roomWith(ann);

        JsonNode user = ann.patch("name", "<b>Änn</b> \u202e🎉").good();

        assertThat(user.propertyNames())
                .containsExactly("_id", "imageThumb", "createdAt", "updatedAt", "email", "name");
        assertThat(user.get("name").asString()).isEqualTo("<b>Änn</b> \u202e🎉");
        assertThat(user.get("email").asString()).isEqualTo(ann.email);
        assertThat(bob.get("user/" + ann.id).good().get("name").asString()).isEqualTo("<b>Änn</b> \u202e🎉");
        assertThat(bob.get("room?id=" + room).good().get("title").asString()).isEqualTo("<b>Änn</b> \u202e🎉");
    }

    @Test
    void newPictureReplacesTheOldOneWhichStays() {
        Someone ann = app.someone();
        String first = picture(ann);
        String second = picture(ann);

        assertThat(second).startsWith("REGISTER_").isNotEqualTo(first);
        for (String name : List.of(first, second)) {
            assertThat(app.server().get("/api/v1/public/profile/" + name).statusCode())
                    .isEqualTo(200);
        }
    }

    private static String picture(Someone user) {
        return app.form("PATCH", user.token, "user", List.of(), new Upload("x.jpg", png(8, 8)))
                .good()
                .get("imageThumb")
                .asString();
    }

    @Test
    void whatIsNotGivenOrNotKnownChangesNothing() {
        Someone ann = app.someone();

        for (String[] fields : new String[][] {
            {},
            {"appLanguage", "en"},
            {"fcmToken", "Out"},
            {"fcmToken", "a-token", "platform", "Android"},
            {"name:", "null"},
            {"email", "other"}
        }) {
            JsonNode user = ann.patch(fields).good();
            assertThat(user.get("name").asString()).isEqualTo(ann.email);
            assertThat(user.get("email").asString()).isEqualTo(ann.email);
        }
        app.call("PATCH", ann.token, "user", "").good();
    }

    @Test
    void nameMustBeOne() {
        Someone ann = app.someone();

        ann.patch("name", " ").bad(400);
        ann.patch("name", "x".repeat(257)).bad(400);
        ann.patch("name", "a\u0000").bad(400);
        ann.patch("name", "").bad(400);
        assertThat(ann.patch().good().get("name").asString()).isEqualTo(ann.email);
    }

    @Test
    void othersAreFoundByTheirIds() {
        Someone ann = app.someone();
        Someone bob = app.someone();

        JsonNode found = ann.get("user/" + bob.id).good();

        assertThat(found.propertyNames()).containsExactly("_id", "imageThumb", "email", "name");
        assertThat(found.get("email").asString()).isEqualTo(bob.email);
        ann.get("user/61cd8fb33bd8731be040e103").bad(404);
        ann.get("user/%27%20or%201=1").bad(404);
    }

    @Test
    void listGoesOnBehindTheLastOneUntilItIsEmpty() {
        try (ChatApp fresh = new ChatApp("")) {
            List<String> made = new ArrayList<>();
            Someone first = fresh.someone();
            made.add(first.id);
            for (int i = 0; i < 21; i++) {
                made.add(fresh.someone().id);
            }

            List<String> listed = new ArrayList<>();
            String last = "first";
            JsonNode page = first.get("user?lastId=" + last).good();
            assertThat(page.size()).isEqualTo(20);
            while (!page.isEmpty()) {
                page.forEach(user -> listed.add(user.get("_id").asString()));
                last = listed.getLast();
                page = first.get("user/all?lastId=" + last).good();
            }
            assertThat(listed).containsExactlyElementsOf(made.stream().sorted().toList());
        }
    }

    @Test
    void searchFindsPartsOfNames() {
        Someone ann = app.someone();
        ann.patch("name", "Searched 100% Person").good();

        for (String query : List.of("searched", "100%", "ed 100% P", "PERSON")) {
            JsonNode found = ann.get(
                            "user/search?lastId=first&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                    .good();
            assertThat(found.valueStream().map(user -> user.get("_id").asString()))
                    .contains(ann.id);
        }
        assertThat(ann.get("user/search?query=nobody%25has%00this").good().isEmpty())
                .isTrue();
        assertThat(ann.get("user/search?query=Searched&lastId=" + ann.id).good().isEmpty())
                .isTrue();
        ann.get("user/search?query=a&lastId=nonsense").bad(400);
    }

    @Test
    void listingCanBeSwitchedOff() {
        try (ChatApp closed = new ChatApp("vchat: { listUsers: false }\n")) {
            Someone ann = closed.someone();

            assertThat(ann.get("user?lastId=first").bad(403)).contains("vchat.listUsers");
            ann.get("user/all").bad(403);
            ann.get("user/search?query=a").bad(403);
            ann.get("user/" + ann.id).good();
        }
    }
}
