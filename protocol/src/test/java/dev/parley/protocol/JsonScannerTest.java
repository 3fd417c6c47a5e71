package dev.parley.protocol;

import static dev.parley.protocol.Bytes.hex;
import static dev.parley.protocol.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class JsonScannerTest {
    private static final JsonFactory JACKSON = new JsonFactory();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-0",
                "-0.0e-0",
                "1E+5",
                "12.5",
                "\"\"",
                "\"é€😀\"",
                "\"\\ud800\"",
                "[]",
                "{}",
                "[ ]",
                "{ }",
                "[1,[2,[]],{}]",
                "{\"a\":{\"a\":[]},\"a\":1}",
                "{\"\":0}",
                "{\"__proto__\":1}",
                " \t\r\n1 \t\r\n",
                "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00Ff\"]",
                "\"\u007f\"",
                "{\"_placeholder\":false,\"num\":9}",
                "{\"_placeholder\":\"true\"}",
                "{\"num\":0}",
                "[\"_placeholder\",true]",
                "{\"a\":\"_placeholder\"}"
            })
    void validJsonIsTaken(String json) throws ProtocolException {
        assertThat(scan(utf8(json)).toString()).isEqualTo(json.strip());
        assertThat(jacksonTakes(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "nulll",
                "True",
                "NaN",
                "Infinity",
                "-Infinity",
                "-",
                "+1",
                "01",
                "-01",
                "00",
                "1.",
                ".5",
                "1.e5",
                "1e",
                "1e+",
                "0x10",
                "1_000",
                "1 2",
                "1,",
                "'a'",
                "a",
                "\"",
                "\"a",
                "\"\\\"",
                "\"\\x41\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\",
                "\"\\u",
                "\"\n\"",
                "\"\t\"",
                "\"\u0000\"",
                "\"\u001f\"",
                "[",
                "]",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1}",
                "{",
                "}",
                "{]",
                "{1:2}",
                "{a:1}",
                "{'a':1}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{\"a\" 1}",
                "{,}",
                "{\"a\":1",
                "{\"a\":",
                "{\"a\"",
                "{\"a\":1]",
                "[[]",
                "[]]",
                "//x\n1",
                "/**/1",
                "1#",
                "undefined",
                "\u00a01",
                "\ufeff1",
                "1\u0000",
                "[truefalse]",
                "[1true]",
                "tru",
                "-a",
                "1ee5"
            })
    void invalidJsonIsMalformed(String json) {
        Refusal.of(() -> scan(utf8(json))).isMalformed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22ff22",
                "22c022",
                "22c08022",
                "22c1bf22",
                "22e0808022",
                "22eda08022",
                "22edbfbf22",
                "22f080808022",
                "22f490808022",
                "22f5808080",
                "22c3",
                "22e282",
                "22f09f98",
                "228022",
                "22c328",
                "22fe22",
                "22e28222",
                "22f09f9822",
                "00310032",
                "feff0031",
                "31000000",
                "efbbbf31",
                "5b22610022"
            })
    void otherEncodingsAndInvalidUtf8AreMalformed(String hex) {
        Refusal.of(() -> scan(hex(hex))).isMalformed();
    }

    @Test
    void nestingIsLimitedToSixtyFour() throws ProtocolException {
        assertThat(scan(utf8("[".repeat(64) + "]".repeat(64))).length()).isEqualTo(128);
        Refusal.of(() -> scan(utf8("[".repeat(65) + "]".repeat(65)))).is(Reason.TOO_COMPLEX);
        scan(utf8("{\"a\":".repeat(63) + "{}" + "}".repeat(63)));
        Refusal.of(() -> scan(utf8("{\"a\":".repeat(64) + "{}" + "}".repeat(64))))
                .is(Reason.TOO_COMPLEX);
        Refusal.of(() -> scan(utf8("[".repeat(1_000_000)))).is(Reason.TOO_COMPLEX);
        scan(utf8("[" + "[[]],".repeat(1000) + "[]]"));
    }

    @Test
    void lengthOfNumbersIsLimited() throws ProtocolException {
        scan(utf8("1".repeat(1000)));
        Refusal.of(() -> scan(utf8("1".repeat(1001)))).is(Reason.TOO_COMPLEX);
        Refusal.of(() -> scan(utf8("[1." + "0".repeat(1000) + "]"))).is(Reason.TOO_COMPLEX);
    }

    @Test
    void lengthOfTheTextIsLimited() throws ProtocolException {
        JsonScanner scanner = new JsonScanner(JsonLimits.DEFAULT.withMaxBytes(5));
        assertThat(scanner.document(utf8("\"abc\""), 0, 5).length()).isEqualTo(5);
        Refusal.of(() -> scanner.document(utf8("\"abcd\""), 0, 6)).is(Reason.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_placeholder\":true}",
                "{\"_placeholder\":true,\"num\":-1}",
                "{\"_placeholder\":true,\"num\":1.0}",
                "{\"_placeholder\":true,\"num\":1e0}",
                "{\"_placeholder\":true,\"num\":01}",
                "{\"_placeholder\":true,\"num\":\"0\"}",
                "{\"_placeholder\":true,\"num\":null}",
                "{\"_placeholder\":true,\"num\":[0]}",
                "{\"_placeholder\":true,\"num\":1234567890}",
                "{\"_placeholder\":true,\"num\":0,\"x\":1}",
                "{\"x\":1,\"_placeholder\":true,\"num\":0}",
                "{\"_placeholder\":true,\"_placeholder\":true}",
                "{\"_placeholder\":true,\"num\":0,\"num\":1}",
                "{\"_placeholder\":true,\"num\":0,\"_placeholder\":false}",
                "{\"\\u005fplaceholder\":true,\"num\":0}",
                "{\"_placeholder\":true,\"\\u006eum\":0}",
                "{\"num\":{\"_placeholder\":true,\"num\":0},\"_placeholder\":true}",
                "[{\"_placeholder\":true,\"num\":[]}]"
            })
    void placeholdersHaveOneForm(String json) {
        Refusal.of(() -> scan(utf8(json))).isMalformed();
    }

    @Test
    void placeholdersAndElementsAreNoted() throws ProtocolException {
        JsonScanner scanner = new JsonScanner(JsonLimits.DEFAULT);
        String json = "[ \"a\" , {\"_placeholder\":true,\"num\":3}, [{ \"num\" : 0 , \"_placeholder\" : true }],1 ]";
        scanner.document(utf8(json), 0, json.length());
        assertThat(scanner.placeholders()).containsExactly(json.indexOf('3'), json.indexOf('0'));
        assertThat(scanner.elementCount()).isEqualTo(4);
        assertThat(json.substring(scanner.elementStart(0), scanner.elementEnd(0)))
                .isEqualTo("\"a\"");
        assertThat(json.substring(scanner.elementStart(3), scanner.elementEnd(3)))
                .isEqualTo("1");
        assertThat(Placeholders.find(utf8(json), 0, json.length())).isEqualTo(scanner.placeholders());
        assertThat(JsonSpans.ofArray(Payload.json(json))).isEqualTo(scanner.elements());
    }

    @Test
    void theScannerAgreesWithJacksonOnMutatedTexts() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        RandomJson json = new RandomJson(random);
        for (int i = 0; i < 20_000; i++) {
            byte[] text = utf8(json.value(List.of()));
            int mutations = random.nextInt(3);
            for (int k = 0; k < mutations; k++) {
                text = mutate(text, random);
            }
            String decoded = decoded(text);
            if (decoded != null && decoded.contains("\"_placeholder\"")) {
                // Placeholders mean nothing to Jackson.
                continue;
            }
            boolean expected = decoded != null && jacksonTakes(decoded);
            assertThat(takes(text)).as("%s", Bytes.hex(text)).isEqualTo(expected);
        }
    }

    private static byte[] mutate(byte[] text, Random random) {
        String alphabet = "{}[]\",:\\0123eE+-. tfnu\n\u0000\u0001";
        byte with = random.nextInt(20) == 0
                ? (byte) random.nextInt(256)
                : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        int at = random.nextInt(text.length + 1);
        int remove = Math.min(random.nextInt(2), text.length - at);
        ByteBuilder out = new ByteBuilder(text.length + 1).append(text, 0, at);
        if (remove == 0 || random.nextBoolean()) {
            out.append(with);
        }
        return out.append(text, at + remove, text.length - at - remove).toByteArray();
    }

    private static boolean takes(byte[] text) {
        try {
            scan(text);
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    private static Payload scan(byte[] text) throws ProtocolException {
        return new JsonScanner(JsonLimits.DEFAULT).document(text, 0, text.length);
    }

    private static @Nullable String decoded(byte[] text) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** From a string, because from bytes Jackson guesses the encoding. */
    private static boolean jacksonTakes(String json) {
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
