package dev.parley.protocol.mapping;

import dev.parley.protocol.Payload;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A payload while a library writes it: the text so far, and the attachments so far. Owned by one thread. */
final class PayloadDraft {
    private static final JsonFactory JSON = new JsonFactory();

    private final StringWriter text = new StringWriter();
    private final List<byte[]> attachments = new ArrayList<>();

    /** Where the JSON text goes. */
    Writer text() {
        return text;
    }

    /** Where the attachments go, in the order of their placeholders. */
    List<byte[]> attachments() {
        return attachments;
    }

    /** The finished payload. */
    Payload complete() {
        Nesting.check(text.toString());
        return Placeholder.complete(escaped(text.toString()).getBytes(StandardCharsets.UTF_8), attachments);
    }

    /**
     * The finished payload, if it is a part of one that was read. Without attachments, what looks like a placeholder is
     * plain data there, and stays so.
     */
    Payload completeCopy() {
        if (!attachments.isEmpty()) {
            return complete();
        }
        Nesting.check(text.toString());
        byte[] json = escaped(text.toString()).getBytes(StandardCharsets.UTF_8);
        return Payload.slice(json, 0, json.length);
    }

    /** The value that a parser is at, with attachments of its own; the parser ends at its last token. */
    static Payload copyOf(JsonParser in) {
        PayloadDraft draft = new PayloadDraft();
        try (AttachmentGenerator out =
                new AttachmentGenerator(JSON.createGenerator(ObjectWriteContext.empty(), draft.text), draft)) {
            out.copyCurrentStructureExact(in);
        }
        return draft.completeCopy();
    }

    /**
     * Half a surrogate pair cannot be written in UTF-8, so it becomes an escape, as in {@link
     * dev.parley.protocol.JsonText#quote(String)}. It can stand only inside of strings, where an escape is at home.
     */
    private static String escaped(String json) {
        StringBuilder out = new StringBuilder();
        int plain = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < json.length() && Character.isLowSurrogate(json.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(json, plain, i).append("\\u").append(Integer.toHexString(c));
            plain = i + 1;
        }
        return plain == 0 ? json : out.append(json, plain, json.length()).toString();
    }
}
