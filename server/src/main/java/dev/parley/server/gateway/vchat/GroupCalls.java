package dev.parley.server.gateway.vchat;

import dev.parley.chat.Affected;
import dev.parley.chat.Chat;
import dev.parley.chat.ChatReader;
import dev.parley.chat.GroupMember;
import dev.parley.chat.NewGroup;
import dev.parley.chat.Refusal;
import dev.parley.chat.RefusedException;
import dev.parley.chat.Role;
import dev.parley.chat.RoomKind;
import dev.parley.chat.RoomView;
import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.server.config.VChat;
import dev.parley.server.identity.App;
import dev.parley.server.media.MediaKind;
import dev.parley.server.media.MediaStore;
import dev.parley.server.rest.UploadedFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Groups (vchat 3, R6 to R12). */
final class GroupCalls {

    private static final String ADDED = "users has been added successfully";
    private static final String KICKED = "kicked successfully";
    private static final String LEFT = "leaved successfully";
    private static final String UPGRADED = "Upgrade";
    private static final String DOWNGRADED = "Downgrade";
    /** As with rooms: what comes behind is empty. */
    private static final int LAST_PAGE = 100_000;

    private final Chat chat;
    private final ChatReader reader;
    private final RoomJson json;
    private final Profiles profiles;
    private final Peers peers;
    private final Storing storing;
    private final VChat settings;

    GroupCalls(CallContext context) {
        this.chat = context.chat();
        this.reader = context.reader();
        this.json = context.rooms();
        this.profiles = context.profiles();
        this.peers = new Peers(context.parts().accounts());
        this.storing = context.storing();
        this.settings = context.parts().settings();
    }

    CompletionStage<ByteBuilder> create(Call call) {
        String title = call.text("title");
        UploadedFile picture = Storing.file(call);
        return peers.findAll(call.app(), emails(call, "peerEmails"))
                .thenCompose(found -> {
                    List<String> members = found.stream()
                            .map(peer -> peer.key().id())
                            .filter(id -> !id.equals(call.key().id()))
                            .toList();
                    if (members.isEmpty()) {
                        throw new RefusedException(Refusal.TOO_FEW_MEMBERS);
                    }
                    return storing.withPicture(
                            call.app(),
                            MediaKind.GROUP_PICTURE,
                            picture,
                            kept -> chat.createGroup(
                                    call.actor(),
                                    new NewGroup(
                                            title, kept == null ? MediaStore.DEFAULT_GROUP_PICTURE : kept, members)));
                })
                .thenCompose(view -> json.room(call.app(), view));
    }

    private List<String> emails(Call call, String name) {
        List<String> emails = call.texts(name);
        if (emails.stream().distinct().count() > settings.maxGroupMembers()) {
            throw new RefusedException(Refusal.TOO_MANY_MEMBERS);
        }
        return emails;
    }

    CompletionStage<ByteBuilder> add(Call call) {
        String room = call.text("roomId");
        return peers.findAll(call.app(), emails(call, "peersId"))
                .thenCompose(found -> chat.addMembers(
                        call.actor(),
                        room,
                        found.stream().map(Profile::affected).toList()))
                .thenApply(_ -> Data.text(ADDED));
    }

    /** Who may not change the group need not have a picture looked at. */
    CompletionStage<ByteBuilder> changeInfo(Call call) {
        String room = call.text("roomId");
        String title = call.optional("groupName");
        UploadedFile picture = Storing.file(call);
        if (title == null && picture == null) {
            throw CallException.invalid("'groupName' or 'file' is needed: what is to be changed.");
        }
        return (picture == null ? CompletableFuture.completedFuture(null) : requireAdmin(call, room))
                .thenCompose(_ -> storing.withPicture(
                        call.app(),
                        MediaKind.GROUP_PICTURE,
                        picture,
                        kept -> chat.changeInfo(call.actor(), room, title, kept)))
                .thenApply(GroupCalls::info);
    }

    private CompletionStage<@Nullable Void> requireAdmin(Call call, String room) {
        return reader.room(call.key(), room).thenApply(view -> {
            if (view.room().kind() != RoomKind.GROUP) {
                throw new RefusedException(Refusal.WRONG_KIND);
            }
            if (view.role() != Role.ADMIN) {
                throw new RefusedException(Refusal.NOT_AN_ADMIN);
            }
            return null;
        });
    }

    private static ByteBuilder info(RoomView view) {
        ByteBuilder out = new ByteBuilder(256).appendAscii("{\"name\":");
        JsonText.quote(out, Objects.requireNonNullElse(view.room().title(), ""));
        out.appendAscii(",\"imageThumb\":");
        JsonText.quote(out, Objects.requireNonNullElse(view.room().picture(), MediaStore.DEFAULT_GROUP_PICTURE));
        return out.append('}');
    }

    CompletionStage<ByteBuilder> setRole(Call call) {
        String room = call.text("roomId");
        Role role = role(call.text("state"));
        return affected(call.app(), call.text("peerId"))
                .thenCompose(peer -> chat.setRole(call.actor(), room, peer, role))
                .thenApply(_ -> Data.text(role == Role.ADMIN ? UPGRADED : DOWNGRADED));
    }

    private static Role role(String state) {
        for (Role role : Role.values()) {
            if (role.label().equals(state)) {
                return role;
            }
        }
        throw CallException.invalid("'state' must be 'member' or 'admin'.");
    }

    /** A user and the name that the group's message about it shows. */
    private CompletionStage<Affected> affected(App app, String id) {
        if (!Query.isId(id)) {
            throw new RefusedException(Refusal.NO_SUCH_MEMBER);
        }
        return profiles.find(app, List.of(id))
                .thenApply(found -> named(found, id).affected());
    }

    private static Profile named(Map<String, Profile> found, String id) {
        Profile profile = found.get(id);
        if (profile == null) {
            throw new IllegalStateException("profiles stand for those who are gone, too");
        }
        return profile;
    }

    /** Pages are counted from 1. */
    CompletionStage<ByteBuilder> members(Call call) {
        String room = call.query().text("roomId");
        int page = Math.min(LAST_PAGE, Math.max(1, call.query().number("lastIndex", 1))) - 1;
        return reader.members(call.key(), room, page)
                .thenCompose(members -> profiles.find(
                                call.app(),
                                members.stream().map(GroupMember::userId).toList())
                        .thenApply(found -> Data.list(
                                members,
                                (out, member) -> VChatJson.member(out, named(found, member.userId()), member.role()))));
    }

    /** Without {@code peerId} it is the caller who goes, if the room is called {@code groupId} (vchat 7, "leave URL"). */
    CompletionStage<ByteBuilder> kick(Call call) {
        String peer = call.optional("peerId");
        if (peer == null && call.optional("groupId") != null && call.optional("roomId") == null) {
            return leave(call);
        }
        String room = call.text("roomId", "groupId");
        return affected(call.app(), call.text("peerId"))
                .thenCompose(gone -> chat.kick(call.actor(), room, gone))
                .thenApply(_ -> Data.text(KICKED));
    }

    CompletionStage<ByteBuilder> leave(Call call) {
        return leave(call, call.text("groupId", "roomId"));
    }

    CompletionStage<ByteBuilder> leaveByPath(Call call) {
        return leave(call, call.last());
    }

    private CompletionStage<ByteBuilder> leave(Call call, String room) {
        return chat.leave(call.actor(), room).thenApply(_ -> Data.text(LEFT));
    }
}
