package dev.parley.protocol.mapping;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.Payload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Teaches a {@link Gson} about attachments.
 *
 * <p>Gson hands its adapters nothing but a reader or a writer, and some adapters put a tree in between. So the attachments of
 * the call that is going on are kept with the thread that makes it, and taken away when it ends.
 */
final class GsonAttachments {
    private static final ThreadLocal<@Nullable List<byte[]>> CURRENT = new ThreadLocal<>();

    /** What may fail while a call is going on. */
    interface Call<R extends @Nullable Object> {
        R run() throws IOException;
    }

    GsonBuilder register(GsonBuilder builder) {
        return builder.registerTypeAdapter(byte[].class, new Bytes().nullSafe())
                .registerTypeAdapter(Payload.class, new Payloads())
                .registerTypeAdapterFactory(new Containers());
    }

    /** Makes a call with these attachments, to be read, or to be added to. */
    <R extends @Nullable Object> R during(List<byte[]> attachments, Call<R> call) {
        List<byte[]> outer = CURRENT.get();
        CURRENT.set(attachments);
        try {
            return call.run();
        } catch (IOException e) {
            throw new JsonIOException(e);
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    private List<byte[]> attachments() {
        List<byte[]> attachments = CURRENT.get();
        if (attachments == null) {
            throw new MappingException("attachments are known only while GsonMapping reads or writes");
        }
        return attachments;
    }

    /** Whether an object that looks like a placeholder can be one. */
    private static boolean hasAttachments() {
        List<byte[]> attachments = CURRENT.get();
        return attachments != null && !attachments.isEmpty();
    }

    /** The value with attachments instead of the maps that Gson makes of their placeholders; changes it in place. */
    @Nullable
    Object resolved(@Nullable Object value) {
        return hasAttachments() ? replaced(value) : value;
    }

    private @Nullable Object replaced(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            if (Boolean.TRUE.equals(map.get(Placeholder.MARK))
                    && map.get(Placeholder.NUMBER) instanceof Number number) {
                return Placeholder.attachment(attachments(), number.longValue());
            }
            resolveMembers(map);
        } else if (value instanceof List<?> list) {
            resolveElements(list);
        }
        return value;
    }

    private <V> void resolveMembers(Map<?, V> map) {
        for (Map.Entry<?, V> member : map.entrySet()) {
            V before = member.getValue();
            @SuppressWarnings("unchecked") // where Gson has put a placeholder's map, the type is Object or Map
            V after = (V) replaced(before);
            if (after != before) {
                member.setValue(after);
            }
        }
    }

    private <E> void resolveElements(List<E> list) {
        for (int i = 0; i < list.size(); i++) {
            E before = list.get(i);
            @SuppressWarnings("unchecked") // as above
            E after = (E) replaced(before);
            if (after != before) {
                list.set(i, after);
            }
        }
    }

    private final class Bytes extends TypeAdapter<byte[]> {
        @Override
        public void write(JsonWriter out, byte[] value) throws IOException {
            List<byte[]> attachments = attachments();
            out.beginObject().name(Placeholder.MARK).value(true);
            out.name(Placeholder.NUMBER).value(attachments.size()).endObject();
            attachments.add(value);
        }

        @Override
        public byte[] read(JsonReader in) throws IOException {
            if (in.peek() != JsonToken.BEGIN_OBJECT) {
                throw new MappingException("cannot read byte[] at " + in.getPath() + ": found no attachment");
            }
            boolean marked = false;
            long number = -1;
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if (name.equals(Placeholder.MARK)) {
                    marked = in.peek() == JsonToken.BOOLEAN && in.nextBoolean();
                } else if (name.equals(Placeholder.NUMBER) && in.peek() == JsonToken.NUMBER) {
                    number = in.nextLong();
                } else {
                    in.skipValue();
                }
            }
            in.endObject();
            if (!marked || !hasAttachments()) {
                throw new MappingException("cannot read byte[] at " + in.getPath() + ": found an object");
            }
            return Placeholder.attachment(attachments(), number);
        }
    }

    private final class Payloads extends TypeAdapter<Payload> {
        @Override
        public void write(JsonWriter out, @Nullable Payload value) throws IOException {
            if (value == null) {
                out.nullValue();
                return;
            }
            ByteBuilder text = new ByteBuilder(value.length() + 16);
            value.appendTo(text, attachments().size());
            attachments().addAll(value.attachments());
            out.jsonValue(text.toString());
        }

        @Override
        public Payload read(JsonReader in) throws IOException {
            JsonElement tree = JsonParser.parseReader(in);
            PayloadDraft draft = new PayloadDraft();
            if (hasAttachments()) {
                renumber(tree, draft.attachments());
            }
            draft.text().write(tree.toString());
            return draft.completeCopy();
        }

        private void renumber(JsonElement tree, List<byte[]> own) {
            if (tree instanceof JsonArray array) {
                array.forEach(element -> renumber(element, own));
            } else if (tree instanceof JsonObject object) {
                if (object.get(Placeholder.MARK) instanceof JsonPrimitive mark
                        && mark.isBoolean()
                        && mark.getAsBoolean()) {
                    byte[] attachment = Placeholder.attachment(
                            attachments(), object.get(Placeholder.NUMBER).getAsLong());
                    object.addProperty(Placeholder.NUMBER, own.size());
                    own.add(attachment);
                } else {
                    object.asMap().values().forEach(member -> renumber(member, own));
                }
            }
        }
    }

    /** Finds the attachments inside of maps and lists that are members of other values. */
    private final class Containers implements TypeAdapterFactory {
        @Override
        public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            Class<?> raw = type.getRawType();
            if (!Map.class.isAssignableFrom(raw) && !List.class.isAssignableFrom(raw)) {
                return null;
            }
            TypeAdapter<T> plain = gson.getDelegateAdapter(this, type);
            return new TypeAdapter<>() {
                @Override
                public void write(JsonWriter out, @Nullable T value) throws IOException {
                    plain.write(out, value);
                }

                @Override
                public @Nullable T read(JsonReader in) throws IOException {
                    T value = plain.read(in);
                    if (!hasAttachments()) {
                        return value;
                    }
                    if (value instanceof Map<?, ?> map) {
                        resolveMembers(map);
                    } else if (value instanceof List<?> list) {
                        resolveElements(list);
                    }
                    return value;
                }
            };
        }
    }
}
