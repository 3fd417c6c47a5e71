package dev.parley.client.testing;

/**
 * What goes wrong while a client connects, in the order of the steps of a connection. See {@link FakeServer#fault}.
 *
 * <p>The HTTP client of the JDK sends a GET again by itself, a few times, when its connection is closed before a byte of the answer
 * came. So one attempt of a program may count as several where no answer begins.
 */
public enum HandshakeFault {
    /** Nothing: the connection is served. */
    NONE,
    /** The TCP connection is closed as soon as it was accepted. This hits REST calls too. */
    CLOSE_ON_ACCEPT,
    /** The request is answered with 500. */
    HTTP_500,
    /** The request is answered with 404. */
    HTTP_404,
    /** The request is answered with bytes that are no HTTP. */
    JUNK_INSTEAD_OF_HTTP,
    /** The WebSocket is granted with a wrong {@code Sec-WebSocket-Accept}. Polling is served as without a fault. */
    WRONG_ACCEPT_KEY,
    /** The request is read and never answered. */
    NEVER_ANSWER,
    /** The TCP connection is cut after the WebSocket was granted; with polling, instead of an answer. */
    CLOSE_AFTER_UPGRADE,
    /** Engine.IO's OPEN packet never comes; with polling, the request is not answered. */
    NEVER_OPEN,
    /** The OPEN packet is broken JSON. */
    JUNK_OPEN,
    /** The TCP connection is cut after the OPEN packet. */
    CLOSE_AFTER_OPEN,
    /** Socket.IO's CONNECT is never answered. */
    NEVER_CONNECT,
    /** Socket.IO's CONNECT is answered with broken JSON. */
    JUNK_CONNECT,
    /** The TCP connection is cut when Socket.IO's CONNECT comes. */
    CLOSE_INSTEAD_OF_CONNECT
}
