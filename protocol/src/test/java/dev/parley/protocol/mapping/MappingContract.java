package dev.parley.protocol.mapping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all mappings have in common. */
abstract class MappingContract {
    private static final int RANDOM_VALUES = 300;

    final PayloadMapping mapping;

    MappingContract(PayloadMapping mapping) {
        this.mapping = mapping;
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** A map in the order of its arguments; unlike Map.of it takes null. */
    static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }

    @Test
    void whatDoesNotFitIntoAnEventOfSixtyFourLevelsIsNotWritten() {
        Object value = new ArrayList<>();
        for (int level = 1; level < 62; level++) {
            value = List.of(value);
        }
        Object deepest = value;

        assertThat(mapping.<Object>read(mapping.write(deepest), Object.class)).isEqualTo(deepest);
        assertThatThrownBy(() -> mapping.write(List.of(deepest)))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("nested deeper than 62 levels");
    }

    @Test
    void mapsKeepOrderNullAndUnicode() {
        Map<String, @Nullable Object> value =
                map("z", "é\u0000\"\\\n\ud83d\ude00", "a", null, "", true, "<&>", Arrays.asList("x", null, false));

        Payload payload = mapping.write(value);

        assertThat(payload.toString()).startsWith("{\"z\":").contains("\"a\":null");
        Map<String, Object> back = requireNonNull(mapping.read(payload, new TypeRef<Map<String, Object>>() {}));
        assertThat(back).isEqualTo(value);
        assertThat(back.keySet()).containsExactly("z", "a", "", "<&>");
    }

    @Test
    void halfASurrogatePairComesBackAsItWas() {
        String half = "a\ud800b\udc00";

        Payload payload = mapping.write(map(half, List.of(half)));

        assertThat(payload.toString()).isEqualTo("{\"a\\ud800b\\udc00\":[\"a\\ud800b\\udc00\"]}");
        assertThat(mapping.<Object>read(payload, Object.class)).isEqualTo(map(half, List.of(half)));
    }

    @Test
    void bytesAnywhereBecomeAttachmentsInOrderAndComeBack() {
        Map<String, @Nullable Object> value =
                map("one", bytes(1), "list", List.of("x", bytes(2, 3), map("deep", bytes())), "last", bytes(-1));

        Payload payload = mapping.write(value);

        assertThat(payload.attachments()).containsExactly(bytes(1), bytes(2, 3), bytes(), bytes(-1));
        assertThat(payload.toString())
                .isEqualTo(
                        "{\"one\":{\"_placeholder\":true,\"num\":0},\"list\":[\"x\",{\"_placeholder\":true,\"num\":1},"
                                + "{\"deep\":{\"_placeholder\":true,\"num\":2}}],\"last\":{\"_placeholder\":true,\"num\":3}}");
        Object back = mapping.read(payload, Object.class);
        assertThat(back).usingRecursiveComparison().isEqualTo(value);
    }

    @Test
    void bytesAloneAreAnAttachment() {
        Payload payload = mapping.write(bytes(1, 2));

        assertThat(payload.toString()).isEqualTo("{\"_placeholder\":true,\"num\":0}");
        assertThat(mapping.read(payload, byte[].class)).isEqualTo(bytes(1, 2));
        assertThat(mapping.<Object>read(payload, Object.class)).isEqualTo(bytes(1, 2));
        assertThat(mapping.read(mapping.write(bytes()), byte[].class)).isEmpty();
    }

    @Test
    void listsOfBytesAreTyped() {
        Payload payload = mapping.write(List.of(bytes(1), bytes(2)));

        assertThat(mapping.read(payload, new TypeRef<List<byte[]>>() {})).containsExactly(bytes(1), bytes(2));
        Payload nested = mapping.write(map("k", List.of(bytes(3))));
        assertThat(requireNonNull(mapping.read(nested, new TypeRef<Map<String, List<byte[]>>>() {}))
                        .get("k"))
                .containsExactly(bytes(3));
    }

    @Test
    void aPayloadIsPassedOnAsItIs() {
        Payload payload =
                Payload.json("[1.10,{\"_placeholder\":true,\"num\":0}]").withAttachments(List.of(bytes(7)));

        assertThat(mapping.write(payload)).isSameAs(payload);
        assertThat(mapping.read(payload, Payload.class)).isSameAs(payload);
    }

    @Test
    void aPayloadInsideAValueIsRenumbered() {
        Payload inner = Payload.json("[1.10,{\"_placeholder\":true,\"num\":0}]").withAttachments(List.of(bytes(7)));

        Payload payload = mapping.write(map("a", bytes(1), "p", inner, "z", bytes(2), "q", inner));

        assertThat(payload.attachments()).containsExactly(bytes(1), bytes(7), bytes(2), bytes(7));
        assertThat(payload.toString())
                .contains("\"p\":[1.10,{\"_placeholder\":true,\"num\":1}]")
                .contains("\"q\":[1.10,{\"_placeholder\":true,\"num\":3}]");
        Map<String, Payload> back = requireNonNull(mapping.read(payload, new TypeRef<Map<String, Payload>>() {}));
        assertThat(back).containsEntry("p", inner).containsEntry("q", inner);
        assertThat(back.get("a")).isEqualTo(mapping.write(bytes(1)));
    }

    @Test
    void nullIsNull() {
        assertThat(mapping.write(null)).isEqualTo(Payload.NULL);
        assertThat(mapping.read(Payload.NULL, String.class)).isNull();
        assertThat(mapping.read(Payload.NULL, byte[].class)).isNull();
        assertThat(mapping.<Object>read(Payload.NULL, Object.class)).isNull();
        assertThat(mapping.read(Payload.json("{\"p\":null}"), new TypeRef<Map<String, Payload>>() {}))
                .containsEntry("p", Payload.NULL);
    }

    @Test
    void wholeNumbersComeBackAsTheTypeThatIsWanted() {
        assertThat(mapping.read(mapping.write(Integer.MIN_VALUE), Integer.class))
                .isEqualTo(Integer.MIN_VALUE);
        assertThat(mapping.read(mapping.write(Long.MAX_VALUE), Long.class)).isEqualTo(Long.MAX_VALUE);
        assertThat(mapping.<Long>read(mapping.write(7), long.class)).isEqualTo(7L);
        assertThat(mapping.read(mapping.write(1e300), Double.class)).isEqualTo(1e300);
        assertThat(mapping.<Object>read(mapping.write(Long.MAX_VALUE), Object.class))
                .isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"_placeholder\":true,\"num\":0}", "{\"num\":0,\"_placeholder\":true,\"x\":1}"})
    void aMapThatLooksLikeAnAttachmentIsRefused(String json) {
        Map<String, @Nullable Object> spoof = map("_placeholder", true, "num", 0);
        if (json.contains("x")) {
            spoof.put("x", 1);
        }

        assertThatThrownBy(() -> mapping.write(spoof)).isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> mapping.write(List.of(bytes(1), spoof)))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("_placeholder")
                .hasMessageContaining("send a byte[]");
        assertThat(mapping.write(map("_placeholder", false, "num", 0)).isBinary())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_placeholder\":true,\"num\":0}",
                "{\"num\":7,\"_placeholder\":true}",
                "{\"_placeholder\":true}",
                "{\"_placeholder\":true,\"num\":\"splice\",\"x\":[]}"
            })
    void withoutAttachmentsWhatLooksLikeAPlaceholderIsAMap(String json) {
        byte[] text = ("{\"a\":" + json + ",\"b\":[[" + json + "]]}").getBytes(StandardCharsets.UTF_8);
        Payload payload = Payload.slice(text, 0, text.length);
        Payload bare = Payload.slice(text, 5, 5 + json.length());

        Map<?, ?> object = requireNonNull(mapping.read(bare, Map.class));
        assertThat(object.get("_placeholder")).isEqualTo(true);
        assertThat(mapping.<Object>read(bare, Object.class)).isEqualTo(object);
        assertThat(mapping.<Object>read(payload, Object.class))
                .isEqualTo(map("a", object, "b", List.of(List.of(object))));
        assertThat(mapping.read(payload, new TypeRef<Map<String, Object>>() {})).containsEntry("a", object);
        assertThat(mapping.read(payload, new TypeRef<Map<String, Payload>>() {}))
                .containsEntry("a", bare)
                .containsKey("b");
    }

    @Test
    void withoutAttachmentsWhatLooksLikeAPlaceholderIsNoBytes() {
        byte[] text = "{\"a\":{\"_placeholder\":true,\"num\":0}}".getBytes(StandardCharsets.UTF_8);
        Payload payload = Payload.slice(text, 0, text.length);

        assertThatThrownBy(() -> mapping.read(payload, new TypeRef<Map<String, byte[]>>() {}))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("byte[]");
    }

    @Test
    void aNumberBeyondDoubleIsInfiniteAsObject() {
        Payload payload = Payload.json("{\"big\":1e999999999,\"low\":[-1e400],\"small\":1e-999999999}");

        assertThat(mapping.<Object>read(payload, Object.class))
                .isEqualTo(
                        map("big", Double.POSITIVE_INFINITY, "low", List.of(Double.NEGATIVE_INFINITY), "small", 0.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,2", "[1", "{\"a\" 1}", "secret"})
    void aSliceThatIsNotOneValueIsRefused(String text) {
        byte[] bytes = ("x" + text + "x").getBytes(StandardCharsets.UTF_8);
        Payload slice = Payload.slice(bytes, 1, bytes.length - 1);

        assertThatThrownBy(() -> mapping.read(slice, Object.class))
                .isInstanceOf(MappingException.class)
                .satisfies(MappingContract::saysNothingSecret);
        assertThatThrownBy(() -> mapping.read(slice, Integer.class)).isInstanceOf(MappingException.class);
    }

    @Test
    void errorsNameTypeAndPlaceAndNoContent() {
        Payload payload = Payload.json("{\"a\":[1,\"secret\"]}");

        assertThatThrownBy(() -> mapping.read(payload, new TypeRef<Map<String, List<Integer>>>() {}))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("Integer")
                // Gson forgets the names of a map's members.
                .hasMessageMatching(".*\\$\\.a?\\[1].*")
                .satisfies(MappingContract::saysNothingSecret);
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> mapping.read(Payload.json("2147483648"), Integer.class))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> mapping.read(Payload.json("1.5"), Map.class)).isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> mapping.write(List.of(Double.NaN))).isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> mapping.write(List.of(Float.NEGATIVE_INFINITY)))
                .isInstanceOf(MappingException.class);
    }

    @Test
    void aValueInsideItselfIsRefused() {
        List<Object> loop = new ArrayList<>();
        loop.add(map("loop", loop));

        assertThatThrownBy(() -> mapping.write(loop)).isInstanceOf(MappingException.class);
    }

    @Test
    void randomValuesComeBack() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int n = 0; n < RANDOM_VALUES; n++) {
            Object value = randomValue(random, 4);
            Payload payload = mapping.write(value);
            assertThat(mapping.<Object>read(payload, Object.class))
                    .as("seed %d, value %d", seed, n)
                    .usingRecursiveComparison()
                    .isEqualTo(value);
            assertThat(mapping.write(mapping.<Object>read(payload, Object.class)))
                    .as("seed %d, value %d", seed, n)
                    .isEqualTo(payload);
        }
    }

    private static @Nullable Object randomValue(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (1L << 40) + random.nextInt();
            case 3 -> random.nextDouble();
            case 4 -> randomText(random);
            case 5, 6 -> {
                byte[] bytes = new byte[random.nextInt(5)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 7 ->
                Stream.generate(() -> "")
                        .limit(random.nextInt(5))
                        .map(any -> randomValue(random, depth - 1))
                        .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
            default -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(randomText(random), randomValue(random, depth - 1));
                }
                yield map;
            }
        };
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
        }
        return text.toString();
    }

    static void saysNothingSecret(@Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            assertThat(cause.getMessage()).doesNotContain("secret");
        }
    }
}
