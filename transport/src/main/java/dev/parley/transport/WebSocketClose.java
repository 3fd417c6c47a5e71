package dev.parley.transport;

/**
 * How a WebSocket ended (RFC 6455 section 7.4).
 *
 * @param code close code received or sent; 1005 if the peer gave none, 1006 if the TCP connection just ended
 * @param reason text sent with it by either side, or what happened
 * @param byPeer whether the peer began
 */
public record WebSocketClose(int code, String reason, boolean byPeer) {

    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int NO_CODE = 1005;
    public static final int ABNORMAL = 1006;
    public static final int NOT_UTF8 = 1007;
    public static final int POLICY = 1008;
    public static final int TOO_BIG = 1009;
    public static final int INTERNAL_ERROR = 1011;
}
