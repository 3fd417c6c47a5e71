package dev.parley.server.webpush;

import com.nimbusds.jose.crypto.utils.ECChecks;
import com.nimbusds.jose.jwk.Curve;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/** The curve P-256 (secp256r1): keys, and points in their uncompressed form, 65 bytes. */
final class P256 {

    /** Bytes of a point. */
    static final int POINT = 65;

    private static final int COORDINATE = 32;
    private static final byte UNCOMPRESSED = 4;
    private static final ECGenParameterSpec NAME = new ECGenParameterSpec("secp256r1");
    private static final ECParameterSpec CURVE = Curve.P_256.toECParameterSpec();

    private P256() {}

    static AssertionError unavailable(GeneralSecurityException e) {
        return new AssertionError("every JDK has P-256, HKDF and AES-GCM", e);
    }

    static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(NAME);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    static byte[] bytes(PublicKey key) {
        ECPoint point = ((ECPublicKey) key).getW();
        byte[] bytes = new byte[POINT];
        bytes[0] = UNCOMPRESSED;
        put(point.getAffineX(), bytes, 1);
        put(point.getAffineY(), bytes, 1 + COORDINATE);
        return bytes;
    }

    private static void put(BigInteger coordinate, byte[] bytes, int at) {
        byte[] number = coordinate.toByteArray();
        int skipped = Math.max(0, number.length - COORDINATE); // the sign's zero
        int length = number.length - skipped;
        System.arraycopy(number, skipped, bytes, at + COORDINATE - length, length);
    }

    /**
     * The key whose point this is, or null if it is no point of the curve. A point of another curve would give away our private key,
     * and the JDK does not promise to look.
     */
    static @Nullable PublicKey publicKey(byte[] bytes) {
        if (bytes.length != POINT || bytes[0] != UNCOMPRESSED) {
            return null;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + COORDINATE));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(bytes, 1 + COORDINATE, POINT));
        BigInteger p = ((ECFieldFp) CURVE.getCurve().getField()).getP();
        // The cofactor is 1, so each point of the curve is a good one.
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0 || !ECChecks.isPointOnCurve(x, y, CURVE)) {
            return null;
        }
        try {
            return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), CURVE));
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /** @throws GeneralSecurityException if it is none */
    static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** What both sides know (ECDH). */
    static byte[] agree(PrivateKey mine, PublicKey theirs) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(mine);
            agreement.doPhase(theirs, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }
}
