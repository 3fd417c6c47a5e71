package dev.parley.protocol.mapping;

import dev.parley.protocol.Payload;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The mapping of Jackson 3, for records, beans, {@code JsonNode} and whatever else a {@link JsonMapper} knows. It needs the
 * library {@code tools.jackson.core:jackson-databind}.
 *
 * <p>{@code byte[]}, {@link java.nio.ByteBuffer} and binary nodes become attachments instead of Base64, and come back
 * wherever the type is {@code byte[]}, {@link java.nio.ByteBuffer}, {@link Object} or {@code JsonNode}. A {@link Payload} may
 * be a part of a value, too. Everything else is as the mapper is set; a JSON null becomes what the mapper makes of it.
 *
 * <p>As {@link Object} a number with an exponent is a {@link Double}, infinite if it is beyond that, as in JavaScript. Take care
 * with {@link java.math.BigDecimal}, be it the type or the mapper's setting: its scale is what the sender chose, up to a
 * billion and more, and to expand such a number, as {@code toBigInteger} does, can take all memory.
 *
 * <p>Immutable, and safe for all threads.
 */
public final class JacksonMapping implements PayloadMapping {
    private final JsonMapper mapper;

    /** With Jackson's own settings, except that NaN and Infinity are refused instead of being sent as texts. */
    public JacksonMapping() {
        this(JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build());
    }

    /**
     * With a mapper of one's own.
     *
     * @param mapper the mapper; it is not changed, a copy that knows {@link Payload} is used
     */
    public JacksonMapping(JsonMapper mapper) {
        this.mapper = mapper.rebuild()
                .addModule(new SimpleModule("dev.parley.payload")
                        .addSerializer(Payload.class, new PayloadWriter())
                        .addDeserializer(Payload.class, new PayloadReader()))
                .build();
    }

    @Override
    public Payload write(@Nullable Object value) {
        if (value instanceof Payload payload) {
            return payload;
        }
        PayloadDraft draft = new PayloadDraft();
        try (JsonGenerator out = new AttachmentGenerator(mapper.createGenerator(draft.text()), draft)) {
            mapper.writeValue(out, value);
        } catch (JacksonException e) {
            String type = value == null ? "null" : value.getClass().getTypeName();
            throw failed("cannot write " + type, e);
        }
        return draft.complete();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    @Override
    public <T> @Nullable T read(Payload payload, Type type) {
        if (type == Payload.class) {
            return (T) payload;
        }
        if (payload.length() == 0) {
            throw new MappingException("cannot read " + type.getTypeName() + ": the payload is empty");
        }
        try {
            ObjectReader reader = mapper.readerFor(mapper.constructType(type));
            try (JsonParser in = new PlaceholderParser(reader.createParser(payload.toString()), payload)) {
                return reader.readValue(in);
            }
        } catch (JacksonException e) {
            throw failed("cannot read " + type.getTypeName(), e);
        }
    }

    /** Says where and what kind of error. Jackson's own message may quote content, so neither it nor its exception is kept. */
    private static MappingException failed(String what, JacksonException e) {
        Throwable root = e;
        while (root.getCause() != null && root instanceof JacksonException) {
            root = root.getCause();
        }
        if (root instanceof MappingException ours) {
            return ours;
        }
        List<Object> path = new ArrayList<>();
        for (JacksonException.Reference step : e.getPath()) {
            path.add(step.getPropertyName() == null ? (Object) step.getIndex() : step.getPropertyName());
        }
        String where = path.isEmpty() ? "" : " at " + Paths.text(path);
        String kind =
                e instanceof DatabindException ? e.getClass().getSimpleName() : "not one JSON value that can be sent";
        return new MappingException(what + where + ": " + kind, root instanceof JacksonException ? null : root);
    }

    private static final class PayloadWriter extends ValueSerializer<Payload> {
        @Override
        public void serialize(Payload value, JsonGenerator out, SerializationContext context) {
            if (out instanceof AttachmentGenerator ours) {
                ours.writePayload(value);
                return;
            }
            // A buffer in between, as for unwrapped members: it takes tokens, attachments included.
            try (JsonParser in = new PlaceholderParser(
                    context.tokenStreamFactory().createParser(ObjectReadContext.empty(), value.toString()), value)) {
                in.nextToken();
                out.copyCurrentStructureExact(in);
            }
        }
    }

    private static final class PayloadReader extends ValueDeserializer<Payload> {
        @Override
        public Payload deserialize(JsonParser in, DeserializationContext context) {
            return PayloadDraft.copyOf(in);
        }

        @Override
        public Payload getNullValue(DeserializationContext context) {
            return Payload.NULL;
        }
    }
}
