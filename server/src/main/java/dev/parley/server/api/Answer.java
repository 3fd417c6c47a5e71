package dev.parley.server.api;

import dev.parley.server.rest.Exchange;
import java.util.HashMap;
import java.util.Map;

/**
 * What a call is answered with.
 *
 * @param headers the content's type among them
 */
@SuppressWarnings("ArrayRecordComponent") // nobody writes to it
record Answer(int status, Map<String, String> headers, byte[] body) {

    static final Answer NO_CONTENT = new Answer(204, Map.of(), new byte[0]);

    static Answer json(JsonWriter json) {
        return json(200, json);
    }

    static Answer json(int status, JsonWriter json) {
        return new Answer(status, Map.of("Content-Type", "application/json; charset=utf-8"), json.toByteArray());
    }

    Answer with(String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return new Answer(status, all, body);
    }

    void sendTo(Exchange exchange) {
        if (status == 204) {
            exchange.empty(status);
        } else {
            exchange.reply(status, headers, body);
        }
    }

    /** Shows no content: it may be a token. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
