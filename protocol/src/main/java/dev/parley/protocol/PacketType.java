package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/** The packet types of Engine.IO (protocol, section "Encoding"). The same in revisions 3 and 4. */
public enum PacketType {
    /** The handshake, from the server. */
    OPEN('0'),
    /** Asks for the end of the transport. */
    CLOSE('1'),
    /** A heartbeat, or the probe of an upgrade. */
    PING('2'),
    /** The answer to a heartbeat or probe. */
    PONG('3'),
    /** Content: a Socket.IO packet or attachment. */
    MESSAGE('4'),
    /** The client has changed to the new transport. */
    UPGRADE('5'),
    /** Nothing; ends a poll that waits. */
    NOOP('6');

    private static final PacketType[] BY_NUMBER = values();

    private final char wireChar;

    PacketType(char wireChar) {
        this.wireChar = wireChar;
    }

    /** The character that starts a text packet of this type. */
    public char wireChar() {
        return wireChar;
    }

    static @Nullable PacketType ofWireChar(byte b) {
        return b >= '0' && b < '0' + BY_NUMBER.length ? BY_NUMBER[b - '0'] : null;
    }
}
