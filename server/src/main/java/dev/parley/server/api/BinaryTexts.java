package dev.parley.server.api;

import static java.util.Objects.requireNonNull;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonKind;
import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in a message that came as JSON: the texts at given places are Base64, and become attachments. Everything else of the message stays the bytes it was.
 * Places are JSON Pointers (RFC 6901).
 */
final class BinaryTexts {

    static final int MOST = 100;
    private static final int LONGEST_POINTER = 1_000;

    private BinaryTexts() {}

    /**
     * The message with bytes in the place of what {@code field} lists; the message itself if that is absent.
     *
     * @param fields takes note of what is wrong
     */
    static @Nullable Payload filled(Fields fields, @Nullable Payload message, String field) {
        List<Payload> texts = new ArrayList<>();
        List<String> pointers = fields.pointers(field, MOST, LONGEST_POINTER);
        for (int i = 0; i < pointers.size(); i++) {
            Payload text = message == null ? null : at(message, pointers.get(i));
            if (text == null || bytes(text) == null) {
                fields.wrong(
                        field + "[" + i + "]",
                        "must be a JSON Pointer, such as /picture/0, to a text in Base64 in the message.");
            } else {
                texts.add(text);
            }
        }
        if (message == null || texts.isEmpty()) {
            return message;
        }
        texts.sort(Comparator.comparingInt(Payload::offset));
        for (int i = 1; i < texts.size(); i++) {
            if (texts.get(i).offset() == texts.get(i - 1).offset()) {
                fields.wrong(field, "must name each place once.");
                return message;
            }
        }
        return replaced(message, texts);
    }

    private static Payload replaced(Payload message, List<Payload> texts) {
        ByteBuilder out = new ByteBuilder(message.length());
        int from = message.offset();
        List<byte[]> attachments = new ArrayList<>();
        for (Payload text : texts) {
            out.append(message.array(), from, text.offset() - from);
            out.appendAscii("{\"_placeholder\":true,\"num\":")
                    .appendLong(attachments.size())
                    .append('}');
            attachments.add(requireNonNull(bytes(text)));
            from = text.offset() + text.length();
        }
        out.append(message.array(), from, message.offset() + message.length() - from);
        byte[] bytes = out.toByteArray();
        return Payload.slice(bytes, 0, bytes.length).withAttachments(attachments);
    }

    /** The value at a place; null if there is none. */
    private static @Nullable Payload at(Payload root, String pointer) {
        if (pointer.isEmpty()) {
            return root;
        }
        if (pointer.charAt(0) != '/') {
            return null;
        }
        @Nullable Payload value = root;
        for (String token : pointer.substring(1).split("/", -1)) {
            value = value == null
                    ? null
                    : member(value, token.replace("~1", "/").replace("~0", "~"));
        }
        return value;
    }

    private static @Nullable Payload member(Payload value, String name) {
        if (value.kind() == JsonKind.OBJECT) {
            JsonFields fields = JsonFields.read(value);
            return fields == null ? null : fields.field(name);
        }
        EventArguments elements = EventArguments.ofArray(value);
        if (elements == null || !name.matches("0|[1-9][0-9]{0,8}")) {
            return null;
        }
        int index = Integer.parseInt(name);
        return index < elements.size() ? elements.argument(index) : null;
    }

    private static byte @Nullable [] bytes(Payload value) {
        String text = value.text();
        if (text == null) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
