package dev.parley.server.gateway.altogic;

import dev.parley.protocol.Payload;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Binary data where only JSON goes: as Node prints a Buffer, {@code {"type":"Buffer","data":[1,2]}} (altogic-agnost 6.2). */
final class BufferJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private BufferJson() {}

    /** The payload with each attachment in the place of its placeholder. */
    static String of(Payload payload) {
        JsonNode tree = MAPPER.readTree(payload.toString());
        return MAPPER.writeValueAsString(fill(tree, payload.attachments()));
    }

    private static JsonNode fill(JsonNode node, List<byte[]> attachments) {
        if (node instanceof ObjectNode object) {
            if (object.path("_placeholder").booleanValue(false)) {
                return buffer(attachments.get(object.path("num").intValue()));
            }
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                object.set(field.getKey(), fill(field.getValue(), attachments));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, fill(array.get(i), attachments));
            }
        }
        return node;
    }

    private static JsonNode buffer(byte[] bytes) {
        ArrayNode data = MAPPER.createArrayNode();
        for (byte b : bytes) {
            data.add(b & 0xFF);
        }
        return MAPPER.createObjectNode().put("type", "Buffer").set("data", data);
    }
}
