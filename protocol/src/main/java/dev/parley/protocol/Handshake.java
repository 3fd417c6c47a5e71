package dev.parley.protocol;

import java.util.List;

/**
 * What the server tells in the OPEN packet (Engine.IO protocol, "Handshake").
 *
 * @param sid the engine socket's id
 * @param upgrades transports the client may change to, for instance {@code websocket}
 * @param pingIntervalMillis time between two heartbeats, in milliseconds
 * @param pingTimeoutMillis how long the answer to a heartbeat may take, in milliseconds
 * @param maxPayloadBytes most bytes of one POST or frame; revision 3 does not have it and it is left out there
 */
public record Handshake(
        String sid, List<String> upgrades, int pingIntervalMillis, int pingTimeoutMillis, int maxPayloadBytes) {
    /** Keeps a copy of the list. */
    public Handshake {
        upgrades = List.copyOf(upgrades);
    }

    /** The JSON object, in UTF-8. */
    public byte[] json(EngineVersion version) {
        ByteBuilder out = new ByteBuilder();
        out.appendAscii("{\"sid\":");
        JsonText.quote(out, sid);
        out.appendAscii(",\"upgrades\":[");
        for (int i = 0; i < upgrades.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            JsonText.quote(out, upgrades.get(i));
        }
        out.appendAscii("],\"pingInterval\":").appendLong(pingIntervalMillis);
        out.appendAscii(",\"pingTimeout\":").appendLong(pingTimeoutMillis);
        if (version == EngineVersion.V4) {
            out.appendAscii(",\"maxPayload\":").appendLong(maxPayloadBytes);
        }
        return out.append('}').toByteArray();
    }

    /** The OPEN packet. */
    public EnginePacket packet(EngineVersion version) {
        byte[] json = json(version);
        return new EnginePacket(PacketType.OPEN, false, json, 0, json.length);
    }
}
