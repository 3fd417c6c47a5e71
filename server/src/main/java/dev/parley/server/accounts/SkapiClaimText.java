package dev.parley.server.accounts;

import dev.parley.server.config.SkapiService;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the id and access token of a session say to skapi-js (skapi 2.5), and to us.
 *
 * <p>Written in ASCII, as not every decoder of the client reads UTF-8. An id token goes into a header of each call, so a name or
 * picture that would make it too long is left out.
 *
 * @param issuedAt milliseconds since 1970
 * @param expiresAt milliseconds since 1970
 */
record SkapiClaimText(SkapiService service, User user, SessionInfo session, long issuedAt, long expiresAt) {

    /** The app. The client shows its users every claim it does not know; it keeps this and the next to itself. */
    private static final String APP = "iss";
    /** The session, a dot, and {@link User#id}. */
    private static final String SESSION = "origin_jti";

    private static final String USE = "token_use";
    private static final String ID = "id";
    private static final String ACCESS = "access";

    /** Makes about 4 KiB of a token; headers together may have 8 KiB and more. */
    private static final int MAX_LENGTH = 3072;

    /** What the client takes for an administrator: 90 and more. */
    private static final int ADMIN = 99;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .build();

    String idToken() {
        ObjectNode claims = common(ID)
                .put("aud", service.service())
                .put("auth_time", session.createdAt() / 1000)
                .put("cognito:username", user.uuid())
                .put("custom:owner", service.owner().toString());
        put(claims, "email", user.email(), user.emailVerified());
        put(claims, "phone_number", user.phone(), user.phoneVerified());
        if (service.isAdmin(user.uuid())) {
            claims.put("access_group", ADMIN);
        }
        String text = JSON.writeValueAsString(claims);
        text = longer(text, claims, "name", user.name());
        return longer(text, claims, "picture", user.picture());
    }

    String accessToken() {
        return JSON.writeValueAsString(common(ACCESS).put("client_id", service.service()));
    }

    private ObjectNode common(String use) {
        return JSON.createObjectNode()
                .put(APP, session.app())
                .put("sub", user.uuid())
                .put(SESSION, session.id() + "." + user.id())
                .put("iat", issuedAt / 1000)
                .put("exp", TokenSigner.seconds(expiresAt))
                .put(USE, use)
                .put("custom:service", service.service());
    }

    private static void put(ObjectNode claims, String name, @Nullable String value, boolean verified) {
        if (value != null) {
            claims.put(name, value).put(name + "_verified", verified);
        }
    }

    private static String longer(String text, ObjectNode claims, String name, @Nullable String value) {
        if (value == null) {
            return text;
        }
        String with = JSON.writeValueAsString(claims.put(name, value));
        if (with.length() <= MAX_LENGTH) {
            return with;
        }
        claims.remove(name);
        return text;
    }

    /** What a token with these claims says; null if it is none of skapi-js. */
    static TokenSigner.@Nullable Claims read(JsonNode claims) {
        SkapiClaims.Use use = use(claims.path(USE).asString(""));
        if (use == null) {
            return null;
        }
        String app = claims.path(APP).asString("");
        String[] origin = claims.path(SESSION).asString("").split("\\.", 2);
        long expiresAt = claims.path("exp").asLong(0) * 1000;
        String uuid = claims.path("sub").asString("");
        return new TokenSigner.Claims(
                app,
                origin.length == 2 ? origin[1] : "",
                origin[0],
                expiresAt,
                new SkapiClaims(app, uuid, origin[0], use, expiresAt));
    }

    private static SkapiClaims.@Nullable Use use(String text) {
        return switch (text) {
            case ID -> SkapiClaims.Use.ID;
            case ACCESS -> SkapiClaims.Use.ACCESS;
            default -> null;
        };
    }
}
