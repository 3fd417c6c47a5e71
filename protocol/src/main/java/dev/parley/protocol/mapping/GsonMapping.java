package dev.parley.protocol.mapping;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonIOException;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.parley.protocol.Payload;
import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of Gson, for records, classes with fields, {@code JsonElement} and whatever else a {@link Gson} knows. It needs
 * the library {@code com.google.code.gson:gson}, 2.11 or newer.
 *
 * <p>A {@code byte[]} becomes an attachment instead of an array of numbers, and comes back wherever the type is {@code
 * byte[]}, and inside of maps and lists of {@link Object}. A field whose own type is {@link Object}, and a {@code JsonElement},
 * show the placeholder instead: declare {@code byte[]} there. A {@link Payload} may be a part of a value, too. Everything
 * else is as the Gson is set.
 *
 * <p>Immutable, and safe for all threads.
 */
public final class GsonMapping implements PayloadMapping {
    private final GsonAttachments attachments = new GsonAttachments();
    private final Gson gson;

    /**
     * With settings that keep values as they are: members that are null are written, nothing is escaped for HTML, and as
     * {@link Object} a number is a {@link Long}, or else a {@link Double}, infinite if it is beyond that, as in JavaScript.
     */
    public GsonMapping() {
        this(new GsonBuilder()
                .serializeNulls()
                .disableHtmlEscaping()
                .setObjectToNumberStrategy(GsonMapping::longOrDouble)
                .create());
    }

    /**
     * With a Gson of one's own.
     *
     * @param gson the Gson; it is not changed, a copy that knows {@code byte[]} and {@link Payload} is used
     */
    public GsonMapping(Gson gson) {
        this.gson = attachments.register(gson.newBuilder()).create();
    }

    /** Gson's own strategy of this kind refuses a number beyond double, and with it all that is around it. */
    private static Number longOrDouble(JsonReader in) throws IOException {
        String number = in.nextString();
        try {
            return Long.valueOf(number);
        } catch (NumberFormatException e) {
            return Double.valueOf(number);
        }
    }

    @Override
    public Payload write(@Nullable Object value) {
        if (value instanceof Payload payload) {
            return payload;
        }
        if (value == null) {
            return Payload.NULL;
        }
        Class<?> type = value.getClass();
        PayloadDraft draft = new PayloadDraft();
        try {
            attachments.during(draft.attachments(), () -> {
                gson.toJson(value, type, new BoundedWriter(draft.text()));
                return draft;
            });
        } catch (IllegalArgumentException | UnsupportedOperationException | JsonParseException e) {
            throw failed("cannot write " + type.getTypeName(), e);
        }
        if (draft.text().toString().equals("null")) {
            throw new MappingException("cannot write " + type.getTypeName()
                    + ": Gson leaves out classes without a name; use a named class");
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
        JsonReader in = new JsonReader(new StringReader(payload.toString()));
        in.setStrictness(Strictness.STRICT);
        try {
            return (T) attachments.<@Nullable Object>during(payload.attachments(), () -> {
                Object value = gson.fromJson(in, type);
                if (in.peek() != JsonToken.END_DOCUMENT) {
                    throw new JsonIOException("several values");
                }
                return attachments.resolved(value);
            });
        } catch (IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException
                | JsonParseException e) {
            throw failed("cannot read " + type.getTypeName() + " at " + in.getPath(), e);
        }
    }

    /** Gson's own message may quote content, so it is not kept, nor is its exception. */
    private static MappingException failed(String what, RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MappingException ours) {
                return ours;
            }
        }
        return new MappingException(what + ": " + e.getClass().getSimpleName());
    }

    /** Refuses what is nested too deep, which may be a value inside itself, before the stack ends. */
    private static final class BoundedWriter extends JsonWriter {
        private int depth;

        BoundedWriter(Writer out) {
            super(out);
        }

        @Override
        public JsonWriter beginArray() throws IOException {
            deeper();
            return super.beginArray();
        }

        @Override
        public JsonWriter beginObject() throws IOException {
            deeper();
            return super.beginObject();
        }

        @Override
        public JsonWriter endArray() throws IOException {
            depth--;
            return super.endArray();
        }

        @Override
        public JsonWriter endObject() throws IOException {
            depth--;
            return super.endObject();
        }

        private void deeper() {
            if (++depth > Nesting.MOST) {
                throw Nesting.tooDeep("cannot write the value");
            }
        }
    }
}
