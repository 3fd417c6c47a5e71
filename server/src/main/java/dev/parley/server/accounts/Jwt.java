package dev.parley.server.accounts;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A signed token of which nothing has been checked but its form.
 *
 * @param algorithm what its header says; it decides nothing, it must only be the one its key is for
 * @param keyId null if it names no key
 */
record Jwt(String algorithm, @Nullable String keyId, String signed, Base64URL signature, String payload) {

    private static final int MAX_DEPTH = 16;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxDocumentLength(TokenSigner.MAX_TOKEN)
                            .maxNumberLength(64)
                            .build())
                    // Two claims of one name: who checks and who uses might see different ones.
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    /** Null if it is no JWS in compact form, or wants something of us that we do not do. */
    static @Nullable Jwt parse(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        // A JWE has five parts.
        if (first <= 0 || second < 0 || second == token.length() - 1 || token.indexOf('.', second + 1) >= 0) {
            return null;
        }
        JsonNode header = json(token.substring(0, first));
        // An unsigned payload format and other extensions are named in "crit". "jku", "x5u", "jwk" and "x5c", by which
        // a token
        // brings its own key, are never looked at.
        if (header == null || !header.isObject() || header.has("crit") || header.has("b64") || header.has("zip")) {
            return null;
        }
        Base64URL signature = new Base64URL(token.substring(second + 1));
        if (!Base64URL.encode(signature.decode()).equals(signature)) {
            return null; // padding, spare bits, letters that are skipped: other texts of the same signature
        }
        JsonNode algorithm = header.path("alg");
        JsonNode keyId = header.path("kid");
        if (!algorithm.isString() || !(keyId.isMissingNode() || keyId.isString())) {
            return null;
        }
        return new Jwt(
                algorithm.asString(),
                keyId.isString() ? keyId.asString() : null,
                token.substring(0, second),
                signature,
                token.substring(first + 1, second));
    }

    /**
     * The token, written the same way for every signature that passes where its own does: whoever has an ECDSA signature (r, s) can
     * make (r, -s) of it.
     */
    String canonical() {
        Curve curve = switch (algorithm) {
            case "ES256" -> Curve.P_256;
            case "ES384" -> Curve.P_384;
            case "ES512" -> Curve.P_521;
            default -> null;
        };
        if (curve == null) {
            return signed + "." + signature;
        }
        byte[] bytes = signature.decode();
        int half = bytes.length / 2;
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, half, bytes.length));
        BigInteger negative = curve.toECParameterSpec().getOrder().subtract(s);
        return signed + "." + HexFormat.of().formatHex(bytes, 0, half) + "." + s.min(negative);
    }

    byte[] signedBytes() {
        return signed.getBytes(StandardCharsets.UTF_8);
    }

    /** The claims, or null if they are no JSON object of a sane shape. Only for a token whose signature is right. */
    @Nullable
    JsonNode claims() {
        JsonNode claims = json(payload);
        return claims != null && claims.isObject() ? claims : null;
    }

    private static @Nullable JsonNode json(String part) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(part));
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "Jwt[" + algorithm + "]";
    }
}
