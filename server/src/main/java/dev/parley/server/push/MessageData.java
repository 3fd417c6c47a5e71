package dev.parley.server.push;

import java.util.Map;
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

    String content() {
        return fields.path(CONTENT).asString("");
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
