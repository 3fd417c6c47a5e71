package dev.parley.server.gateway.vchat;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatReader;
import dev.parley.chat.Draft;
import dev.parley.chat.Refusal;
import dev.parley.chat.RefusedException;
import dev.parley.chat.RoomView;
import dev.parley.protocol.ByteBuilder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Rooms of any kind, and those of two users (vchat 3, R1 to R5). */
final class RoomCalls {

    private static final String DONE = "done successfully";
    /** Nobody has so many rooms; what comes behind is empty and need not be looked up. */
    private static final int LAST_PAGE = 100_000;

    private final Chat chat;
    private final ChatReader reader;
    private final RoomJson json;
    private final Peers peers;

    RoomCalls(CallContext context) {
        this.chat = context.chat();
        this.reader = context.reader();
        this.json = context.rooms();
        this.peers = new Peers(context.parts().accounts());
    }

    /** Sends a message to another user, by the room of the two, which is made if there is none. */
    CompletionStage<ByteBuilder> open(Call call) {
        return open(call, call.text("peerEmail"));
    }

    /** The same in the words of v_chat 0.2 to 0.5 (vchat 8). */
    CompletionStage<ByteBuilder> openOld(Call call) {
        String kind = call.optional("roomType");
        List<String> emails = call.texts("peerEmails");
        if ((kind != null && !kind.equals("single")) || emails.size() != 1) {
            throw CallException.invalid("This call makes rooms of two users; POST room/group makes groups.");
        }
        return open(call, emails.getFirst());
    }

    private CompletionStage<ByteBuilder> open(Call call, String email) {
        Draft first = Draft.text(call.text("message"));
        return peers.find(call.app(), email)
                .thenCompose(peer -> {
                    if (peer == null) {
                        throw CallException.notFound(Failures.UNKNOWN_USER);
                    }
                    if (peer.key().equals(call.key())) {
                        throw CallException.invalid("you can't start a chat with yourself");
                    }
                    return chat.openSingle(call.actor(), peer.key().id(), first);
                })
                .thenCompose(view -> json.room(call.app(), view));
    }

    /** A page of the caller's rooms; with {@code id} one room. */
    CompletionStage<ByteBuilder> list(Call call) {
        String id = call.query().optional("id");
        if (id != null) {
            return reader.room(call.key(), id).thenCompose(view -> json.room(call.app(), view));
        }
        int page = call.query().number("page", 0);
        CompletionStage<List<RoomView>> views =
                page > LAST_PAGE ? CompletableFuture.completedFuture(List.of()) : reader.rooms(call.key(), page);
        return views.thenCompose(found -> json.rooms(call.app(), found));
    }

    /** The room of the caller and another user, or {@code false} if there is none. */
    CompletionStage<ByteBuilder> find(Call call) {
        return peers.find(call.app(), call.text("peerEmail")).thenCompose(peer -> {
            if (peer == null || peer.key().equals(call.key())) {
                return CompletableFuture.completedFuture(Data.no());
            }
            return reader.single(call.key(), peer.key().id())
                    .thenCompose(view -> json.room(call.app(), view))
                    .exceptionallyCompose(RoomCalls::noneFound);
        });
    }

    private static CompletionStage<ByteBuilder> noneFound(Throwable failure) {
        boolean none = Failures.cause(failure) instanceof RefusedException refused
                && refused.refusal() == Refusal.UNKNOWN_ROOM;
        return none ? CompletableFuture.completedFuture(Data.no()) : CompletableFuture.failedStage(failure);
    }

    /** Mutes a room, or lets it be heard again. */
    CompletionStage<ByteBuilder> mute(Call call) {
        return chat.toggleMute(call.key(), call.text("roomId", "id")).thenApply(_ -> Data.text(DONE));
    }

    /** Closes the room with another user, or opens it again. */
    CompletionStage<ByteBuilder> block(Call call) {
        String peer = call.text("peerId", "id");
        if (!Query.isId(peer)) {
            throw new RefusedException(Refusal.UNKNOWN_ROOM);
        }
        if (peer.equals(call.key().id())) {
            throw new RefusedException(Refusal.YOURSELF);
        }
        return chat.toggleBlock(call.key(), peer).thenApply(_ -> Data.text(DONE));
    }
}
