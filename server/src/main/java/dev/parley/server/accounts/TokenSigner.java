package dev.parley.server.accounts;

import dev.parley.server.config.Identity;
import dev.parley.server.config.TokenSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes session tokens from sessions, always the same from the same, and reads them: JWS with HS256 over
 * {@code {"env","sub","sid","iat","exp"}}. The id and access tokens of skapi-js are of the same kind and say more
 * ({@link SkapiClaimText}); its refresh tokens are something else, with a key of their own. Any thread.
 */
final class TokenSigner {

    /** The longest token that is looked at, ours or another issuer's. */
    static final int MAX_TOKEN = 8192;

    private static final int SECRET_BYTES = 32;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER =
            ENCODER.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII));
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * What a token says.
     *
     * @param user the user's id here, whatever a family calls it
     * @param expiresAt milliseconds since 1970
     * @param skapi what an id or access token of skapi-js says; null for a session token
     */
    record Claims(
            String app,
            String user,
            String session,
            long expiresAt,
            @Nullable SkapiClaims skapi) {}

    private final byte[] tokenKey;
    private final byte[] refreshKey;
    private final byte[] codeKey;

    /** @param secret at least 32 bytes */
    TokenSigner(byte[] secret) {
        if (secret.length < SECRET_BYTES) {
            throw new IllegalArgumentException("identity.tokenSecret must have at least " + SECRET_BYTES + " bytes");
        }
        // A key of its own for each use, so that nothing made for one can pass for the other.
        tokenKey = Hashes.hmac(secret, "parley session token 1");
        refreshKey = Hashes.hmac(secret, "parley refresh token 1");
        codeKey = Hashes.hmac(secret, "parley code 1");
    }

    /** With the secret of the settings, or the one in the data folder, which is made if it is missing. Blocks on the disk. */
    static TokenSigner open(Identity settings, Path dataDir) throws IOException {
        return new TokenSigner(TokenSecret.open(settings, dataDir));
    }

    String token(SessionRow session) {
        String claims = "{\"env\":" + JSON.writeValueAsString(session.app())
                + ",\"sub\":" + JSON.writeValueAsString(session.user())
                + ",\"sid\":" + JSON.writeValueAsString(session.id())
                + ",\"iat\":" + session.createdAt() / 1000
                + ",\"exp\":" + seconds(session.expiresAt()) + "}";
        return sign(claims);
    }

    /** A token that says this. What it says of app, session and user is what {@link #read} finds in it. */
    String sign(String claims) {
        String signed = HEADER + "." + encoded(claims);
        return signed + "." + signature(tokenKey, signed);
    }

    /** A time when something ends, in seconds: not before its milliseconds do. */
    static long seconds(long millis) {
        return (millis + 999) / 1000;
    }

    /** The refresh token of a session: two parts, so that nobody takes it for a JWT. It ends with the session. */
    String refreshToken(SessionKey session) {
        // Neither can have a line break in it.
        String signed = encoded(session.app() + "\n" + session.id());
        return signed + "." + signature(refreshKey, signed);
    }

    /** Whose refresh token it is, or null if it is not one of ours. */
    @Nullable
    SessionKey readRefresh(String token) {
        int dot = token.lastIndexOf('.');
        if (token.length() > MAX_TOKEN || !isSigned(refreshKey, token, dot)) {
            return null;
        }
        String text = decoded(token.substring(0, dot));
        int end = text.indexOf('\n');
        return new SessionKey(text.substring(0, end), text.substring(end + 1));
    }

    /** What a token says, or null if it is not one of ours. Says nothing about whether the session is still there. */
    @Nullable
    Claims read(String token) {
        int dot = token.lastIndexOf('.');
        if (token.length() > MAX_TOKEN || !token.startsWith(HEADER + ".") || !isSigned(tokenKey, token, dot)) {
            return null;
        }
        // From here on it is a text we wrote.
        try {
            return claims(JSON.readTree(decoded(token.substring(HEADER.length() + 1, dot))));
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Claims claims(JsonNode json) {
        Claims ofSkapi = SkapiClaimText.read(json);
        return ofSkapi != null
                ? ofSkapi
                : new Claims(
                        json.path("env").asString(""),
                        json.path("sub").asString(""),
                        json.path("sid").asString(""),
                        json.path("exp").asLong(0) * 1000,
                        null);
    }

    /** What is stored of a code: without the secret it cannot be found by trying all codes. */
    String codeMac(String slot, String code) {
        return HexFormat.of().formatHex(Hashes.hmac(codeKey, slot + "\n" + code));
    }

    private static boolean isSigned(byte[] key, String token, int dot) {
        if (dot < 0) {
            return false;
        }
        byte[] wanted = signature(key, token.substring(0, dot)).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(wanted, token.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(byte[] key, String signed) {
        return ENCODER.encodeToString(Hashes.hmac(key, signed));
    }

    private static String encoded(String text) {
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
