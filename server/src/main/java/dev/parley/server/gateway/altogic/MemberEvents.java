package dev.parley.server.gateway.altogic;

import dev.parley.core.AudienceKey;
import dev.parley.core.Completion;
import dev.parley.core.Draft;
import dev.parley.core.Hub;
import dev.parley.core.Name;
import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.NameValue;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ReservedEvents;
import dev.parley.server.config.AppConfig;
import dev.parley.server.identity.Denial;
import dev.parley.server.identity.SessionEnd;
import dev.parley.socketio.Ack;
import dev.parley.socketio.Socket;
import dev.parley.socketio.SocketEvents;
import org.jspecify.annotations.Nullable;

/**
 * A client's events (altogic-agnost 2, 3.1 and 9): join, leave, update, message, and the members call of old clients. Malformed
 * ones are dropped, and so is what the app's channel rules forbid and everything while the client may not be here; a client that
 * asks for an acknowledgement is told.
 */
final class MemberEvents implements SocketEvents {

    private static final String INVALID = "invalid_value";

    private final Hub hub;
    private final Access access;
    private final boolean echoByDefault;
    /** Made when it is first asked for: newer clients never do. */
    private @Nullable MemberListing listing;

    private @Nullable SessionEnd watch;

    MemberEvents(Hub hub, Access access, boolean echoByDefault) {
        this.hub = hub;
        this.access = access;
        this.echoByDefault = echoByDefault;
    }

    @Override
    public void connected(Socket socket) {
        if (access.app().isGone()) {
            socket.disconnectConnection(); // it was removed while the client was on its way in
            return;
        }
        watch = SessionWatch.begin(socket, access);
    }

    @Override
    public void disconnected(Socket socket, String reason) {
        if (watch != null) {
            watch.stop();
        }
    }

    @Override
    public void event(Socket socket, EventArguments event, @Nullable Ack ack) {
        Denial denial = access.denial();
        if (denial != null) {
            Answers.refuse(ack, denial.code(), denial.message());
            if (denial.concernsKey()) {
                socket.disconnectConnection();
            }
            return;
        }
        Payload argument = event.size() == 0 ? null : event.argument(0);
        int maxPayload = settings().maxPayload();
        if (argument != null && argument.size() > maxPayload) {
            Answers.refuse(
                    ack, "payload_too_large", "The message has more than " + maxPayload + " bytes (maxPayload).");
            return;
        }
        JsonFields fields = argument == null ? null : JsonFields.read(argument);
        if (fields == null) {
            Answers.refuse(ack, INVALID, "The event needs one object as its argument.");
            return;
        }
        switch (event.name()) {
            case "message" -> message(socket, fields, ack);
            case "join" -> join(socket, fields, ack);
            case "leave" -> leave(socket, fields, ack);
            case "update" -> update(socket, fields, ack);
            case "members" -> members(socket, fields, ack);
            default -> {} // not one of this family's events: ignored, as the originals do
        }
    }

    private void message(Socket socket, JsonFields fields, @Nullable Ack ack) {
        NameValue event = fields.name("eventName");
        if (event == null || event.text().isEmpty() || tooLong(event) || ReservedEvents.contains(event.text())) {
            Answers.refuse(ack, INVALID, "The 'eventName' must be a name that is not reserved" + bound());
            return;
        }
        Name name = new Name(event.text(), event.numeric());
        if (!fields.truthy("channel")) {
            if (isAllowed(access.rights().broadcast(), ack)) {
                Draft draft = Draft.toApp(app(), name, fields.field("message"), echo(fields));
                socket.subscriber().publish(draft, Answers.completing(ack));
            }
            return;
        }
        NameValue channel = channel(fields, ack);
        if (channel != null && isAllowed(access.rights().publish(channel.text()), ack)) {
            Name to = new Name(channel.text(), channel.numeric());
            Draft draft = Draft.toChannel(app(), to, name, fields.field("message"), echo(fields));
            socket.subscriber().publish(draft, Answers.completing(ack));
        }
    }

    private void join(Socket socket, JsonFields fields, @Nullable Ack ack) {
        NameValue channel = channel(fields, ack);
        if (channel != null && isAllowed(access.rights().join(channel.text()), ack)) {
            Name name = new Name(channel.text(), channel.numeric());
            socket.subscriber().join(name, echo(fields), Answers.completing(ack));
        }
    }

    private void leave(Socket socket, JsonFields fields, @Nullable Ack ack) {
        NameValue channel = channel(fields, ack);
        if (channel != null) {
            Name name = new Name(channel.text(), channel.numeric());
            socket.subscriber().leave(name, echo(fields), Answers.completing(ack));
        }
    }

    private void update(Socket socket, JsonFields fields, @Nullable Ack ack) {
        Payload profile = fields.field("data");
        int max = settings().maxProfileBytes();
        if (profile != null && profile.size() > max) {
            Answers.refuse(ack, "profile_too_large", "The profile has more than " + max + " bytes.");
            return;
        }
        // Everybody in each of its channels is told.
        socket.charge(socket.subscriber().channels().size());
        Completion done = Answers.completing(ack);
        socket.subscriber().update(profile, echo(fields), done);
    }

    private void members(Socket socket, JsonFields fields, @Nullable Ack ack) {
        NameValue channel = ack == null ? null : channel(fields, ack);
        if (ack != null && channel != null && isAllowed(access.rights().members(channel.text()), ack)) {
            listing().ask(socket, AudienceKey.channel(app(), channel.text()), ack);
        }
    }

    private MemberListing listing() {
        MemberListing made = listing;
        if (made == null) {
            made = new MemberListing(hub);
            listing = made;
        }
        return made;
    }

    private @Nullable NameValue channel(JsonFields fields, @Nullable Ack ack) {
        NameValue channel = fields.name("channel");
        if (channel == null || channel.text().isBlank() || tooLong(channel)) {
            Answers.refuse(ack, INVALID, "The 'channel' must be a name" + bound());
            return null;
        }
        return channel;
    }

    private static boolean isAllowed(@Nullable Denial denial, @Nullable Ack ack) {
        if (denial != null) {
            Answers.refuse(ack, denial.code(), denial.message());
        }
        return denial == null;
    }

    /** As they are now: they may be replaced while the client is connected. */
    private AppConfig settings() {
        return access.app().config();
    }

    private String app() {
        return access.app().id();
    }

    private boolean tooLong(NameValue name) {
        return name.text().length() > settings().maxNameLength();
    }

    private String bound() {
        return " of 1 to " + settings().maxNameLength() + " characters (maxNameLength).";
    }

    private boolean echo(JsonFields fields) {
        boolean given = fields.has("echo") && !fields.isNull("echo");
        return given ? fields.truthy("echo") : echoByDefault;
    }
}
