package dev.parley.server.gateway.vchat;

import static dev.parley.server.gateway.vchat.ChatApp.mp4;
import static dev.parley.server.gateway.vchat.ChatApp.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.server.gateway.vchat.ChatApp.Someone;
import dev.parley.server.gateway.vchat.ChatApp.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Messages (vchat 3, M1 to M3). */
class MessageCallsTest {

    private static final String NO_ROOM = "61cd8fb33bd8731be040e103";
    private static final Upload PICTURE = new Upload("a b.png", png(40, 30));
    private static ChatApp app;

    private Someone ann;
    private Someone bob;
    private String room;

    @BeforeAll
    static void start() {
        app = new ChatApp("vchat: { maxContent: 2000 }\nmedia: { fileBytes: 100KB }\n");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void sign() {
        ann = app.someone();
        bob = app.someone();
        room = ann.roomWith(bob);
    }

    /** A message as v_chat's library sends it: with all keys, each a text. */
    private static List<String> fields(String type, String room, String attachment) {
        return List.of(
                "type", type, "roomId", room, "content", "This content " + type + " 📷", "attachment", attachment);
    }

    private static String attachment(String fields) {
        return "{\"imageUrl\":\"null\",\"playUrl\":\"../x\",\"lat\":\"null\",\"lang\":\"null\",\"linkDescription\":\"null\","
                + "\"linkDataUrl\":null,\"unknown\":\"x\"" + (fields.isEmpty() ? "" : "," + fields) + "}";
    }

    private JsonNode sent() {
        JsonNode message = bob.last(room);
        JsonNode attachment = message.get("messageAttachment");
        assertThat(attachment.propertyNames())
                .containsExactly(
                        "imageUrl",
                        "playUrl",
                        "fileSize",
                        "fileDuration",
                        "width",
                        "height",
                        "lat",
                        "lang",
                        "linkTitle",
                        "linkDescription",
                        "linkDataUrl");
        attachment.forEach(
                value -> assertThat(value.isNull() || value.isString()).isTrue());
        assertThat(attachment.get("lat").isNull()).isTrue();
        return attachment;
    }

    private static int served(JsonNode name) {
        return app.server().get("/api/v1/public/messages/" + name.asString()).statusCode();
    }

    @Test
    void textGoesAsJsonAndAsForm() {
        assertThat(ann.post("message/single", "type", "text", "roomId", room, "content", "hi 🎉")
                        .good()
                        .asString())
                .isEqualTo("success to send to single chat");
        JsonNode byJson = bob.last(room);
        ann.form("message/single", List.of("type", "text", "roomId", room, "content", "hi 🎉"))
                .good();
        JsonNode byForm = bob.last(room);

        for (JsonNode message : List.of(byJson, byForm)) {
            assertThat(message.get("content").asString()).isEqualTo("hi 🎉");
            assertThat(message.get("messageType").asString()).isEqualTo("text");
            assertThat(message.get("messageAttachment").isNull()).isTrue();
            assertThat(message.get("senderId").asString()).isEqualTo(ann.id);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=x onerror=alert(1)>",
                "مرحبا \u202e\u2066abc",
                "👨‍👩‍👧 🇪🇬",
                "a\r\nb\tc\u0001\u2029",
                " x "
            })
    void textsArriveAsTheyWereSent(String text) {
        ann.post("message/single", "type", "text", "roomId", room, "content", text)
                .good();
        assertThat(bob.last(room).get("content").asString()).isEqualTo(text);

        ann.form("message/single", List.of("type", "text", "roomId", room, "content", text))
                .good();
        assertThat(bob.last(room).get("content").asString()).isEqualTo(text);
    }

    @Test
    void groupsHaveACallOfTheirOwnAndTheOlderOneServesBoth() {
        String group = ann.group(bob);

        assertThat(ann.post("message/group", "type", "text", "roomId", group, "content", "x")
                        .good()
                        .asString())
                .isEqualTo("success to send to group chat");
        ann.post("message/single", "type", "text", "roomId", group, "content", "x")
                .bad(400);
        ann.post("message/group", "type", "text", "roomId", room, "content", "x")
                .bad(400);
        assertThat(ann.post("message", "type", "text", "roomId", group, "content", "x")
                        .good()
                        .asString())
                .contains("group");
        assertThat(ann.post("message", "type", "text", "roomId", room, "content", "x")
                        .good()
                        .asString())
                .contains("single");
        ann.form("message/group", fields("image", group, "{}"), PICTURE).good();
        ann.form("message/single", fields("image", group, "{}"), PICTURE).bad(400);
    }

    @Test
    void imageSaysHowLargeItIs() {
        ann.form("message/single", fields("image", room, attachment("\"fileSize\":\"100 kb\"")), PICTURE)
                .good();

        JsonNode image = sent();
        assertThat(image.get("imageUrl").asString()).endsWith(".png").doesNotContain("/");
        assertThat(served(image.get("imageUrl"))).isEqualTo(200);
        assertThat(image.get("playUrl").isNull()).isTrue();
        assertThat(image.get("width").asString()).isEqualTo("40");
        assertThat(image.get("height").asString()).isEqualTo("30");
        assertThat(image.get("fileSize").asString()).isEqualTo("100 kb");
        assertThat(bob.last(room).get("content").asString()).isEqualTo("This content image 📷");

        ann.form("message/single", fields("image", room, attachment("\"width\":200.5,\"height\":\"100\"")), PICTURE)
                .good();
        assertThat(sent().get("width").asString()).isEqualTo("200.5");
        assertThat(sent().get("height").asString()).isEqualTo("100");
    }

    @Test
    void voiceAndFileSayWhatClientsNeed() {
        ann.form("message/single", fields("voice", room, attachment("")), new Upload("v.m4a", mp4()))
                .good();
        JsonNode voice = sent();
        assertThat(voice.get("playUrl").asString()).endsWith(".m4a");
        assertThat(voice.get("fileDuration").asString()).isEqualTo("00:00");
        assertThat(voice.get("imageUrl").isNull()).isTrue();
        assertThat(served(voice.get("playUrl"))).isEqualTo(200);

        ann.form("message/single", fields("file", room, attachment("")), new Upload("<ü> 1.pdf", new byte[1500]))
                .good();
        JsonNode file = sent();
        assertThat(file.get("playUrl").asString()).endsWith(".pdf").doesNotContain("ü");
        assertThat(file.get("linkTitle").asString()).isEqualTo("<ü> 1.pdf");
        assertThat(file.get("fileSize").asString()).isEqualTo("1.5 KB");
    }

    @Test
    void videoHasAPictureInWhateverOrderTheyCome() {
        Upload film = new Upload("v.mp4", mp4());
        String given = attachment("\"fileDuration\":\"00:10\",\"width\":\"null\",\"height\":\"0\"");

        for (Upload[] files : new Upload[][] {{PICTURE, film}, {film, PICTURE}}) {
            ann.form("message/single", fields("video", room, given), files).good();
            JsonNode video = sent();
            assertThat(video.get("imageUrl").asString()).endsWith(".png");
            assertThat(video.get("playUrl").asString()).endsWith(".mp4");
            assertThat(video.get("fileDuration").asString()).isEqualTo("00:10");
            assertThat(video.get("width").asString()).isEqualTo("40");
            assertThat(video.get("height").asString()).isEqualTo("30");
            assertThat(served(video.get("imageUrl"))).isEqualTo(200);
            assertThat(served(video.get("playUrl"))).isEqualTo(200);
        }
    }

    @Test
    void filesOfWhatIsNotSentAreNotKept() {
        Someone eve = app.someone();
        String blocked = eve.roomWith(bob);
        bob.post("room/ban-chat-user", "peerId", eve.id).good();
        Upload noPicture = new Upload("a.png", new byte[] {1, 2, 3});
        Upload film = new Upload("v.mp4", mp4());
        int before = app.kept().size();

        assertThat(eve.form("message/single", fields("image", room, "{}"), PICTURE)
                        .bad(403))
                .isEqualTo("You Not Exist In This Room");
        eve.form("message/single", fields("image", blocked, "{}"), PICTURE).bad(403);
        bob.form("message/single", fields("image", blocked, "{}"), PICTURE).bad(403);
        ann.form("message/single", fields("image", NO_ROOM, "{}"), PICTURE).bad(404);
        ann.form("message/single", fields("image", "x", "{}"), PICTURE).bad(404);
        ann.form("message/group", fields("image", room, "{}"), PICTURE).bad(400);
        ann.form("message/single", fields("text", room, "{}"), PICTURE).bad(400);
        ann.form("message/single", fields("image", room, "{}")).bad(400);
        ann.form("message/single", fields("image", room, "{}"), PICTURE, PICTURE)
                .bad(400);
        ann.form("message/single", fields("video", room, "{}"), PICTURE).bad(400);
        ann.form("message/single", fields("video", room, "{}"), PICTURE, PICTURE)
                .bad(415);
        ann.form("message/single", fields("video", room, "{}"), film, film).bad(415);
        ann.form("message/single", fields("image", room, "{}"), noPicture).bad(415);
        ann.form("message/single", fields("voice", room, "{}"), noPicture).bad(415);
        ann.form("message/single", fields("call", room, "{}"), PICTURE).bad(400);
        ann.form("message/single", fields("image", room, "[1]"), PICTURE).bad(400);
        ann.form("message/single", fields("file", room, "{}"), new Upload("big", new byte[200_000]))
                .bad(413);
        // Refused by the rooms, when the file is kept already.
        List<String> tooLong = List.of("type", "file", "roomId", room, "content", "x".repeat(2001));
        ann.form("message/single", tooLong, PICTURE).bad(400);
        ann.form("message/single", fields("file", room, "{\"linkTitle\":\"" + "x".repeat(2049) + "\"}"), PICTURE)
                .bad(400);

        assertThat(bob.last(room).get("content").asString()).isEqualTo("hello");
        await().untilAsserted(() -> assertThat(app.kept()).hasSize(before));
    }

    @ParameterizedTest
    @CsvSource({"join", "create", "allDeleted", "TEXT", "''", "system"})
    void typesThatUsersCannotSendAreRefused(String type) {
        ann.post("message/single", "type", type, "roomId", room, "content", "x").bad(400);
    }

    @Test
    void emptyLongAndMalformedTextsAreRefused() {
        for (String content : List.of("", "  \\n", "x".repeat(2001), "a\\u0000", "\\ude00 half")) {
            ann.post("message/single", "type", "text", "roomId", room, "content:", "\"" + content + "\"")
                    .bad(400);
        }
        ann.post("message/single", "type", "text", "roomId", room).bad(400);
        ann.post("message/single", "type", "text", "content", "x").bad(400);
        ann.post("message/single", "roomId", room, "content", "x").bad(400);
        app.someone()
                .post("message/single", "type", "text", "roomId", room, "content", "x")
                .bad(403);
        ann.post("message/single", "type", "text", "roomId", room, "content", "x".repeat(2000))
                .good();
    }

    @Test
    void attachmentOfATextIsDropped() {
        ann.post("message/single", "type", "text", "roomId", room, "content", "x", "attachment", "{\"lat\":\"1\"}")
                .good();

        assertThat(bob.last(room).get("messageAttachment").isNull()).isTrue();
    }

    @Test
    void historyGoesBackThirtyAPage() {
        List<String> sent = new ArrayList<>(List.of("hello"));
        for (int i = 0; i < 35; i++) {
            ann.post("message/single", "type", "text", "roomId", room, "content", "m" + i)
                    .good();
            sent.add("m" + i);
        }

        JsonNode newest = bob.get("message?lastId=first&roomId=" + room).good();
        String oldest = newest.get(29).get("_id").asString();
        JsonNode older = bob.get("message?lastId=" + oldest + "&roomId=" + room).good();

        assertThat(newest.size()).isEqualTo(30);
        assertThat(Stream.concat(newest.valueStream(), older.valueStream())
                        .map(message -> message.get("content").asString()))
                .containsExactlyElementsOf(sent.reversed());
        assertThat(bob.get("message?id=" + oldest + "&roomId=" + room).good()).isEqualTo(older);
        assertThat(bob.get("message?roomId=" + room).good()).isEqualTo(newest);
        String last = older.get(older.size() - 1).get("_id").asString();
        assertThat(bob.get("message?lastId=" + last + "&roomId=" + room).good().isEmpty())
                .isTrue();
    }

    @Test
    void whatIsTooMuchIsRefusedAndWhatWasAnsweredIsThere() {
        try (ChatApp small = new ChatApp("vchat: { queue: 1 }\n")) {
            Someone cid = small.someone();
            String place = cid.roomWith(small.someone());
            AtomicInteger answered = new AtomicInteger(1);

            List<CompletableFuture<Void>> calls = IntStream.range(0, 24)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> {
                        ChatApp.Reply reply =
                                cid.post("message/single", "type", "text", "roomId", place, "content", "m" + i);
                        if (reply.status() == 200) {
                            answered.incrementAndGet();
                        } else {
                            reply.bad(429);
                            assertThat(reply.http().headers().firstValue("retry-after"))
                                    .isPresent();
                        }
                    }))
                    .toList();
            calls.forEach(CompletableFuture::join);

            assertThat(cid.get("message?roomId=" + place).good().size()).isEqualTo(answered.get());
        }
    }

    @Test
    void historyIsTheMembersOwn() {
        Someone eve = app.someone();

        assertThat(eve.get("message?lastId=first&roomId=" + room).bad(403)).isEqualTo("You Not Exist In This Room");
        eve.get("message?lastId=first&roomId=" + NO_ROOM).bad(404);
        eve.get("message?lastId=first").bad(400);
        ann.get("message?lastId=nonsense&roomId=" + room).bad(400);
        String foreign = eve.roomWith(bob);
        String id = eve.last(foreign).get("_id").asString();
        assertThat(ann.get("message?lastId=" + id + "&roomId=" + room)
                        .good()
                        .valueStream()
                        .map(message -> message.get("roomId").asString()))
                .containsOnly(room);
    }
}
