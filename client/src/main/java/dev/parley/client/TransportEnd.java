package dev.parley.client;

/**
 * How a connection ended.
 *
 * @param reason the word for {@link RealtimeClient#onDisconnect}, as socket.io clients have it: {@code transport close}, {@code transport error}, {@code parse
 *     error}
 * @param unsupported whether this kind of transport does not get through while another may: the WebSocket handshake was answered by something else
 * @param error what {@link RealtimeClient#onError} is told if the connection could not be made
 */
record TransportEnd(String reason, boolean unsupported, RealtimeException error) {}
