package dev.parley.server.gateway.vchat;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.protocol.Payload;
import java.nio.charset.StandardCharsets;

/** The one argument of an event. */
final class Payloads {

    private Payloads() {}

    /** JSON as it is: a map or a list on the client's side. */
    static Payload value(ByteBuilder json) {
        byte[] bytes = json.toByteArray();
        return Payload.slice(bytes, 0, bytes.length);
    }

    /** JSON as the text of a string, for events whose clients decode it themselves (vchat 4.4, "encoding"). */
    static Payload text(ByteBuilder json) {
        ByteBuilder out = new ByteBuilder(json.length() + json.length() / 4 + 2);
        JsonText.quote(out, new String(json.array(), 0, json.length(), StandardCharsets.UTF_8));
        return value(out);
    }

    /** A plain text. */
    static Payload string(String text) {
        ByteBuilder out = new ByteBuilder(text.length() + 2);
        JsonText.quote(out, text);
        return value(out);
    }
}
