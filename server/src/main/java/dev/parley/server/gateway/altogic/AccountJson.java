package dev.parley.server.gateway.altogic;

import dev.parley.protocol.JsonText;
import dev.parley.server.accounts.SessionInfo;
import dev.parley.server.accounts.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Users and sessions as the libraries know them (altogic-agnost 6.3, end). Dart's reads strictly: what it insists on is always
 * there, and never null.
 */
final class AccountJson {

    /** As JavaScript writes a date: always three digits of milliseconds. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Altogic's name for itself, as opposed to accounts elsewhere. */
    private static final String PROVIDER = "altogic";

    /** What the server says of a user: no profile may say it, and a password nobody. */
    private static final Set<String> OURS = Set.of(
            "_id",
            "provider",
            "providerUserId",
            "userType",
            "email",
            "emailVerified",
            "phone",
            "phoneVerified",
            "signUpAt",
            "lastLoginAt",
            "updatedAt",
            "password",
            "__proto__");

    /** Keeps numbers as they were written. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private AccountJson() {}

    /** A user, with the fields of its profile beside ours. */
    static String user(User user) {
        Fields fields = new Fields();
        fields.text("_id", user.id());
        fields.text("provider", PROVIDER);
        fields.text("providerUserId", firstOf(user.email(), user.phone(), user.username(), user.id()));
        if (user.email() != null) {
            fields.text("email", user.email()).raw("emailVerified", Boolean.toString(user.emailVerified()));
        }
        if (user.phone() != null) {
            fields.text("phone", user.phone()).raw("phoneVerified", Boolean.toString(user.phoneVerified()));
        }
        fields.optional("name", user.name()).optional("profilePicture", user.picture());
        fields.text("signUpAt", time(user.signUpAt()));
        fields.text("lastLoginAt", time(user.lastLoginAt()));
        fields.text("updatedAt", time(user.updatedAt()));
        profile(user, fields);
        return fields.object();
    }

    private static void profile(User user, Fields fields) {
        ObjectNode profile;
        try {
            profile = MAPPER.readTree(user.profile()) instanceof ObjectNode object ? object : null;
        } catch (JacksonException e) {
            return; // not ours to repair, and no reason to lock the user out
        }
        if (profile == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : profile.properties()) {
            String name = field.getKey();
            boolean said =
                    name.equals("name") ? user.name() != null : name.equals("profilePicture") && user.picture() != null;
            if (!said && !OURS.contains(name)) {
                fields.raw(name, field.getValue().toString());
            }
        }
    }

    private static String firstOf(@Nullable String email, @Nullable String phone, @Nullable String name, String id) {
        String login = email == null ? phone == null ? name : phone : email;
        return login == null ? id : login;
    }

    /** A session, with its token: whoever sees it is its user. */
    static String session(SessionInfo session) {
        return new Fields()
                .text("userId", session.user())
                .text("token", session.token())
                .text("creationDtm", time(session.createdAt()))
                .raw("accessGroupKeys", "[]")
                .raw("userAgent", agent(UserAgent.of(session.userAgent())))
                .object();
    }

    static String sessions(List<SessionInfo> sessions) {
        StringBuilder out = new StringBuilder("[");
        for (SessionInfo session : sessions) {
            out.append(out.length() == 1 ? "" : ",").append(session(session));
        }
        return out.append(']').toString();
    }

    /** @param session null becomes JSON's null */
    static String signedIn(User user, @Nullable SessionInfo session) {
        return new Fields()
                .raw("user", user(user))
                .raw("session", session == null ? "null" : session(session))
                .object();
    }

    private static String agent(UserAgent agent) {
        return product(agent.browser())
                .raw("device", product(agent.device()).object())
                .raw("os", product(agent.system()).object())
                .object();
    }

    private static Fields product(UserAgent.Product product) {
        return new Fields()
                .text("family", product.family())
                .text("major", product.major())
                .text("minor", product.minor())
                .text("patch", product.patch());
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /** The fields of an object that is written. */
    private static final class Fields {

        private final StringBuilder out = new StringBuilder("{");

        Fields text(String name, String value) {
            return raw(name, JsonText.quote(value));
        }

        Fields optional(String name, @Nullable String value) {
            return value == null ? this : text(name, value);
        }

        /** @param json one JSON value */
        Fields raw(String name, String json) {
            if (out.length() > 1) {
                out.append(',');
            }
            out.append(JsonText.quote(name)).append(':').append(json);
            return this;
        }

        String object() {
            return out + "}";
        }
    }
}
