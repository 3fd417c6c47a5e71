package dev.parley.server.api;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes JSON, piece by piece; puts the commas. Owned by one thread. */
final class JsonWriter {

    private final ByteBuilder out = new ByteBuilder();
    private boolean first = true;

    /** @param bracket of an object or a list */
    JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    JsonWriter close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    /** Begins a member of an object; its value comes next. */
    JsonWriter name(String name) {
        separate();
        JsonText.quote(out, name);
        out.append(':');
        first = true;
        return this;
    }

    JsonWriter value(@Nullable String text) {
        separate();
        if (text == null) {
            out.appendAscii("null");
        } else {
            JsonText.quote(out, text);
        }
        return this;
    }

    JsonWriter field(String name, @Nullable String value) {
        return name(name).value(value);
    }

    JsonWriter field(String name, long value) {
        return raw(name, Long.toString(value));
    }

    JsonWriter field(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    /** A time, as RFC 3339 writes it. */
    JsonWriter time(String name, long millis) {
        return field(name, Instant.ofEpochMilli(millis).toString());
    }

    /** @param json is known to be valid */
    JsonWriter raw(String name, String json) {
        name(name).separate();
        out.appendUtf8(json);
        return this;
    }

    JsonWriter raw(String name, Payload json) {
        name(name).separate();
        out.append(json);
        return this;
    }

    JsonWriter texts(String name, Iterable<String> texts) {
        name(name).open('[');
        texts.forEach(this::value);
        return close(']');
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }
}
