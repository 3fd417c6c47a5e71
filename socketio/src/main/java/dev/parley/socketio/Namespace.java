package dev.parley.socketio;

import dev.parley.core.AudienceKey;
import dev.parley.core.Draft;
import dev.parley.core.Hub;
import dev.parley.core.Name;
import dev.parley.core.Publication;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.PacketWriter;
import dev.parley.protocol.Payload;
import dev.parley.protocol.SocketPacket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A namespace with events, acknowledgements and rooms, for programs that embed the server.
 *
 * <p>Set it up before clients come. Handlers run on the shard of the socket they are called for. Emitting to rooms may be done
 * from any thread.
 */
public final class Namespace implements NamespaceHandler, SocketEvents {

    /** Takes an event. */
    @FunctionalInterface
    public interface EventHandler {
        /** @param ack how to acknowledge, or null if the client did not ask */
        void handle(Socket socket, EventArguments arguments, @Nullable Ack ack);
    }

    private final String name;
    private final Hub hub;
    private final String app;
    private final int maxRooms;
    private final PacketFormats formats;
    private final Map<String, EventHandler> handlers = new ConcurrentHashMap<>();
    private volatile Consumer<Socket> onConnect = socket -> {};
    private volatile Consumer<Socket> onDisconnect = socket -> {};
    private volatile Function<ConnectRequest, @Nullable String> gate = request -> null;

    Namespace(String name, Hub hub, int maxRooms) {
        this.name = name;
        this.hub = hub;
        this.app = "socketio:" + name; // rooms of a namespace are channels of an app of its own
        this.maxRooms = maxRooms;
        this.formats = new PacketFormats(this::encode);
    }

    public String name() {
        return name;
    }

    /** Turns clients away for which the function returns a message; null lets them in. */
    public Namespace admitting(Function<ConnectRequest, @Nullable String> refusal) {
        this.gate = refusal;
        return this;
    }

    /** Called with every socket that enters. */
    public Namespace onConnect(Consumer<Socket> handler) {
        this.onConnect = handler;
        return this;
    }

    /** Called with every socket that has left. */
    public Namespace onDisconnect(Consumer<Socket> handler) {
        this.onDisconnect = handler;
        return this;
    }

    /** Handles an event by its name; one handler per name, the last one set. */
    public Namespace on(String event, EventHandler handler) {
        handlers.put(event, handler);
        return this;
    }

    /** Everybody in a room. */
    public Target to(String room) {
        return new Target(AudienceKey.channel(app, room));
    }

    /** Everybody in the namespace. */
    public Target all() {
        return new Target(AudienceKey.app(app));
    }

    /** Where an event may be sent to, from any thread. */
    public final class Target {
        private final AudienceKey audience;

        private Target(AudienceKey audience) {
            this.audience = audience;
        }

        /**
         * Sends an event.
         *
         * @param arguments JSON values separated by commas
         */
        public void emit(String event, Payload arguments) {
            hub.publish(new Draft(audience, false, new Name(event, false), arguments, true));
        }
    }

    @Override
    public void connect(ConnectRequest request) {
        String refusal = gate.apply(request);
        if (refusal != null) {
            request.refuse(refusal, null);
            return;
        }
        List<AudienceKey> everybody = List.of(AudienceKey.app(app));
        request.accept(new Acceptance(app, null, formats, maxRooms, everybody, null, request.auth(), this));
    }

    @Override
    public void connected(Socket socket) {
        onConnect.accept(socket);
    }

    @Override
    public void disconnected(Socket socket, String reason) {
        onDisconnect.accept(socket);
    }

    @Override
    public void event(Socket socket, EventArguments event, @Nullable Ack ack) {
        EventHandler handler = handlers.get(event.name());
        if (handler != null) {
            handler.handle(socket, event, ack);
        }
    }

    private List<byte[]> encode(Publication publication, ByteBuilder out) {
        if (!(publication instanceof Publication.Message message)) {
            return List.of(); // rooms do not announce who comes and goes
        }
        Payload arguments = message.payload();
        NameValue event = new NameValue(message.event().text(), message.event().numeric());
        int attachments = arguments == null ? 0 : arguments.attachments().size();
        PacketWriter.SOCKET.beginEvent(out, name, event, SocketPacket.NO_ACK, attachments);
        if (arguments != null && arguments.length() > 0) {
            out.append(',').append(arguments);
        }
        PacketWriter.SOCKET.end(out);
        return arguments == null ? List.of() : arguments.attachments();
    }
}
