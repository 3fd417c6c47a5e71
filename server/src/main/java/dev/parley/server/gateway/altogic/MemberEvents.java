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
    private @Nullable Words last;

    /**
     * What the client said last, and where. Most say the next thing in the same place, and then no name is made again.
     *
     * @param event the event's name as the client wrote it; known to be in order
     * @param channel likewise the channel's
     */
    private record Words(NameValue event, Name eventName, NameValue channel, AudienceKey audience) {}

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
        boolean bare = event.size() == 0;
        int maxPayload = settings().maxPayload();
        if (!bare && event.size(0) > maxPayload) {
            Answers.refuse(
                    ack, "payload_too_large", "The message has more than " + maxPayload + " bytes (maxPayload).");
            return;
        }
        JsonFields fields = bare ? null : event.fields(0);
        if (fields == null) {
            Answers.refuse(ack, INVALID, "The event needs one object as its argument.");
            return;
        }
        if (event.isNamed("message")) {
            message(socket, fields, ack);
            return;
        }
        switch (event.name()) {
            case "join" -> join(socket, fields, ack);
            case "leave" -> leave(socket, fields, ack);
            case "update" -> update(socket, fields, ack);
            case "members" -> members(socket, fields, ack);
            default -> {} // not one of this family's events: ignored, as the originals do
        }
    }

    private void message(Socket socket, JsonFields fields, @Nullable Ack ack) {
        Words known = last;
        NameValue event = fields.name("eventName", known == null ? null : known.event());
        if (event == null || tooLong(event) || !(isKnown(event, known) || isFree(event))) {
            Answers.refuse(ack, INVALID, "The 'eventName' must be a name that is not reserved" + bound());
            return;
        }
        if (!fields.truthy("channel")) {
            if (isAllowed(access.rights().broadcast(), ack)) {
                Draft draft = Draft.toApp(app(), name(event), fields.field("message"), echo(fields));
                socket.subscriber().publish(draft, Answers.completing(ack));
            }
            return;
        }
        NameValue channel = channel(fields, known == null ? null : known.channel(), ack);
        if (channel != null && isAllowed(access.rights().publish(channel.text()), ack)) {
            Words words = words(event, channel);
            Payload content = fields.field("message");
            Draft draft = new Draft(words.audience, channel.numeric(), words.eventName, content, echo(fields));
            socket.subscriber().publish(draft, Answers.completing(ack));
        }
    }

    private Words words(NameValue event, NameValue channel) {
        Words known = last;
        if (known != null && isKnown(event, known) && known.channel() == channel) {
            return known;
        }
        Words words = new Words(event, name(event), channel, AudienceKey.channel(app(), channel.text()));
        last = words;
        return words;
    }

    private static boolean isKnown(NameValue event, @Nullable Words known) {
        return known != null && known.event() == event;
    }

    private static boolean isFree(NameValue event) {
        return !event.text().isEmpty() && !ReservedEvents.contains(event.text());
    }

    private static Name name(NameValue value) {
        return new Name(value.text(), value.numeric());
    }

    private void join(Socket socket, JsonFields fields, @Nullable Ack ack) {
        NameValue channel = channel(fields, null, ack);
        if (channel != null && isAllowed(access.rights().join(channel.text()), ack)) {
            socket.subscriber().join(name(channel), echo(fields), Answers.completing(ack));
        }
    }

    private void leave(Socket socket, JsonFields fields, @Nullable Ack ack) {
        NameValue channel = channel(fields, null, ack);
        if (channel != null) {
            socket.subscriber().leave(name(channel), echo(fields), Answers.completing(ack));
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
        NameValue channel = ack == null ? null : channel(fields, null, ack);
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

    private @Nullable NameValue channel(JsonFields fields, @Nullable NameValue known, @Nullable Ack ack) {
        NameValue channel = fields.name("channel", known);
        boolean blank = channel != null && channel != known && channel.text().isBlank();
        if (channel == null || blank || tooLong(channel)) {
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
        return fields.truthy("echo", echoByDefault);
    }
}
