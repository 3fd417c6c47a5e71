package dev.parley.chat;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a message is. Clients of v_chat 1.x break on any other label (vchat 2.2). */
public enum MessageType {
    TEXT("text", true),
    VOICE("voice", true),
    IMAGE("image", true),
    VIDEO("video", true),
    FILE("file", true),
    REPLY("reply", false),
    ALL_DELETED("allDeleted", false),
    LOCATION("location", false),
    FORWARD("forward", false),
    CREATE("create", false),
    JOIN("join", false),
    LEAVE("leave", false),
    UPGRADE("upgrade", false),
    DOWNGRADE("downgrade", false),
    INFO("info", false),
    KICK("kick", false),
    ADD("add", false);

    private static final Map<String, MessageType> BY_LABEL =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(MessageType::label, Function.identity()));

    private final String label;
    private final boolean sendable;

    MessageType(String label, boolean sendable) {
        this.label = label;
        this.sendable = sendable;
    }

    /** On the wire and in the database. */
    public String label() {
        return label;
    }

    /** Whether users may send it themselves. */
    public boolean isSendable() {
        return sendable;
    }

    /** Null if there is none. */
    public static @Nullable MessageType of(String label) {
        return BY_LABEL.get(label);
    }

    static MessageType stored(String label) {
        MessageType type = of(label);
        if (type == null) {
            throw new IllegalStateException("chat_messages.type holds an unknown label: " + label);
        }
        return type;
    }
}
