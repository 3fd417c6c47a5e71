package dev.parley.client;

import dev.parley.protocol.EnginePacket;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the server says when a connection opens (Engine.IO protocol, "Handshake").
 *
 * @param sid the connection's id
 * @param patience how long the server may be silent before it counts as gone
 * @param maxPayload most bytes of a packet that the server takes
 */
record OpenPacket(String sid, Duration patience, int maxPayload) {

    private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

    /** @throws MalformedDataException if it does not say what it must */
    static OpenPacket read(EnginePacket packet) {
        JsonFields fields = fields(packet);
        String sid = fields == null ? null : fields.string("sid");
        long interval = fields == null ? -1 : number(fields, "pingInterval");
        long timeout = fields == null ? -1 : number(fields, "pingTimeout");
        if (fields == null || sid == null || sid.isEmpty() || interval <= 0 || timeout <= 0) {
            throw new MalformedDataException(
                    "malformed", "The server's OPEN packet is no object with sid, pingInterval and pingTimeout.", null);
        }
        long maxPayload = number(fields, "maxPayload");
        Duration patience = Duration.ofMillis(Math.min(interval, LONGEST_MILLIS) + Math.min(timeout, LONGEST_MILLIS));
        return new OpenPacket(
                sid, patience, maxPayload <= 0 ? Integer.MAX_VALUE : (int) Math.min(maxPayload, Integer.MAX_VALUE));
    }

    private static @Nullable JsonFields fields(EnginePacket packet) {
        try {
            return JsonFields.read(Payload.parse(packet.data(), packet.from(), packet.to(), JsonLimits.DEFAULT));
        } catch (ProtocolException e) {
            return null;
        }
    }

    /** A number that is not negative; -1 if there is none. */
    private static long number(JsonFields fields, String name) {
        NameValue value = fields.name(name);
        if (value == null || !value.numeric()) {
            return -1;
        }
        double number = Double.parseDouble(value.text());
        return number >= 0 ? (long) number : -1;
    }
}
