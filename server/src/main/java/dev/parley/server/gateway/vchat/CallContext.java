package dev.parley.server.gateway.vchat;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatReader;

/** What the calls work with, beside the {@link VChatParts}: the rooms, and what is known of users. */
record CallContext(VChatParts parts, Chat chat, ChatReader reader, Profiles profiles, RoomJson rooms, Backlog backlog) {

    /** Keeps files together with what refers to them. */
    Storing storing() {
        return new Storing(parts.media());
    }

    Devices devices() {
        return new Devices(parts.pushes());
    }
}
