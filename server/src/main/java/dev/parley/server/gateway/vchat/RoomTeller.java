package dev.parley.server.gateway.vchat;

import dev.parley.chat.Departure;
import dev.parley.chat.Message;
import dev.parley.chat.RoomChange;
import dev.parley.chat.RoomView;
import dev.parley.chat.UserKey;
import dev.parley.core.Hub;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.Payload;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a change of a room to those whom it concerns (vchat 5): {@code new_message} to those who look at the room,
 * {@code update_one_room} to each member in that member's own view, and a push to those who do not look. Called for one room's
 * changes one after another.
 */
final class RoomTeller {

    private static final Logger LOG = LoggerFactory.getLogger(RoomTeller.class);

    private final Apps apps;
    private final Hub hub;
    private final OnlineUsers online;
    private final Visitors visitors;
    private final RoomMembers members;
    private final ViewUpdates updates;
    private final RoomLists lists;
    private final PushNotes notes;

    RoomTeller(Apps apps, Hub hub, Members who, ViewUpdates updates, RoomLists lists, PushNotes notes) {
        this.apps = apps;
        this.hub = hub;
        this.online = who.online();
        this.visitors = who.visitors();
        this.members = who.members();
        this.updates = updates;
        this.lists = lists;
        this.notes = notes;
    }

    /** Where users are. */
    record Members(OnlineUsers online, Visitors visitors, RoomMembers members) {}

    /** On the loop that is home to the room. */
    void tell(RoomChange change) {
        App app = apps.byId(change.app());
        if (app == null || app.isGone()) {
            return;
        }
        RoomKey room = new RoomKey(change.app(), change.roomId());
        members.changed(room, change);
        tellMessages(room, change.messages());
        updates.changed(app, room, change);
        tellDeparture(app, room, change);
        notes.push(change);
    }

    private void tellMessages(RoomKey room, List<Message> messages) {
        if (!visitors.isVisited(room)) {
            return;
        }
        for (Message message : messages) {
            ByteBuilder json = new ByteBuilder(512);
            VChatJson.message(json, message);
            hub.publish(Audiences.room(room), Events.NEW_MESSAGE, Payloads.text(json));
        }
    }

    /** Clients drop a room only when their whole list comes without it (vchat 5, "Groups"). */
    private void tellDeparture(App app, RoomKey room, RoomChange change) {
        Departure departure = change.departure();
        if (departure == null) {
            return;
        }
        visitors.expel(room, departure.userId());
        UserKey gone = new UserKey(app.id(), departure.userId());
        if (!online.isOnline(gone)) {
            return;
        }
        if (departure.reason() == Departure.Reason.KICKED) {
            hub.publish(Audiences.user(gone), Events.KICKED, Payloads.string(room.id()));
        }
        lists.first(app, gone).whenComplete((listed, failure) -> {
            if (listed == null) {
                LOG.warn("a user was not sent its rooms", failure);
            } else {
                Payload all = Payloads.value(listed.json());
                hub.publish(Audiences.user(gone), Events.ALL_ROOMS, all);
            }
        });
    }

    /** For the push: those who did not mute the room. */
    static Set<String> awake(RoomChange change) {
        Set<String> muted = change.views().stream()
                .filter(RoomView::muted)
                .map(RoomView::userId)
                .collect(Collectors.toSet());
        return change.absent().stream().filter(user -> !muted.contains(user)).collect(Collectors.toSet());
    }
}
