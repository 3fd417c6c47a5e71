package dev.parley.server.push;

import static dev.parley.server.push.PushWorld.LUKE;
import static dev.parley.server.push.PushWorld.ROOM;
import static dev.parley.server.push.PushWorld.message;
import static dev.parley.server.push.PushWorld.note;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What FCM is given. */
class FcmMessageTest {

    private static JsonNode json(PushNote note, boolean shown) {
        byte[] bytes = FcmMessage.of(PushContent.of(note, shown)).json("tok");
        assertThat(bytes.length).isLessThanOrEqualTo(FcmMessage.LIMIT + 40);
        return JsonMapper.shared().readTree(bytes).get("message");
    }

    private static JsonNode json(String content) {
        return json(note(Set.of(LUKE), content), true);
    }

    private static JsonNode data(JsonNode message) {
        return JsonMapper.shared().readTree(message.get("data").get("message").asString());
    }

    @Test
    void aShortMessageIsWhole() {
        JsonNode message = json("hello \"you\"\n\uD83D\uDE00");

        assertThat(message.toString())
                .isEqualTo(JsonMapper.shared()
                        .readTree("""
                                {"token":"tok","notification":{"body":"","title":"Leia"},
                                 "data":{"message":"","roomId":"ROOM"},
                                 "android":{"priority":"HIGH","notification":{"tag":"ROOM"}},
                                 "apns":{"headers":{"apns-collapse-id":"ROOM","apns-priority":"10"},
                                  "payload":{"aps":{"sound":"default","thread-id":"ROOM"}}}}
                                """.replace("ROOM", ROOM))
                        .toString()
                        .replace(
                                "\"body\":\"\"",
                                "\"body\":" + JsonMapper.shared().writeValueAsString("hello \"you\"\n\uD83D\uDE00"))
                        .replace(
                                "\"message\":\"\"",
                                "\"message\":"
                                        + JsonMapper.shared()
                                                .writeValueAsString(message("hello \"you\"\n\uD83D\uDE00"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "\uD83D\uDE00", "\"", "\\", "\n", "\u0001", "a\uD83D\uDE00\u0000\""})
    void aLongOneIsShortenedBetweenCodePointsAndStaysJson(String unit) {
        String content = unit.repeat(70_000 / unit.length());
        JsonNode message = json(content);

        String shown = message.get("notification").get("body").asString();
        String kept = data(message).get("content").asString();
        for (String text : new String[] {shown, kept}) {
            assertThat(text).endsWith("\u2026").hasSizeGreaterThan(100);
            String beginning = text.substring(0, text.length() - 1);
            assertThat(content).startsWith(beginning);
            assertThat(Character.isHighSurrogate(beginning.charAt(beginning.length() - 1)))
                    .isFalse();
        }
        assertThat(data(message).get("_id").asString()).isEqualTo("61cd922a3bd8731be040e138");
        assertThat(data(message).get("createdAt").isIntegralNumber()).isTrue();
        byte[] all = message.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(all.length).as("as much as fits").isGreaterThan(FcmMessage.LIMIT - 100);
    }

    @Test
    void anAttachmentThatDoesNotFitIsLeftOut() {
        String long4 = "x".repeat(4000);
        String text = message("clip.mp4")
                .replace("\"messageType\":\"text\"", "\"messageType\":\"video\"")
                .replace("\"messageAttachment\":null", "\"messageAttachment\":{\"linkTitle\":\"" + long4 + "\"}");
        PushNote note =
                new PushNote("one", Set.of(LUKE), "L", "clip.mp4", ROOM, Map.of("roomId", ROOM, "message", text));

        JsonNode data = data(json(note, true));
        assertThat(data.get("messageAttachment").isNull()).isTrue();
        assertThat(data.get("messageType").asString()).isEqualTo("text");
        assertThat(data.get("content").asString()).isEqualTo("clip.mp4");
    }

    @Test
    void dataThatCannotBeMadeToFitIsLeftOut() {
        String name = message("hi").replace("\"senderName\":\"Leia\"", "\"senderName\":\"" + "x".repeat(5000) + "\"");
        for (Map<String, String> data : java.util.List.of(
                Map.of("roomId", ROOM, "message", name),
                Map.of("message", "x".repeat(5000)),
                Map.of("message", "[" + "1,".repeat(3000) + "1]"))) {
            JsonNode message =
                    json(new PushNote("one", Set.of(LUKE), "y".repeat(9000), "hi", "r".repeat(65), data), true);

            assertThat(message.has("data")).isFalse();
            assertThat(message.get("notification").get("body").asString()).isEqualTo("hi");
            assertThat(message.get("notification").get("title").asString()).endsWith("y\u2026");
            assertThat(message.get("android").toString()).isEqualTo("{\"priority\":\"HIGH\"}");
            assertThat(message.get("apns").toString()).doesNotContain("rrr");
        }
    }

    @Test
    void halvesOfCharactersDoNotReachGoogle() {
        JsonNode message = json("a\uD83D");

        assertThat(message.get("notification").get("body").asString()).isEqualTo("a?");
        // Escaped in the message, which is a text to Google.
        assertThat(message.get("data").get("message").asString()).contains("\"a\\ud83d\"");
    }

    @Test
    void whatWasWrittenCanStayHidden() {
        String text = message("secret plans")
                .replace("\"messageType\":\"text\"", "\"messageType\":\"file\"")
                .replace("\"messageAttachment\":null", "\"messageAttachment\":{\"playUrl\":\"secret.pdf\"}");
        PushNote note = new PushNote(
                "one", Set.of(LUKE), "Leia", "secret plans", ROOM, Map.of("roomId", ROOM, "message", text));
        JsonNode message = json(note, false);

        assertThat(message.toString()).doesNotContain("secret").doesNotContain("plans");
        assertThat(message.get("notification").toString()).isEqualTo("{\"body\":\"New message\",\"title\":\"Leia\"}");
        assertThat(data(message).get("content").asString()).isEqualTo("New message");
        assertThat(data(message).get("senderName").asString()).isEqualTo("Leia");

        PushNote odd = new PushNote("one", Set.of(LUKE), "Leia", "secret", ROOM, Map.of("message", "secret"));
        assertThat(json(odd, false).toString()).doesNotContain("secret");
    }

    @Test
    void nothingShowsWhatWasWritten() {
        PushNote note = note(Set.of(LUKE), "secret");
        PushContent content = PushContent.of(note, true);

        assertThat(note + "" + content + FcmMessage.of(content)
                        + new Device("one", LUKE, "secret", 1, "secret", null)
                        + new Telling("one", java.util.List.of(LUKE), content)
                        + new FcmSender.Load(
                                new Device("one", LUKE, "secret", 1, "secret", null), FcmMessage.of(content), 0))
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "\uD83D\uDE00", "\"", "\u0001"})
    void whatWaitsIsSmallHoweverMuchWasWritten(String unit) {
        String much = unit.repeat(65_000 / unit.length());
        PushNote note = new PushNote(
                "one", Set.of(LUKE), much, much, ROOM, Map.of("roomId", ROOM, "message", message(much), "more", ""));
        PushNote noMessage = new PushNote("one", Set.of(LUKE), much, much, ROOM, Map.of("other", much));

        PushContent content = PushContent.of(note, true);
        assertThat(bytes(content)).isLessThan(5_500);
        assertThat(content.data()).containsKeys("roomId", "message", "more");
        String kept = JsonMapper.shared()
                .readTree(content.data().get("message"))
                .get("content")
                .asString();
        assertThat(kept).endsWith("\u2026").startsWith(unit);
        assertThat(bytes(PushContent.of(note, false))).isLessThan(5_500);
        assertThat(bytes(PushContent.of(noMessage, true))).isLessThan(5_500);
    }

    private static int bytes(PushContent content) {
        return JsonMapper.shared().writeValueAsBytes(content).length;
    }
}
