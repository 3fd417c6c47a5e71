package dev.parley.server.accounts;

import dev.parley.server.delivery.Message;
import org.jspecify.annotations.Nullable;

/** What a link, a code or an access token is for. */
enum Purpose {
    CONFIRM_EMAIL(Message.Kind.CONFIRM_EMAIL, "email-confirm"),
    MAGIC_LINK(Message.Kind.MAGIC_LINK, "magic-link"),
    RESET_LINK(Message.Kind.RESET_PASSWORD, "reset-pwd"),
    CHANGE_EMAIL(Message.Kind.CHANGE_EMAIL, "change-email"),
    CONFIRM_PHONE(Message.Kind.CONFIRM_PHONE, null),
    SIGN_IN_CODE(Message.Kind.SIGN_IN_CODE, null),
    RESET_CODE(Message.Kind.RESET_PASSWORD, null),
    CHANGE_PHONE(Message.Kind.CHANGE_PHONE, null),
    /** Access token that becomes a session. */
    SIGN_IN_GRANT(null, null),
    /** Access token that sets a password. */
    RESET_GRANT(null, null);

    private final Message.@Nullable Kind message;
    private final @Nullable String action;

    Purpose(Message.@Nullable Kind message, @Nullable String action) {
        this.message = message;
        this.action = action;
    }

    /** What is sent; fails for what is not sent. */
    Message.Kind message() {
        if (message == null) {
            throw new IllegalStateException(this + " is not sent");
        }
        return message;
    }

    /** What the app's page is told, if it is a link. */
    @Nullable
    String action() {
        return action;
    }

    boolean isLink() {
        return action != null;
    }
}
