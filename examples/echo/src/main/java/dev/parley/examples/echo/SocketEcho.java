package dev.parley.examples.echo;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.Payload;
import dev.parley.socketio.Ack;
import dev.parley.socketio.Carrier;
import dev.parley.socketio.Namespace;
import dev.parley.socketio.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Greets the clients of a namespace and echoes their events.
 *
 * <p>On a WebSocket the greeting follows the answer to CONNECT after a moment, unless the client speaks first: the public test-suites
 * listen for one message at a time, and one that arrives in the same segment as the message before is lost to them. Handlers
 * run on the shards of their sockets, so the set is a concurrent one.
 */
final class SocketEcho {

    private static final long MOMENT_MILLIS = 5;
    private static final Payload NO_AUTH = Payload.json("{}");

    private final Set<Socket> ungreeted = ConcurrentHashMap.newKeySet();

    void serve(Namespace namespace) {
        namespace
                .onConnect(this::connected)
                .onDisconnect(ungreeted::remove)
                .on("message", this::message)
                .on("message-with-ack", this::messageWithAck);
    }

    private void connected(Socket socket) {
        ungreeted.add(socket);
        if (socket.carrier() == Carrier.POLLING) {
            greet(socket);
        } else {
            socket.shard().timers().schedule(MOMENT_MILLIS, () -> greet(socket));
        }
    }

    private void greet(Socket socket) {
        if (ungreeted.remove(socket)) {
            Payload auth = socket.auth();
            socket.emit("auth", auth == null ? NO_AUTH : auth);
        }
    }

    private void message(Socket socket, EventArguments arguments, @Nullable Ack ack) {
        greet(socket);
        socket.emit("message-back", arguments.all());
    }

    private void messageWithAck(Socket socket, EventArguments arguments, @Nullable Ack ack) {
        greet(socket);
        if (ack != null) {
            ack.send(arguments.all());
        }
    }
}
