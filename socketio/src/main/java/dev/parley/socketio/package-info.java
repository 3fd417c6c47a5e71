/**
 * A Socket.IO server library: Engine.IO 3 and 4 (WebSocket, long-polling, upgrade) and Socket.IO namespaces, events and
 * acknowledgements, with rooms on the hub. {@link dev.parley.socketio.SocketIoServer} is where to start.
 *
 * <p>Layers, lower to higher: {@link dev.parley.socketio.EngineServer} (HTTP requests to Engine.IO sockets),
 * {@link dev.parley.socketio.EngineSocket} (one connection, whatever carries it), {@link dev.parley.socketio.SocketIoServer}
 * (namespaces), {@link dev.parley.socketio.Socket} (one client in one namespace).
 *
 * <p>Thread rule: everything of a connection happens on the event loop of its shard, callbacks included; nothing there may
 * block. An Engine.IO socket keeps its shard for life, also through an upgrade that arrives on another loop.
 */
@NullMarked
package dev.parley.socketio;

import org.jspecify.annotations.NullMarked;
