package dev.parley.protocol.mapping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

@SuppressWarnings("ArrayRecordComponent") // what users write
class JacksonMappingTest extends MappingContract {
    record Picture(String title, byte[] data, @Nullable Payload extra, Map<String, Object> more) {}

    record Frames(Object any, ByteBuffer buffer, JsonNode tree, List<byte[]> frames) {}

    record Shell(String name, @JsonUnwrapped Core core) {}

    record Core(byte[] bytes, Payload payload) {}

    static final class Failing {
        public String getText() {
            throw new IllegalStateException("no text");
        }
    }

    JacksonMappingTest() {
        super(new JacksonMapping());
    }

    @Test
    void recordsWithBytesComeBack() {
        Payload extra =
                Payload.json("{\"n\":{\"_placeholder\":true,\"num\":0}}").withAttachments(List.of(bytes(9)));
        Picture picture = new Picture("t", bytes(1, 2), extra, Map.of("thumb", bytes(3)));

        Payload payload = mapping.write(List.of(picture, picture));

        assertThat(payload.attachments())
                .containsExactly(bytes(1, 2), bytes(9), bytes(3), bytes(1, 2), bytes(9), bytes(3));
        List<Picture> back = requireNonNull(mapping.read(payload, new TypeRef<List<Picture>>() {}));
        assertThat(back).usingRecursiveComparison().isEqualTo(List.of(picture, picture));
        assertThat(back.get(1).extra()).isEqualTo(extra);
    }

    @Test
    void treesBuffersAndObjectsHoldBytes() {
        JsonNode tree =
                JsonMapper.shared().createObjectNode().put("b", bytes(5)).put("n", 1);
        Frames frames = new Frames(bytes(1), ByteBuffer.wrap(bytes(0, 2, 0), 1, 1), tree, List.of(bytes(3), bytes()));

        Payload payload = mapping.write(frames);

        assertThat(payload.attachments()).containsExactly(bytes(1), bytes(2), bytes(5), bytes(3), bytes());
        Frames back = requireNonNull(mapping.read(payload, Frames.class));
        assertThat(back.any()).isEqualTo(bytes(1));
        assertThat(back.buffer()).isEqualTo(ByteBuffer.wrap(bytes(2)));
        assertThat(back.tree()).isEqualTo(tree);
        assertThat(back.frames()).containsExactly(bytes(3), bytes());
        JsonNode asTree = requireNonNull(mapping.read(payload, JsonNode.class));
        assertThat(asTree.get("any").binaryValue()).isEqualTo(bytes(1));
        assertThat(mapping.write(asTree)).isEqualTo(payload);
    }

    @Test
    void unwrappedMembersHoldBytes() {
        Payload inner = Payload.json("[{\"_placeholder\":true,\"num\":0}]").withAttachments(List.of(bytes(8)));
        Shell shell = new Shell("s", new Core(bytes(4), inner));

        Payload payload = mapping.write(shell);

        assertThat(payload.attachments()).containsExactly(bytes(4), bytes(8));
        assertThat(mapping.read(payload, Shell.class))
                .usingRecursiveComparison()
                .isEqualTo(shell);
    }

    @Test
    void membersInAnyOrderAndUnknownAttachmentsAreTaken() {
        Payload payload = Payload.json(
                        "{\"payload\":{\"num\":0, \"_placeholder\" : true},\"bytes\":{\"_placeholder\":true,\"num\":1},"
                                + "\"odd\":{\"_placeholder\":true,\"num\":2}}")
                .withAttachments(List.of(bytes(1), bytes(2), bytes(3)));
        PayloadMapping lenient = new JacksonMapping(JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build());

        Core core = requireNonNull(lenient.read(payload, Core.class));

        assertThat(core.bytes()).isEqualTo(bytes(2));
        assertThat(core.payload()).isEqualTo(lenient.write(bytes(1)));
    }

    @Test
    void withoutAttachmentsPlaceholdersAreDataInTreesAndPayloads() throws ProtocolException {
        String mark = "{\"_placeholder\":true,\"num\":0}";
        byte[] text = ("{\"name\":\"s\",\"bytes\":null,\"payload\":" + mark + "}").getBytes(StandardCharsets.UTF_8);
        Payload payload = Payload.parsePlain(text, 0, text.length, JsonLimits.DEFAULT);

        JsonNode tree = requireNonNull(mapping.read(payload, JsonNode.class));
        assertThat(tree.get("payload").get("num").intValue()).isZero();
        assertThat(requireNonNull(mapping.read(payload, Shell.class)).core().payload())
                .hasToString(mark);
        assertThatThrownBy(() -> mapping.write(tree)).isInstanceOf(MappingException.class);
    }

    @Test
    void aNumberBeyondDoubleIsInfiniteInATree() {
        JsonNode tree = requireNonNull(mapping.read(Payload.json("[1e999999999]"), JsonNode.class));
        assertThat(tree.get(0).numberValue()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void theMapperGivenIsUsedAndNotChanged() {
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .build();

        assertThat(new JacksonMapping(mapper)
                        .write(new Core(bytes(), Payload.NULL))
                        .toString())
                .isEqualTo("{\"Bytes\":{\"_placeholder\":true,\"num\":0},\"Payload\":null}");
        assertThat(mapper.writeValueAsString(bytes(1))).isEqualTo("\"AQ==\"");
    }

    @Test
    void bigNumbersKeepTheirDigits() {
        BigInteger big = BigInteger.TEN.pow(40);
        assertThat(mapping.<Object>read(mapping.write(big), Object.class)).isEqualTo(big);
    }

    @Test
    void whatAUsersClassThrowsIsTheCause() {
        assertThatThrownBy(() -> mapping.write(new Failing()))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(Failing.class.getTypeName())
                .hasMessageContaining("$.text")
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
