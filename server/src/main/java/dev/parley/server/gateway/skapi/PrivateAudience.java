package dev.parley.server.gateway.skapi;

import dev.parley.core.AudienceKey;

/**
 * The connections of one user as other users reach them: an audience of its own, beside that of events about the user, so that no event
 * of a back end can pass for a private message. No user's id begins like its name.
 */
final class PrivateAudience {

    private static final String BEGINNING = "\u0000private:";

    private PrivateAudience() {}

    static AudienceKey of(String app, String uuid) {
        return AudienceKey.user(app, BEGINNING + uuid);
    }

    static boolean isOne(AudienceKey audience) {
        return audience.kind() == AudienceKey.Kind.USER && audience.name().startsWith(BEGINNING);
    }
}
