package dev.parley.server.gateway.vchat;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatReader;
import dev.parley.chat.Draft;
import dev.parley.chat.Message;
import dev.parley.chat.MessageType;
import dev.parley.chat.Refusal;
import dev.parley.chat.RefusedException;
import dev.parley.chat.RoomKind;
import dev.parley.chat.RoomView;
import dev.parley.protocol.ByteBuilder;
import dev.parley.server.config.VChat;
import dev.parley.server.rest.UploadedFile;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Messages (vchat 3, M1 to M3). */
final class MessageCalls {

    private final Chat chat;
    private final ChatReader reader;
    private final Storing storing;
    private final MessageFiles files;
    private final VChat settings;

    MessageCalls(CallContext context) {
        this.chat = context.chat();
        this.reader = context.reader();
        this.storing = context.storing();
        this.files = new MessageFiles(context.parts().media());
        this.settings = context.parts().settings();
    }

    /** A page of a room's history. */
    CompletionStage<ByteBuilder> list(Call call) {
        String room = call.query().text("roomId");
        String before = call.query().after("lastId");
        if (before == null) {
            before = call.query().after("id"); // as v_chat 0.2 to 0.5 call it
        }
        return reader.messages(call.key(), room, before).thenApply(messages -> {
            ByteBuilder out = new ByteBuilder(512 * (1 + messages.size()));
            VChatJson.messages(out, messages);
            return out;
        });
    }

    CompletionStage<ByteBuilder> sendToSingle(Call call) {
        return send(call, RoomKind.SINGLE);
    }

    CompletionStage<ByteBuilder> sendToGroup(Call call) {
        return send(call, RoomKind.GROUP);
    }

    /** To a room of any kind (vchat 8). */
    CompletionStage<ByteBuilder> sendToAny(Call call) {
        return send(call, null);
    }

    /** @param kind what the caller takes the room for; null if it does not say */
    private CompletionStage<ByteBuilder> send(Call call, @Nullable RoomKind kind) {
        Wanted wanted = wanted(call);
        if (wanted.files().isEmpty() && kind != null) {
            return answered(chat.send(call.actor(), wanted.room(), kind, wanted.draft(null)), kind);
        }
        return reader.room(call.key(), wanted.room()).thenCompose(view -> {
            // Asked before a large file is worked on; what happens meanwhile is seen when the message is sent.
            RoomKind found = open(view, kind);
            return answered(
                    wanted.files().isEmpty() ? sent(call, wanted, found) : withFiles(call, wanted, found), found);
        });
    }

    /**
     * What a call wants to send.
     *
     * @param attachment null if there are no files
     */
    private record Wanted(
            MessageType type,
            String room,
            String content,
            List<UploadedFile> files,
            @Nullable Attachment attachment) {

        Draft draft(@Nullable String json) {
            return new Draft(type, content, json, null);
        }

        /** Shows nobody's words. */
        @Override
        public String toString() {
            return "Wanted[" + type + "]";
        }
    }

    private Wanted wanted(Call call) {
        MessageType type = MessageType.of(call.text("type"));
        if (type == null || !type.isSendable()) {
            throw CallException.invalid("'type' must be text, image, voice, video or file.");
        }
        String room = call.text("roomId");
        String content = call.text("content");
        if (content.length() > settings.maxContent()) {
            throw new RefusedException(Refusal.TOO_LONG);
        }
        List<UploadedFile> sent = Storing.files(call);
        int needed = MessageFiles.needed(type);
        if (sent.size() != needed) {
            throw CallException.invalid(
                    switch (needed) {
                        case 0 -> "A message of type text has no 'file'.";
                        case 1 -> "A message of type " + type.label() + " needs one 'file'.";
                        default -> "A video needs two parts called 'file': its picture, and then the video.";
                    });
        }
        return new Wanted(type, room, content, sent, needed == 0 ? null : Attachment.of(call));
    }

    private static RoomKind open(RoomView view, @Nullable RoomKind expected) {
        RoomKind kind = view.room().kind();
        if (expected != null && expected != kind) {
            throw new RefusedException(Refusal.WRONG_KIND);
        }
        if (view.room().blockerId() != null) {
            throw new RefusedException(Refusal.BLOCKED);
        }
        return kind;
    }

    private CompletionStage<Message> sent(Call call, Wanted wanted, RoomKind kind) {
        return chat.send(call.actor(), wanted.room(), kind, wanted.draft(null));
    }

    private CompletionStage<Message> withFiles(Call call, Wanted wanted, RoomKind kind) {
        Attachment given = wanted.attachment();
        if (given == null) {
            throw new IllegalStateException("files have an attachment");
        }
        return files.keep(call.app(), wanted.type(), wanted.files())
                .thenCompose(kept -> storing.orDiscard(
                        call.app(),
                        kept.all(),
                        () -> chat.send(
                                call.actor(),
                                wanted.room(),
                                kind,
                                wanted.draft(given.with(wanted.type(), kept).json()))));
    }

    /** The message itself comes by event. */
    private static CompletionStage<ByteBuilder> answered(CompletionStage<Message> sent, RoomKind kind) {
        String text = switch (kind) {
            case SINGLE -> "success to send to single chat";
            case GROUP -> "success to send to group chat";
        };
        return sent.thenApply(_ -> Data.text(text));
    }
}
