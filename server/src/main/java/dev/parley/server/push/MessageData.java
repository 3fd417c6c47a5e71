package dev.parley.server.push;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The chat message in a push message's data, a JSON object as text (vchat 5, "Push"). */
final class MessageData {

    /** Where it is in the data. */
    static final String KEY = "message";

    private static final String CONTENT = "content";
    private static final String ATTACHMENT = "messageAttachment";
    private static final String TYPE = "messageType";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ObjectNode fields;

    private MessageData(ObjectNode fields) {
        this.fields = fields;
    }

    /** Null if there is none, or it is something else. */
    static @Nullable MessageData of(Map<String, String> data) {
        String text = data.get(KEY);
        if (text == null) {
            return null;
        }
        try {
            return JSON.readTree(text) instanceof ObjectNode fields ? new MessageData(fields) : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /**
     * The data well-formed, if need be with a shorter content of the message, then without its attachment, and at last none at all.
     *
     * @param fits whether data fits
     */
    static Map<String, String> fitting(Map<String, String> data, Predicate<Map<String, String>> fits) {
        Map<String, String> whole = new TreeMap<>();
        data.forEach((key, value) -> whole.put(key, Shortened.wellFormed(value)));
        if (fits.test(whole)) {
            return whole;
        }
        MessageData message = of(data);
        if (message == null) {
            return Map.of();
        }
        Map<String, String> shorter = message.shortened(whole, fits);
        if (shorter == null) {
            shorter = message.withoutAttachment().shortened(whole, fits);
        }
        return shorter == null ? Map.of() : shorter;
    }

    /** With as much of the message's content as fits; null if its other fields are too large already. */
    private @Nullable Map<String, String> shortened(Map<String, String> data, Predicate<Map<String, String>> fits) {
        String content = Shortened.of(
                Shortened.wellFormed(fields.path(CONTENT).asString("")), text -> fits.test(inside(data, text)));
        return content == null ? null : inside(data, content);
    }

    private Map<String, String> inside(Map<String, String> data, String content) {
        Map<String, String> changed = new TreeMap<>(data);
        changed.put(KEY, Shortened.wellFormed(withContent(content)));
        return changed;
    }

    /** The message as JSON, with another content. */
    String withContent(String content) {
        return JSON.writeValueAsString(fields.deepCopy().put(CONTENT, content));
    }

    /** As a message of text: v_chat's library insists on the attachment of any other type. */
    MessageData withoutAttachment() {
        ObjectNode bare = fields.deepCopy();
        if (!bare.path(ATTACHMENT).isNull() && bare.has(ATTACHMENT)) {
            bare.putNull(ATTACHMENT);
            bare.put(TYPE, "text");
        }
        return new MessageData(bare);
    }
}
