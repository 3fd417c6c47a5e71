package dev.parley.server.accounts;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Makes users from what clients and back ends send, or refuses it with INVALID_VALUE. */
final class UserForm {

    private static final int MAX_ID = 128;
    static final int MAX_NAME = 256;
    static final int MAX_PICTURE = 2048;
    private static final int MAX_PROFILE = 64 * 1024;
    private static final String NO_PROFILE = "{}";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private UserForm() {}

    static User signUp(String app, SignUp request, LoginName login, Ids ids, long now) {
        // v_chat calls its login an email.
        String provider = login.kind() == Login.Kind.VCHAT ? "email" : LoginName.column(login.kind());
        String id = ids.user(now);
        return new User(
                app,
                id,
                id,
                ids.uuid(),
                login.kind() == Login.Kind.EMAIL ? login.shown() : null,
                false,
                login.kind() == Login.Kind.PHONE ? login.shown() : null,
                false,
                login.kind() == Login.Kind.USERNAME ? login.shown() : null,
                login.kind() == Login.Kind.VCHAT ? login.shown() : null,
                Texts.checked(request.name(), MAX_NAME),
                Texts.checked(request.picture(), MAX_PICTURE),
                profile(request.profile(), NO_PROFILE),
                provider,
                false,
                now,
                now,
                now);
    }

    /** Without its logins. */
    static User draft(String app, UserDraft draft, Ids ids, long now) {
        String chosen = draft.id();
        String id = chosen == null ? ids.user(now) : requireId(chosen);
        return new User(
                app,
                id,
                Ids.isHexId(id) ? id : ids.user(now),
                id.equals(UserIds.normalised(id)) ? id : ids.uuid(),
                null,
                false,
                null,
                false,
                null,
                null,
                text(draft.name(), null, MAX_NAME),
                text(draft.picture(), null, MAX_PICTURE),
                profile(draft.profile(), NO_PROFILE),
                "server",
                Boolean.TRUE.equals(draft.disabled()),
                now,
                now,
                now);
    }

    /** What a draft makes of a user, but for its logins. */
    static User changed(User user, UserDraft draft, long now) {
        Boolean disabled = draft.disabled();
        return new User(
                user.app(),
                user.id(),
                user.hexId(),
                user.uuid(),
                user.email(),
                user.emailVerified(),
                user.phone(),
                user.phoneVerified(),
                user.username(),
                user.vchatName(),
                text(draft.name(), user.name(), MAX_NAME),
                text(draft.picture(), user.picture(), MAX_PICTURE),
                profile(draft.profile(), user.profile()),
                user.provider(),
                disabled == null ? user.disabled() : disabled,
                user.signUpAt(),
                user.lastLoginAt(),
                now);
    }

    static String requireId(String id) {
        if (id.isBlank() || !Texts.isPlain(id, MAX_ID)) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        return id;
    }

    /** Null leaves the old one, an empty text takes it away. */
    private static @Nullable String text(@Nullable String wanted, @Nullable String old, int max) {
        if (wanted == null) {
            return old;
        }
        return wanted.isEmpty() ? null : Texts.checked(wanted, max);
    }

    private static String profile(@Nullable String wanted, String old) {
        if (wanted == null) {
            return old;
        }
        if (wanted.isEmpty()) {
            return NO_PROFILE;
        }
        try {
            if (wanted.length() <= MAX_PROFILE && JSON.readTree(wanted).isObject()) {
                // Written anew in ASCII, as PostgreSQL takes no half of a surrogate pair.
                return JSON.writeValueAsString(JSON.readTree(wanted));
            }
        } catch (JacksonException e) {
            // Answered below.
        }
        throw new AccountException(AccountError.INVALID_VALUE);
    }
}
