package dev.parley.protocol.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.JsonKind;
import dev.parley.protocol.Payload;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainMappingTest extends MappingContract {
    private record Point(int x, int y) {}

    PlainMappingTest() {
        super(new PlainMapping());
    }

    private String json(@Nullable Object value) {
        return mapping.write(value).toString();
    }

    @Test
    void theJdksOwnTypesAreWritten() {
        assertThat(json(new int[] {1, 2})).isEqualTo("[1,2]");
        assertThat(json(new Object[] {"a", 'b', JsonKind.ARRAY, null})).isEqualTo("[\"a\",\"b\",\"ARRAY\",null]");
        assertThat(json(java.nio.CharBuffer.wrap("text"))).isEqualTo("\"text\"");
        assertThat(json(List.of(Optional.of(1), Optional.empty()))).isEqualTo("[1,null]");
        assertThat(json(Set.of(1))).isEqualTo("[1]");
        assertThat(json(List.of((byte) 1, (short) 2, 3L, 1.5f, 2.0, new AtomicLong(4))))
                .isEqualTo("[1,2,3,1.5,2.0,4]");
        assertThat(json(new BigDecimal("1.10"))).isEqualTo("1.10");
        assertThat(json(BigInteger.TEN.pow(30))).isEqualTo("1" + "0".repeat(30));
        assertThat(mapping.write(ByteBuffer.wrap(bytes(1, 2, 3), 1, 1)).attachments())
                .containsExactly(bytes(2));
    }

    @Test
    void keysAreWrittenAsText() {
        assertThat(json(Map.of(1, "a"))).isEqualTo("{\"1\":\"a\"}");
        assertThat(json(Map.of(true, "a"))).isEqualTo("{\"true\":\"a\"}");
        assertThat(json(Map.of(JsonKind.NULL, "a"))).isEqualTo("{\"NULL\":\"a\"}");
        assertThat(json(Map.of('c', "a"))).isEqualTo("{\"c\":\"a\"}");
    }

    @Test
    void keysThatAreNoTextAreRefused() {
        Map<@Nullable Object, Object> map = new HashMap<>();
        map.put(null, 1);

        assertThatThrownBy(() -> mapping.write(List.of(map)))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("cannot write the value at $[0]: a map's key is null");
        assertThatThrownBy(() -> mapping.write(Map.of(List.of(), 1)))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("at $: a map's key is of java.util.");
    }

    @Test
    void errorsOfWritingSayWhereAndWhatToDo() {
        assertThatThrownBy(() -> mapping.write(map("a", List.of(1, map("b", new Point(1, 2))))))
                .isInstanceOf(MappingException.class)
                .hasMessage("cannot write the value at $.a[1].b: PlainMapping does not know "
                        + Point.class.getTypeName() + "; it needs JacksonMapping or GsonMapping, or a Map");
        assertThatThrownBy(() -> mapping.write(map("a", new double[] {1, Double.NaN})))
                .hasMessage(
                        "cannot write the value at $.a[1]: NaN and Infinity are no JSON numbers; send null or a text");
        assertThatThrownBy(() -> mapping.write(map("x", map("_placeholder", true))))
                .hasMessageStartingWith("cannot write the value at $.x._placeholder: a member _placeholder");
        assertThatThrownBy(() -> mapping.write(map("_placeholder", Payload.json("true"), "num", 0)))
                .isInstanceOf(MappingException.class);
    }

    @Test
    void numbersAsObjectsAreOfTheSmallestUsualType() {
        List<Object> numbers = mapping.read(
                Payload.json("[1,-2147483649,9223372036854775808,1.0,1e2,1e400]"), new TypeRef<List<Object>>() {});

        assertThat(numbers)
                .containsExactly(
                        1, -2147483649L, new BigInteger("9223372036854775808"), 1.0, 100.0, Double.POSITIVE_INFINITY);
    }

    @Test
    void numbersOfEachTypeAreReadExactly() {
        Payload big = Payload.json("1234567890123456789012345678901234567890");
        assertThat(mapping.read(big, BigInteger.class)).isEqualTo(new BigInteger(big.toString()));
        assertThat(mapping.read(big, BigDecimal.class)).isEqualTo(new BigDecimal(big.toString()));
        assertThat(mapping.read(Payload.json("1.10"), BigDecimal.class)).isEqualTo(new BigDecimal("1.10"));
        assertThat(mapping.read(Payload.json("3.0"), Integer.class)).isEqualTo(3);
        assertThat(mapping.read(Payload.json("3e2"), BigInteger.class)).isEqualTo(300);
        assertThat(mapping.read(Payload.json("-128"), Byte.class)).isEqualTo((byte) -128);
        assertThat(mapping.<Short>read(Payload.json("7"), short.class)).isEqualTo((short) 7);
        assertThat(mapping.read(Payload.json("1.5"), Float.class)).isEqualTo(1.5f);
        assertThat(mapping.read(Payload.json("5"), Number.class)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"128", "-129", "0.5", "1e999999999", "1e-999999999", "9223372036854775808"})
    void numbersOutOfRangeAreRefused(String number) {
        assertThatThrownBy(() -> mapping.read(Payload.json(number), Byte.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("cannot read java.lang.Byte at $: the number is out of its range");
        if (number.startsWith("1e9")) {
            for (Class<?> type : List.of(Double.class, Float.class, BigInteger.class, Long.class)) {
                assertThatThrownBy(() -> mapping.read(Payload.json(number), type))
                        .isInstanceOf(MappingException.class);
            }
        }
    }

    @Test
    void decimalsWhoseDigitsWouldFillTheMemoryAreRefused() {
        for (String number : List.of("1e999999999", "1e-999999999", "0e999999999", "-1e10001", "1e-10001")) {
            assertThatThrownBy(() -> mapping.read(Payload.json(number), BigDecimal.class))
                    .isInstanceOf(MappingException.class)
                    .hasMessage("cannot read java.math.BigDecimal at $: the number is out of its range");
        }
        assertThat(mapping.read(Payload.json("-1e10000"), BigDecimal.class)).isEqualTo(new BigDecimal("-1e10000"));
        assertThat(mapping.read(Payload.json("1e-10000"), BigDecimal.class)).isEqualTo(new BigDecimal("1e-10000"));
        assertThat(mapping.read(Payload.json("1e999999999"), Number.class)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void mapsAndListsOfTypesAreRead() {
        Payload payload = Payload.json("{\"a\":[1,2],\"b\":null}");
        assertThat(mapping.read(payload, new TypeRef<Map<String, List<Long>>>() {}))
                .containsEntry("a", List.of(1L, 2L))
                .containsEntry("b", null);
        assertThat(mapping.read(payload, new TypeRef<Map<String, ? extends Iterable<? extends Number>>>() {}))
                .hasSize(2);
        assertThat(mapping.read(mapping.write(List.of(bytes(1))), new TypeRef<List<ByteBuffer>>() {}))
                .containsExactly(ByteBuffer.wrap(bytes(1)));
        assertThat(mapping.read(Payload.json("true"), Boolean.class)).isTrue();
        assertThat(mapping.read(Payload.json("\"t\""), CharSequence.class)).isEqualTo("t");
    }

    @Test
    void whatDoesNotFitIsRefusedWithTypeAndPlace() {
        refused(
                "{\"a\":[true]}",
                new TypeRef<Map<String, List<String>>>() {}.type(),
                "java.lang.String at $.a[0]: found a boolean");
        refused("[1]", Map.class, "java.util.Map at $: found an array");
        refused("{}", List.class, "java.util.List at $: found an object");
        refused("\"AQ==\"", byte[].class, "byte[] at $: found a text");
        refused("1", Boolean.class, "java.lang.Boolean at $: found a number");
        refused("{}", Point.class, "use JacksonMapping or GsonMapping");
        refused("{}", new TypeRef<Map<Integer, String>>() {}.type(), "use JacksonMapping or GsonMapping");
        refused("[]", Set.class, "use JacksonMapping or GsonMapping");
    }

    private void refused(String json, Type type, String message) {
        assertThatThrownBy(() -> mapping.<Object>read(Payload.json(json), type))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPartOfABigArrayIsRead() {
        byte[] array = "[[{\"a\":1}],\"x\"]".getBytes(StandardCharsets.UTF_8);

        assertThat(mapping.<Object>read(Payload.slice(array, 1, 10), Object.class))
                .isEqualTo(List.of(Map.of("a", 1)));
    }

    @Test
    void aTypeWithoutArgumentIsAnError() {
        assertThatThrownBy(RawRef::new).isInstanceOf(IllegalStateException.class);
        assertThat(new TypeRef<List<String>>() {}).hasToString("java.util.List<java.lang.String>");
    }

    @SuppressWarnings("rawtypes")
    private static final class RawRef extends TypeRef {}
}
