package dev.parley.server.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key to check signatures with, for one algorithm only: a token cannot choose another. Any thread.
 *
 * @param id null if it has none
 */
record JwtKey(@Nullable String id, String algorithm, Check check) {

    private static final int MIN_RSA_BITS = 2048;
    private static final String EDDSA = "EdDSA";
    private static final Set<String> OTHER_ALGORITHMS = Set.of("ES256", "ES384", "ES512", EDDSA, "Ed25519");
    private static final Set<String> RSA_ALGORITHMS = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    /** What comes before the 32 bytes of an Ed25519 key in X.509 form. */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** Checks one signature. */
    @FunctionalInterface
    interface Check {
        boolean verifies(Jwt jwt) throws JOSEException, GeneralSecurityException;
    }

    /** @param algorithm null for HS256 */
    static JwtKey secret(byte[] secret, @Nullable String algorithm) throws JOSEException {
        String chosen = algorithm == null ? "HS256" : algorithm;
        return new JwtKey(null, chosen, nimbus(new MACVerifier(secret), chosen));
    }

    /**
     * A public key.
     *
     * @param algorithm null for the usual one of the key
     * @throws JOSEException if the key is not good for it
     */
    static JwtKey of(@Nullable String id, PublicKey key, @Nullable String algorithm) throws JOSEException {
        return switch (key) {
            case RSAPublicKey rsa -> rsa(id, rsa, algorithm);
            case ECPublicKey ec -> ec(id, ec, algorithm);
            case EdECPublicKey ed -> ed25519(id, ed, algorithm);
            default -> throw new JOSEException("keys of type " + key.getAlgorithm() + " cannot be used");
        };
    }

    private static JwtKey rsa(@Nullable String id, RSAPublicKey key, @Nullable String algorithm) throws JOSEException {
        String chosen = algorithm == null ? "RS256" : algorithm;
        if (key.getModulus().bitLength() < MIN_RSA_BITS || !RSA_ALGORITHMS.contains(chosen)) {
            throw new JOSEException("an RSA key needs 2048 bits, and one of RS256 to PS512 as its algorithm");
        }
        return new JwtKey(id, chosen, nimbus(new RSASSAVerifier(key), chosen));
    }

    private static JwtKey ec(@Nullable String id, ECPublicKey key, @Nullable String algorithm) throws JOSEException {
        Curve curve = Curve.forECParameterSpec(key.getParams());
        String usual = Curve.P_256.equals(curve)
                ? "ES256"
                : Curve.P_384.equals(curve) ? "ES384" : Curve.P_521.equals(curve) ? "ES512" : null;
        if (usual == null || (algorithm != null && !algorithm.equals(usual))) {
            throw new JOSEException("an EC key must be on P-256, P-384 or P-521 and be used with its own algorithm");
        }
        return new JwtKey(id, usual, nimbus(new ECDSAVerifier(key), usual));
    }

    private static JwtKey ed25519(@Nullable String id, EdECPublicKey key, @Nullable String algorithm)
            throws JOSEException {
        boolean fits = algorithm == null || algorithm.equals(EDDSA) || algorithm.equals("Ed25519");
        if (!key.getParams().getName().toLowerCase(Locale.ROOT).equals("ed25519") || !fits) {
            throw new JOSEException("an Edwards key must be Ed25519 and be used with EdDSA");
        }
        return new JwtKey(id, EDDSA, jwt -> {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(jwt.signedBytes());
            return signature.verify(jwt.signature().decode());
        });
    }

    /**
     * A key of a published set.
     *
     * @param allowed the one algorithm that is accepted, or null for what the key says
     * @throws JOSEException if it is of no use here
     */
    static JwtKey of(JWK jwk, @Nullable String allowed) throws JOSEException, GeneralSecurityException {
        if (jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE)) {
            throw new JOSEException("not for signatures");
        }
        String own = jwk.getAlgorithm() == null ? null : jwk.getAlgorithm().getName();
        if (own != null && allowed != null && !isSame(own, allowed)) {
            throw new JOSEException("for another algorithm");
        }
        String algorithm = allowed == null ? own : allowed;
        return switch (jwk) {
            case RSAKey rsa -> of(jwk.getKeyID(), rsa.toRSAPublicKey(), algorithm);
            case ECKey ec -> of(jwk.getKeyID(), ec.toECPublicKey(), algorithm);
            case OctetKeyPair pair -> of(jwk.getKeyID(), edwards(pair), algorithm);
            default -> throw new JOSEException("not a public key");
        };
    }

    private static PublicKey edwards(OctetKeyPair pair) throws GeneralSecurityException, JOSEException {
        byte[] x = pair.getX().decode();
        if (!Curve.Ed25519.equals(pair.getCurve()) || x.length != 32) {
            throw new JOSEException("not an Ed25519 key");
        }
        byte[] encoded = new byte[ED25519_PREFIX.length + x.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static Check nimbus(JWSVerifier verifier, String algorithm) throws JOSEException {
        JWSAlgorithm parsed = JWSAlgorithm.parse(algorithm);
        if (!verifier.supportedJWSAlgorithms().contains(parsed)) {
            throw new JOSEException("the key cannot be used with " + algorithm);
        }
        // Our own header: what the token's says must not matter to the check.
        JWSHeader header = new JWSHeader(parsed);
        return jwt -> verifier.verify(header, jwt.signedBytes(), jwt.signature());
    }

    /** Whether the token says it is signed with a private key. */
    static boolean isForPublicKey(Jwt jwt) {
        return RSA_ALGORITHMS.contains(jwt.algorithm()) || OTHER_ALGORITHMS.contains(jwt.algorithm());
    }

    /** Whether the token says it is for this key. */
    boolean fits(Jwt jwt) {
        return isSame(jwt.algorithm(), algorithm);
    }

    private static boolean isSame(String one, String other) {
        return family(one).equals(family(other));
    }

    /** Ed25519 is a newer name of the only EdDSA we take. */
    private static String family(String algorithm) {
        return algorithm.equals("Ed25519") ? EDDSA : algorithm;
    }

    boolean verifies(Jwt jwt) {
        try {
            return fits(jwt) && check.verifies(jwt);
        } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
