package dev.parley.protocol;

import static dev.parley.protocol.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void quotingMatchesJavaScript() {
        // JSON.stringify of the same string.
        assertThat(JsonText.quote("q\"\\\n\u0001\u007f\u2028é😀\ud800"))
                .isEqualTo("\"q\\\"\\\\\\n\\u0001\u007f\u2028é😀\\ud800\"");
        assertThat(JsonText.quote("\b\f\r\t\u001f/")).isEqualTo("\"\\b\\f\\r\\t\\u001f/\"");
        assertThat(JsonText.quote("\udc00x\ud83d")).isEqualTo("\"\\udc00x\\ud83d\"");
        assertThat(JsonText.quote("")).isEqualTo("\"\"");
    }

    @Test
    void escapesAreRead() {
        byte[] json = utf8("a\\u00e9\\uD83D\\uDE00\\\"\\\\\\/\\b\\f\\n\\r\\té\\ud800");
        assertThat(JsonText.unescape(json, 0, json.length)).isEqualTo("aé😀\"\\/\b\f\n\r\té\ud800");
    }

    @Test
    void anyStringSurvivesARoundTrip() throws ProtocolException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(20); k > 0; k--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
            }
            byte[] json = utf8(JsonText.quote(text.toString()));
            new JsonScanner(JsonLimits.DEFAULT).document(json, 0, json.length);
            assertThat(JsonText.unescape(json, 1, json.length - 1)).isEqualTo(text.toString());
        }
    }
}
