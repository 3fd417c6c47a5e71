package dev.parley.server.api;

import dev.parley.protocol.Payload;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Binary data where only JSON goes: <code>{"base64":"AQI="}</code> in the place of each attachment. */
final class AttachmentText {

    private static final JsonMapper JSON = new JsonMapper();

    private AttachmentText() {}

    static String of(Payload payload) {
        return filled(JSON.readTree(payload.toString()), payload.attachments()).toString();
    }

    private static JsonNode filled(JsonNode node, List<byte[]> attachments) {
        if (node instanceof ObjectNode object) {
            if (object.path("_placeholder").booleanValue(false)) {
                byte[] bytes = attachments.get(object.path("num").intValue());
                return JSON.createObjectNode().put("base64", Base64.getEncoder().encodeToString(bytes));
            }
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                object.set(field.getKey(), filled(field.getValue(), attachments));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, filled(array.get(i), attachments));
            }
        }
        return node;
    }
}
