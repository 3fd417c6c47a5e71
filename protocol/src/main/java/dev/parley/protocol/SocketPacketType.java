package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/** The packet types of Socket.IO (protocol revision 5, "Packet encoding"; the numbers are revision 4's too). */
public enum SocketPacketType {
    /** Enters a namespace, or confirms that. */
    CONNECT('0'),
    /** Leaves a namespace. */
    DISCONNECT('1'),
    /** A name and arguments. */
    EVENT('2'),
    /** The arguments that answer an event. */
    ACK('3'),
    /** A namespace refuses the peer. Revision 4 calls it ERROR. */
    CONNECT_ERROR('4'),
    /** An event with attachments. Only on the wire: decoded packets say {@link #EVENT}. */
    BINARY_EVENT('5'),
    /** An answer with attachments. Only on the wire: decoded packets say {@link #ACK}. */
    BINARY_ACK('6');

    private static final SocketPacketType[] BY_NUMBER = values();

    private final char wireChar;

    SocketPacketType(char wireChar) {
        this.wireChar = wireChar;
    }

    /** The character that starts a packet of this type. */
    public char wireChar() {
        return wireChar;
    }

    static @Nullable SocketPacketType ofWireChar(byte b) {
        return b >= '0' && b < '0' + BY_NUMBER.length ? BY_NUMBER[b - '0'] : null;
    }
}
