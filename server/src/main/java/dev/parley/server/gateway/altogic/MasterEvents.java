package dev.parley.server.gateway.altogic;

import dev.parley.core.AudienceKey;
import dev.parley.core.Draft;
import dev.parley.core.Hub;
import dev.parley.core.Name;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ReservedEvents;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.socketio.Ack;
import dev.parley.socketio.Socket;
import dev.parley.socketio.SocketEvents;
import org.jspecify.annotations.Nullable;

/**
 * Events of a back end (altogic-agnost 2, "master" events). Its server key speaks for one app: what names another environment is
 * refused, and a key that has been taken away ends the connection with its next event. It is in no channel itself, and no rule of
 * {@code apps[].channels} binds it.
 */
final class MasterEvents implements SocketEvents {

    private final MemberListing listing;
    private final Apps apps;
    private final App app;
    private final String keyHash;

    /** @param keyHash {@link Apps#hash} of the server key it showed */
    MasterEvents(Hub hub, Apps apps, App app, String keyHash) {
        this.listing = new MemberListing(hub);
        this.apps = apps;
        this.app = app;
        this.keyHash = keyHash;
    }

    @Override
    public void event(Socket socket, EventArguments event, @Nullable Ack ack) {
        if (apps.byServerKeyHash(keyHash) != app) {
            Answers.refuse(ack, "invalid_api_key", "The server key is no longer valid.");
            socket.disconnectConnection();
            return;
        }
        JsonFields fields = event.size() == 0 ? null : JsonFields.read(event.argument(0));
        String environment = fields == null ? null : fields.string("envId");
        if (fields == null || (environment != null && !environment.isEmpty() && !environment.equals(app.id()))) {
            Answers.refuse(ack, "no_environment_found", "The server key does not belong to this environment.");
            return;
        }
        switch (event.name()) {
            case "send_message" -> send(socket, fields, ack);
            case "broadcast_message" -> broadcast(socket, fields, ack);
            case "user_event" -> userEvent(socket, fields, ack);
            case "get_members" -> members(socket, fields, ack);
            default -> {} // a back end's socket takes part in nothing else
        }
    }

    private void send(Socket socket, JsonFields fields, @Nullable Ack ack) {
        NameValue channel = fields.name("channelName");
        Name event = eventName(fields);
        if (channel == null || channel.text().isBlank() || event == null) {
            Answers.refuse(ack, "invalid_value", "The 'channel name' and the 'event name' need to be string values.");
            return;
        }
        Name name = new Name(channel.text(), channel.numeric());
        publish(socket, Draft.toChannel(app.id(), name, event, fields.field("message"), true), ack);
    }

    private void broadcast(Socket socket, JsonFields fields, @Nullable Ack ack) {
        Name event = eventName(fields);
        if (event == null) {
            Answers.refuse(ack, "invalid_value", "The 'event name' needs to be a string value.");
            return;
        }
        publish(socket, Draft.toApp(app.id(), event, fields.field("message"), true), ack);
    }

    private void userEvent(Socket socket, JsonFields fields, @Nullable Ack ack) {
        NameValue user = fields.name("userId");
        Name event = eventName(fields);
        if (user == null || event == null) {
            Answers.refuse(ack, "invalid_value", "The 'user id' and the 'event name' need to be string values.");
            return;
        }
        ByteBuilder both = new ByteBuilder();
        both.append(orNull(fields.field("session"))).append(',').append(orNull(fields.field("user")));
        Payload sessionAndUser = Payload.slice(both.array(), 0, both.length());
        publish(socket, Draft.toUser(app.id(), user.text(), event, sessionAndUser), ack);
    }

    private static Payload orNull(@Nullable Payload payload) {
        return payload == null || payload.isBinary() ? Payload.NULL : payload;
    }

    private void members(Socket socket, JsonFields fields, @Nullable Ack ack) {
        NameValue channel = fields.name("channel");
        if (ack == null) {
            return;
        }
        if (channel == null) {
            Answers.refuse(ack, "invalid_value", "The 'channel' needs to be a string value.");
            return;
        }
        listing.ask(socket, AudienceKey.channel(app.id(), channel.text()), ack);
    }

    private static void publish(Socket socket, Draft draft, @Nullable Ack ack) {
        socket.subscriber().publish(draft, Answers.completing(ack));
    }

    private static @Nullable Name eventName(JsonFields fields) {
        NameValue event = fields.name("eventName");
        boolean usable = event != null && !event.text().isEmpty() && !ReservedEvents.contains(event.text());
        return usable && event != null ? new Name(event.text(), event.numeric()) : null;
    }
}
