package dev.parley.server.gateway.vchat;

import dev.parley.chat.UserKey;
import dev.parley.core.AudienceKey;

/**
 * Whom v_chat's events reach. They are audiences of an app of their own in the hub, beside the one whose channels and users other
 * families use: nothing those join or publish meets them, and rooms are not listed as channels.
 */
final class Audiences {

    private static final String SCOPE = "vchat:"; // no app's id has a colon
    private static final String USER = "user/";
    private static final String ROOM = "room/";

    private Audiences() {}

    /** The hub's app for an app's v_chat clients. */
    static String scope(String app) {
        return SCOPE + app;
    }

    /** All v_chat clients of an app. */
    static AudienceKey everybody(String app) {
        return AudienceKey.app(scope(app));
    }

    /** A user's sockets in the main namespace. */
    static AudienceKey user(UserKey user) {
        return AudienceKey.user(scope(user.app()), USER + user.id());
    }

    /** The sockets in the message namespace that look at a room. */
    static AudienceKey room(RoomKey room) {
        return AudienceKey.user(scope(room.app()), ROOM + room.id());
    }
}
