package dev.parley.server.accounts;

import dev.parley.server.config.Identity;
import dev.parley.server.config.KeyFile;
import dev.parley.server.config.Secret;
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
 * {@code {"env","sub","sid","iat","exp"}}. Any thread.
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
     * @param expiresAt milliseconds since 1970
     */
    record Claims(String app, String user, String session, long expiresAt) {}

    private final byte[] tokenKey;
    private final byte[] codeKey;

    /** @param secret at least 32 bytes */
    TokenSigner(byte[] secret) {
        if (secret.length < SECRET_BYTES) {
            throw new IllegalArgumentException("identity.tokenSecret must have at least " + SECRET_BYTES + " bytes");
        }
        // A key of its own for each use, so that nothing made for one can pass for the other.
        tokenKey = Hashes.hmac(secret, "parley session token 1");
        codeKey = Hashes.hmac(secret, "parley code 1");
    }

    /** With the secret of the settings, or the one in the data folder, which is made if it is missing. Blocks on the disk. */
    static TokenSigner open(Identity settings, Path dataDir) throws IOException {
        Secret secret = settings.tokenSecret();
        String text = secret == null
                ? KeyFile.open(dataDir.resolve(AccountParts.SECRET_FILE), "", SECRET_BYTES)
                : secret.reveal();
        return new TokenSigner(text.getBytes(StandardCharsets.UTF_8));
    }

    String token(SessionRow session) {
        String claims = "{\"env\":" + JSON.writeValueAsString(session.app())
                + ",\"sub\":" + JSON.writeValueAsString(session.user())
                + ",\"sid\":" + JSON.writeValueAsString(session.id())
                + ",\"iat\":" + session.createdAt() / 1000
                + ",\"exp\":" + (session.expiresAt() + 999) / 1000 + "}";
        String signed = HEADER + "." + ENCODER.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + signature(signed);
    }

    /** What a token says, or null if it is not one of ours. Says nothing about whether the session is still there. */
    @Nullable
    Claims read(String token) {
        int dot = token.lastIndexOf('.');
        if (token.length() > MAX_TOKEN || dot < 0 || !token.startsWith(HEADER + ".")) {
            return null;
        }
        byte[] wanted = signature(token.substring(0, dot)).getBytes(StandardCharsets.US_ASCII);
        byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(wanted, given)) {
            return null;
        }
        // From here on it is a text we wrote.
        try {
            JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token.substring(HEADER.length() + 1, dot)));
            return new Claims(
                    claims.path("env").asString(""),
                    claims.path("sub").asString(""),
                    claims.path("sid").asString(""),
                    claims.path("exp").asLong(0) * 1000);
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    /** What is stored of a code: without the secret it cannot be found by trying all codes. */
    String codeMac(String slot, String code) {
        return HexFormat.of().formatHex(Hashes.hmac(codeKey, slot + "\n" + code));
    }

    private String signature(String signed) {
        return ENCODER.encodeToString(Hashes.hmac(tokenKey, signed));
    }
}
