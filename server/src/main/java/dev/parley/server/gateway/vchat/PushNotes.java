package dev.parley.server.gateway.vchat;

import dev.parley.chat.Message;
import dev.parley.chat.Room;
import dev.parley.chat.RoomChange;
import dev.parley.chat.RoomKind;
import dev.parley.protocol.ByteBuilder;
import dev.parley.server.push.PushNote;
import dev.parley.server.push.Pushes;
import java.util.Map;
import java.util.Set;

/** Has those told of a message who neither look at its room nor have muted it (vchat 5, "Push"). Any thread. */
final class PushNotes {

    private final Pushes pushes;

    PushNotes(Pushes pushes) {
        this.pushes = pushes;
    }

    /** What users wrote; not what the server says of a group, as only the app can put that into words. */
    void push(RoomChange change) {
        Set<String> users = RoomTeller.awake(change);
        if (users.isEmpty() || change.views().isEmpty()) {
            return;
        }
        Room room = change.views().getFirst().room();
        for (Message message : change.messages()) {
            if (message.type().isSendable()) {
                pushes.push(note(room, users, message, change.app()));
            }
        }
    }

    private static PushNote note(Room room, Set<String> users, Message message, String app) {
        ByteBuilder json = new ByteBuilder(512);
        VChatJson.message(json, message);
        String title = room.kind() == RoomKind.GROUP ? String.valueOf(room.title()) : message.senderName();
        return new PushNote(
                app,
                users,
                title,
                message.content(),
                room.id(),
                Map.of("roomId", room.id(), "message", json.toString()));
    }
}
