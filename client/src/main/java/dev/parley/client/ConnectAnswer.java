package dev.parley.client;

import dev.parley.protocol.JsonFields;
import dev.parley.protocol.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The server's answer to CONNECT.
 *
 * @param socketId the id under which others see the client
 * @param isParley whether the server says that it is Parley
 */
record ConnectAnswer(String socketId, boolean isParley) {

    /** @throws MalformedDataException if it has no id */
    static ConnectAnswer read(@Nullable Payload data) {
        JsonFields fields = data == null ? null : JsonFields.read(data);
        String sid = fields == null ? null : fields.string("sid");
        if (fields == null || sid == null || sid.isEmpty()) {
            throw new MalformedDataException(
                    "malformed",
                    "The server's answer to CONNECT has no sid. It must speak Socket.IO protocol 5 (server 3.x or 4.x, or Parley).",
                    null);
        }
        return new ConnectAnswer(sid, fields.has("parley"));
    }
}
