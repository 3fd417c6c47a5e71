package dev.parley.server.gateway.vchat;

import dev.parley.chat.Message;
import dev.parley.chat.Role;
import dev.parley.chat.Room;
import dev.parley.chat.RoomKind;
import dev.parley.chat.RoomView;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.server.accounts.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * v_chat's objects (vchat 2). Its Dart client casts every field, so types are exact: ids and texts are strings, times and flags are
 * integers, and what it wants non-null is never null.
 */
final class VChatJson {

    private VChatJson() {}

    /**
     * The user itself (vchat 2.1).
     *
     * @param accessToken null except after signing up or in
     */
    static void user(ByteBuilder out, User user, @Nullable String accessToken) {
        Profile profile = Profile.of(user);
        text(out, "{\"_id\":", profile.key().id());
        text(out, ",\"imageThumb\":", profile.picture());
        number(out, ",\"createdAt\":", user.signUpAt());
        number(out, ",\"updatedAt\":", user.updatedAt());
        text(out, ",\"email\":", profile.email());
        text(out, ",\"name\":", profile.name());
        if (accessToken != null) {
            text(out, ",\"accessToken\":", accessToken);
        }
        out.append('}');
    }

    /** A user as others see it, in lists. */
    static void listed(ByteBuilder out, Profile profile) {
        shown(out, profile);
        out.append('}');
    }

    /** A member of a group (vchat 2.5). */
    static void member(ByteBuilder out, Profile profile, Role role) {
        shown(out, profile);
        text(out, ",\"role\":", role.label());
        out.append('}');
    }

    private static void shown(ByteBuilder out, Profile profile) {
        text(out, "{\"_id\":", profile.key().id());
        text(out, ",\"imageThumb\":", profile.picture());
        text(out, ",\"email\":", profile.email());
        text(out, ",\"name\":", profile.name());
    }

    /** A message (vchat 2.2). */
    static void message(ByteBuilder out, Message message) {
        text(out, "{\"_id\":", message.id());
        text(out, ",\"messageType\":", message.type().label());
        out.appendAscii(",\"messageAttachment\":");
        out.appendUtf8(message.attachment() == null ? "null" : message.attachment());
        number(out, ",\"createdAt\":", message.createdAt());
        text(out, ",\"content\":", message.content());
        text(out, ",\"senderId\":", message.senderId());
        text(out, ",\"senderName\":", message.senderName());
        text(out, ",\"senderImageThumb\":", message.senderPicture());
        text(out, ",\"roomId\":", message.roomId());
        out.append('}');
    }

    /** Messages in the order given. */
    static void messages(ByteBuilder out, List<Message> messages) {
        out.append('[');
        for (int i = 0; i < messages.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            message(out, messages.get(i));
        }
        out.append(']');
    }

    /**
     * A room as one of its members sees it (vchat 2.4).
     *
     * @param peer the other user of a single room; null in a group
     * @param online whether that one is
     * @param lastMessage the JSON of the room's last message
     */
    static void room(ByteBuilder out, RoomView view, @Nullable Profile peer, boolean online, byte[] lastMessage) {
        Room room = view.room();
        boolean group = room.kind() == RoomKind.GROUP;
        text(out, "{\"_id\":", room.id());
        text(out, ",\"blockerId\":", room.blockerId());
        out.appendAscii(",\"groupSetting\":");
        String title = group || peer == null ? String.valueOf(room.title()) : peer.name();
        String picture = group || peer == null ? String.valueOf(room.picture()) : peer.picture();
        if (group) {
            setting(out, view, title, picture);
        } else {
            out.appendAscii("null");
        }
        // Not less than the last message's time, as clients sort by it.
        number(
                out,
                ",\"updatedAt\":",
                Math.max(room.updatedAt(), room.lastMessage().createdAt()));
        text(out, ",\"creatorId\":", room.creatorId());
        text(out, ",\"roomType\":", group ? "groupChat" : "single");
        out.appendAscii(",\"lastMessage\":").append(lastMessage);
        number(out, ",\"isOnline\":", online ? 1 : 0);
        text(out, ",\"title\":", title);
        text(out, ",\"peerId\":", peer == null ? null : peer.key().id());
        text(out, ",\"peerEmail\":", peer == null ? null : peer.email());
        text(out, ",\"thumbImage\":", picture);
        number(out, ",\"ifPeerReadMyLastMessage\":", view.peerRead() ? 1 : 0);
        number(out, ",\"unReadCount\":", view.unread());
        number(out, ",\"roomMembersCount\":", room.memberCount());
        number(out, ",\"isMute\":", view.muted() ? 1 : 0);
        out.append('}');
    }

    private static void setting(ByteBuilder out, RoomView view, String title, String picture) {
        text(out, "{\"name\":", title);
        number(out, ",\"roomMembersCount\":", view.room().memberCount());
        text(out, ",\"role\":", view.role().label());
        out.appendAscii(",\"isGroupCreator\":");
        out.appendAscii(view.isCreator() ? "true" : "false");
        text(out, ",\"imageThumb\":", picture);
        out.append('}');
    }

    /** @param name as JSON, with what stands before it and the colon behind it */
    private static void text(ByteBuilder out, String name, @Nullable String value) {
        out.appendAscii(name);
        if (value == null) {
            out.appendAscii("null");
        } else {
            JsonText.quote(out, value);
        }
    }

    private static void number(ByteBuilder out, String name, long value) {
        out.appendAscii(name).appendLong(value);
    }
}
