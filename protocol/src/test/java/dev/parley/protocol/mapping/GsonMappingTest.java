package dev.parley.protocol.mapping;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonSerializer;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("ArrayRecordComponent") // what users write
class GsonMappingTest extends MappingContract {
    record Picture(
            String title, byte[] data, @Nullable Payload extra, Map<String, Object> more, List<List<Object>> rows) {}

    record Wrapped(byte[] data) {}

    GsonMappingTest() {
        super(new GsonMapping());
    }

    @Test
    void recordsWithBytesComeBack() {
        Payload extra = Payload.json("{\"n\":{\"_placeholder\":true,\"num\":0},\"d\":1.10}")
                .withAttachments(List.of(bytes(9)));
        Picture picture =
                new Picture("t", bytes(1, 2), extra, Map.of("thumb", bytes(3)), List.of(List.of("x", bytes(4))));

        Payload payload = mapping.write(List.of(picture, picture));

        assertThat(payload.attachments())
                .containsExactly(bytes(1, 2), bytes(9), bytes(3), bytes(4), bytes(1, 2), bytes(9), bytes(3), bytes(4));
        List<Picture> back = requireNonNull(mapping.read(payload, new TypeRef<List<Picture>>() {}));
        assertThat(back).usingRecursiveComparison().isEqualTo(List.of(picture, picture));
        assertThat(back.get(1).extra()).isEqualTo(extra);
    }

    @Test
    void adaptersThatPutATreeInBetweenKeepBytes() {
        Gson gson = new Gson();
        Gson trees = new GsonBuilder()
                .registerTypeAdapter(Wrapped.class, (JsonSerializer<Wrapped>)
                        (value, type, context) -> context.serialize(value.data()))
                .registerTypeAdapter(Wrapped.class, (JsonDeserializer<Wrapped>)
                        (tree, type, context) -> new Wrapped(context.deserialize(tree, byte[].class)))
                .create();
        GsonMapping own = new GsonMapping(trees);

        Payload payload = own.write(List.of(new Wrapped(bytes(1)), new Wrapped(bytes(2))));

        assertThat(payload.attachments()).containsExactly(bytes(1), bytes(2));
        assertThat(own.read(payload, new TypeRef<List<Wrapped>>() {}))
                .extracting(Wrapped::data)
                .containsExactly(bytes(1), bytes(2));
        assertThat(gson.toJson(bytes(1))).isEqualTo("[1]");
    }

    @Test
    void theGsonGivenIsUsed() {
        GsonMapping upper = new GsonMapping(new GsonBuilder()
                .setFieldNamingPolicy(FieldNamingPolicy.UPPER_CAMEL_CASE)
                .create());

        assertThat(upper.write(new Wrapped(bytes())).toString())
                .isEqualTo("{\"Data\":{\"_placeholder\":true,\"num\":0}}");
    }

    @Test
    void wholeNumbersAsObjectsAreLong() {
        assertThat(mapping.<Object>read(Payload.json("[1,1.5]"), Object.class)).isEqualTo(List.of(1L, 1.5));
    }

    @Test
    void withoutAttachmentsPlaceholdersAreDataInTreesAndPayloads() throws ProtocolException {
        String mark = "{\"_placeholder\":true,\"num\":\"x\"}";
        byte[] text = ("{\"extra\":" + mark + ",\"more\":{\"m\":" + mark + "},\"rows\":[[" + mark + "]]}")
                .getBytes(StandardCharsets.UTF_8);
        Payload payload = Payload.parsePlain(text, 0, text.length, JsonLimits.DEFAULT);

        Picture picture = requireNonNull(mapping.read(payload, Picture.class));

        assertThat(picture.extra()).hasToString(mark);
        assertThat(picture.more()).containsEntry("m", map("_placeholder", true, "num", "x"));
        assertThat(picture.rows()).containsExactly(List.of(map("_placeholder", true, "num", "x")));
        assertThat(mapping.read(payload, JsonElement.class)).hasToString(payload.toString());
    }

    @Test
    void classesThatGsonLeavesOutAreRefused() {
        Object nameless = new Object() {
            @Override
            public String toString() {
                return "x";
            }
        };

        assertThatThrownBy(() -> mapping.write(nameless))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("named class");
    }

    @Test
    void anAttachmentIsNotAnythingElse() {
        Payload payload = Payload.json("{\"data\":{\"a\":1}}");
        assertThatThrownBy(() -> mapping.read(payload, Wrapped.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("cannot read byte[]");
        assertThatThrownBy(() -> mapping.read(Payload.json("{\"data\":\"secret\"}"), Wrapped.class))
                .isInstanceOf(MappingException.class)
                .satisfies(MappingContract::saysNothingSecret);
    }
}
