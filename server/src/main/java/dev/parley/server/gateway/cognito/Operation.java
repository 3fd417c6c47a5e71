package dev.parley.server.gateway.cognito;

import org.jspecify.annotations.Nullable;

/** The operations of Cognito that are served: those that skapi-js asks for when it signs in and out and keeps signed in. */
enum Operation {
    INITIATE_AUTH("InitiateAuth", false),
    RESPOND_TO_AUTH_CHALLENGE("RespondToAuthChallenge", false),
    REVOKE_TOKEN("RevokeToken", false),
    GLOBAL_SIGN_OUT("GlobalSignOut", true),
    GET_USER("GetUser", true);

    private final String title;
    private final boolean showsToken;

    Operation(String title, boolean showsToken) {
        this.title = title;
        this.showsToken = showsToken;
    }

    /** Whether it names no app, but shows an access token. */
    boolean showsToken() {
        return showsToken;
    }

    static @Nullable Operation named(String title) {
        for (Operation one : values()) {
            if (one.title.equals(title)) {
                return one;
            }
        }
        return null;
    }
}
