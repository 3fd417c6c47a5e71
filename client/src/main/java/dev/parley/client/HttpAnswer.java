package dev.parley.client;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request.
 *
 * @param status the HTTP status
 * @param body the body, or the beginning of it
 * @param isCut whether the body is longer than was allowed
 */
@SuppressWarnings("ArrayRecordComponent")
record HttpAnswer(int status, byte[] body, boolean isCut) {

    /** The body as text. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body's members, if it is a JSON object. */
    @Nullable
    JsonFields fields() {
        try {
            return JsonFields.read(Payload.parse(body, 0, body.length, JsonLimits.DEFAULT));
        } catch (ProtocolException e) {
            return null;
        }
    }
}
