package dev.parley.server.gateway.vchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.MessageType;
import dev.parley.server.media.StoredFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AttachmentTest {

    private static final StoredFile PICTURE = new StoredFile("i.png", 10, 40, 30);

    private static JsonNode of(String json, MessageType type, StoredFile file, @Nullable StoredFile picture) {
        return ChatApp.parse(Attachment.read(json)
                .with(type, new MessageFiles.Kept(file, "given.txt", picture))
                .json());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"200\"', 200",
        "'200', 200",
        "'0.5', 0.5",
        "'\"0\"', 40",
        "'\"0.00\"', 40",
        "'\"null\"', 40",
        "'null', 40",
        "'\"NaN\"', 40",
        "'\"Infinity\"', 40",
        "'\"-3\"', 40",
        "'\"1e9\"', 40",
        "'\"2 00\"', 40",
        "'\"<b>\"', 40",
        "'true', 40",
        "'[1]', 40",
        "'{}', 40"
    })
    void widthIsANumberThatClientsCanDivideBy(String given, String expected) {
        JsonNode json = of("{\"width\":" + given + "}", MessageType.IMAGE, PICTURE, null);

        assertThat(json.get("width").asString()).isEqualTo(expected);
        assertThat(json.get("height").asString()).isEqualTo("30");
    }

    @Test
    void onlyTheServerSaysWhereFilesAre() {
        String given = "{\"imageUrl\":\"https://evil.example/x\",\"playUrl\":\"../../etc/passwd\"}";

        assertThat(of(given, MessageType.IMAGE, PICTURE, null).get("imageUrl").asString())
                .isEqualTo("i.png");
        assertThat(of(given, MessageType.IMAGE, PICTURE, null).get("playUrl").isNull())
                .isTrue();
        JsonNode file = of(given, MessageType.FILE, new StoredFile("f.bin", 1, 0, 0), null);
        assertThat(file.get("imageUrl").isNull()).isTrue();
        assertThat(file.get("playUrl").asString()).isEqualTo("f.bin");
        assertThat(file.get("width").isNull()).isTrue();
    }

    @Test
    void textsStayAsTheyAre() {
        JsonNode json = of(
                "{\"linkTitle\":\"<b>ü</b> \\\"\\ud83c\\udf89\\u202e\",\"fileSize\":12}",
                MessageType.FILE,
                new StoredFile("f", 1, 0, 0),
                null);

        assertThat(json.get("linkTitle").asString()).isEqualTo("<b>ü</b> \"🎉\u202e");
        assertThat(json.get("fileSize").asString()).isEqualTo("12");
    }

    @Test
    void missingTitleIsTheFilesName() {
        StoredFile file = new StoredFile("f", 1, 0, 0);

        assertThat(of("{}", MessageType.FILE, file, null).get("linkTitle").asString())
                .isEqualTo("given.txt");
        assertThat(of("{\"linkTitle\":\" \"}", MessageType.FILE, file, null)
                        .get("linkTitle")
                        .asString())
                .isEqualTo("given.txt");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 KB", "1500000, 1.5 MB", "50000000, 50.0 MB"})
    void sizesAreForPeople(long bytes, String shown) {
        assertThat(Attachment.size(bytes)).isEqualTo(shown);
    }
}
