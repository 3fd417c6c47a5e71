package dev.parley.server.gateway.vchat;

import dev.parley.core.Name;

/** Names of the events that clients are sent (vchat 4.4 and 4.5). */
final class Events {

    static final Name UPDATE_ROOM = new Name("update_one_room", false);
    static final Name ONLINE_CHANGED = new Name("user_online_changed", false);
    static final Name TYPING_CHANGED = new Name("user_typing_changed", false);
    static final Name ALL_ROOMS = new Name("all_rooms", false);
    static final Name KICKED = new Name("kick_from_group", false);
    static final Name NEW_MESSAGE = new Name("new_message", false);
    static final Name ALL_MESSAGES = new Name("all_messages", false);

    private Events() {}
}
