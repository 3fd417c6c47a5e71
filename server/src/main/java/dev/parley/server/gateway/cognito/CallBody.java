package dev.parley.server.gateway.cognito;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/** A JSON object that a call carries. Fields nobody asks for are ignored, as Cognito does with what skapi-js sends. */
final class CallBody {

    private final String path;
    private final JsonFields fields;

    private CallBody(String path, JsonFields fields) {
        this.path = path;
        this.fields = fields;
    }

    /** @throws CallException if it is not a JSON object */
    static CallBody of(byte[] bytes) {
        Payload json;
        try {
            json = Payload.parse(bytes, 0, bytes.length, JsonLimits.DEFAULT.withMaxBytes(Math.max(1, bytes.length)));
        } catch (ProtocolException e) {
            throw CallException.invalid("The body is not JSON: " + e.getMessage());
        }
        return object("", "The body", json);
    }

    private static CallBody object(String path, String title, @Nullable Payload json) {
        JsonFields fields = json == null ? null : JsonFields.read(json);
        if (fields == null) {
            throw CallException.invalid(title + " must be a JSON object.");
        }
        return new CallBody(path, fields);
    }

    /** @throws CallException if it is absent, empty or no text */
    String text(String name) {
        String value = fields.string(name);
        if (value == null || value.isEmpty()) {
            throw CallException.invalid(path + name + " must be a text that is not empty.");
        }
        return value;
    }

    /** The object in a field. @throws CallException if it is absent or no object */
    CallBody object(String name) {
        return object(path + name + ".", path + name, fields.field(name));
    }
}
