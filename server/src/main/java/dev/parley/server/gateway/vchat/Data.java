package dev.parley.server.gateway.vchat;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import java.util.Collection;
import java.util.function.BiConsumer;

/** What calls are answered with, as JSON. */
final class Data {

    private static final String HEAD = "{\"success\":true,\"data\":";

    private Data() {}

    static ByteBuilder text(String text) {
        ByteBuilder out = new ByteBuilder(text.length() + 16);
        JsonText.quote(out, text);
        return out;
    }

    static ByteBuilder no() {
        return new ByteBuilder().appendAscii("false");
    }

    /** An array. */
    static <T> ByteBuilder list(Collection<T> items, BiConsumer<ByteBuilder, T> writer) {
        ByteBuilder out = new ByteBuilder(2 + 256 * items.size()).append('[');
        String separator = "";
        for (T item : items) {
            out.appendAscii(separator);
            separator = ",";
            writer.accept(out, item);
        }
        return out.append(']');
    }

    /** The whole answer (vchat 1, "Envelope"). */
    static byte[] envelope(ByteBuilder data) {
        return new ByteBuilder(HEAD.length() + data.length() + 1)
                .appendAscii(HEAD)
                .append(data.array(), 0, data.length())
                .append('}')
                .toByteArray();
    }
}
