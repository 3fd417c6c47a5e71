package dev.parley.client.testing;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ReservedEvents;
import dev.parley.protocol.SocketPacket;
import org.jspecify.annotations.Nullable;

/**
 * An event of a client, read (altogic-agnost 2).
 *
 * @param channel as it was written, a string or a number; null if absent, or not true in JavaScript's eyes with a message
 * @param event the name of a message
 * @param mistake why it cannot be carried out; null if it can
 */
record ClientEvent(
        Received received,
        @Nullable NameValue channel,
        @Nullable NameValue event,
        long ackId,
        @Nullable String mistake) {

    static ClientEvent read(Peer peer, SocketPacket packet) {
        EventArguments arguments = packet.arguments();
        Payload argument = arguments.size() == 0 ? null : arguments.argument(0);
        Received.Kind kind = kind(arguments.name());
        boolean wantsAnswer = packet.ackId() != SocketPacket.NO_ACK;
        JsonFields fields = argument == null ? null : JsonFields.read(argument);
        if (kind == Received.Kind.OTHER || fields == null) {
            Received received = new Received(kind, peer, null, arguments.name(), argument, null, wantsAnswer);
            String mistake = kind == Received.Kind.OTHER ? null : "The event needs one object as its argument.";
            return new ClientEvent(received, null, null, packet.ackId(), mistake);
        }
        boolean message = kind == Received.Kind.MESSAGE;
        NameValue channel = message && !fields.truthy("channel") ? null : fields.name("channel");
        NameValue event = message ? fields.name("eventName") : null;
        boolean given = fields.has("echo") && !fields.isNull("echo");
        Received received = new Received(
                kind,
                peer,
                channel == null ? null : channel.text(),
                event == null ? null : event.text(),
                content(kind, fields),
                given ? fields.truthy("echo") : null,
                wantsAnswer);
        return new ClientEvent(received, channel, event, packet.ackId(), mistake(kind, fields, channel, event));
    }

    boolean wantsAnswer() {
        return ackId != SocketPacket.NO_ACK;
    }

    private static Received.Kind kind(String name) {
        return switch (name) {
            case "join" -> Received.Kind.JOIN;
            case "leave" -> Received.Kind.LEAVE;
            case "update" -> Received.Kind.UPDATE;
            case "message" -> Received.Kind.MESSAGE;
            case "members" -> Received.Kind.MEMBERS;
            default -> Received.Kind.OTHER;
        };
    }

    private static @Nullable Payload content(Received.Kind kind, JsonFields fields) {
        Payload content = switch (kind) {
            case MESSAGE -> fields.field("message");
            case UPDATE -> fields.field("data");
            default -> null;
        };
        return content == null ? null : content.compact();
    }

    private static @Nullable String mistake(
            Received.Kind kind, JsonFields fields, @Nullable NameValue channel, @Nullable NameValue event) {
        boolean toAll = kind == Received.Kind.MESSAGE && !fields.truthy("channel");
        boolean needsChannel = kind != Received.Kind.UPDATE && !toAll;
        if (needsChannel && (channel == null || channel.text().isBlank())) {
            return "The 'channel' must be a name.";
        }
        boolean needsEvent = kind == Received.Kind.MESSAGE;
        if (needsEvent && (event == null || event.text().isEmpty() || ReservedEvents.contains(event.text()))) {
            return "The 'eventName' must be a name that is not reserved.";
        }
        return null;
    }
}
