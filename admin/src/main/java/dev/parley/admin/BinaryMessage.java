package dev.parley.admin;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonKind;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A message with bytes as the REST API takes it: JSON with Base64 in the place of the bytes, and where those are. What has no bytes in it stays as it was written.
 * Owned by one thread.
 */
final class BinaryMessage {

    private final ByteBuilder out = new ByteBuilder();
    private final List<String> pointers = new ArrayList<>();

    private BinaryMessage() {}

    static BinaryMessage of(Payload payload) {
        BinaryMessage message = new BinaryMessage();
        message.write(payload, "");
        return message;
    }

    /** The JSON text. */
    Payload text() {
        byte[] bytes = out.toByteArray();
        return Payload.slice(bytes, 0, bytes.length);
    }

    /** JSON Pointers to the texts in Base64. */
    List<String> pointers() {
        return pointers;
    }

    private void write(Payload value, String pointer) {
        JsonFields fields = value.isBinary() ? JsonFields.read(value) : null;
        EventArguments elements = value.isBinary() ? EventArguments.ofArray(value) : null;
        if (value.kind() == JsonKind.BINARY) {
            pointers.add(pointer);
            JsonText.quote(
                    out, Base64.getEncoder().encodeToString(value.attachments().get(0)));
        } else if (fields != null) {
            object(fields, pointer);
        } else if (elements != null) {
            array(elements, pointer);
        } else {
            out.append(value);
        }
    }

    private void object(JsonFields fields, String pointer) {
        char before = '{';
        for (String name : fields.names()) {
            Payload member = fields.field(name);
            if (member != null) {
                JsonText.quote(out.append(before), name);
                out.append(':');
                write(member, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
                before = ',';
            }
        }
        out.append('}');
    }

    private void array(EventArguments elements, String pointer) {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            write(elements.argument(i), pointer + "/" + i);
        }
        out.append(']');
    }
}
