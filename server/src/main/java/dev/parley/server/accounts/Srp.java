package dev.parley.server.accounts;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The arithmetic of SRP-6a as Cognito has it (skapi 2.5 B): the 3072-bit group of RFC 3526, SHA-256, and a key that is made like
 * HKDF's. Numbers go into hashes as {@link BigInteger#toByteArray} writes them. Any thread; each power takes milliseconds.
 */
final class Srp {

    static final BigInteger N = new BigInteger(
            "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
                    + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
                    + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
                    + "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
                    + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
                    + "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
                    + "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
                    + "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
            16);
    static final BigInteger G = BigInteger.TWO;

    /** Bytes of a number below {@link #N}. */
    static final int NUMBER_BYTES = 384;

    private static final BigInteger K = number(Hashes.sha256(N.toByteArray(), G.toByteArray()));
    private static final byte[] KEY_INFO = "Caldera Derived Key\u0001".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 16;

    private Srp() {}

    /** The number that these bytes are; never negative. */
    static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    /** A number of at most so many bytes, as so many bytes. */
    static byte[] bytes(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[length];
        int from = signed.length > length ? signed.length - length : 0;
        System.arraycopy(signed, from, bytes, length - signed.length + from, signed.length - from);
        return bytes;
    }

    /** v. What it is made of must be the same for client and server to the letter. */
    static BigInteger verifier(BigInteger salt, String pool, String user, String password) {
        byte[] inner = Hashes.sha256((pool + user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return G.modPow(number(Hashes.sha256(salt.toByteArray(), inner)), N);
    }

    /** B. */
    static BigInteger serverNumber(BigInteger verifier, BigInteger secret) {
        return K.multiply(verifier).add(G.modPow(secret, N)).mod(N);
    }

    /** The key that both sides have if the client knows the password. */
    static byte[] key(BigInteger verifier, BigInteger secret, BigInteger clientNumber, BigInteger serverNumber) {
        BigInteger mix = number(Hashes.sha256(clientNumber.toByteArray(), serverNumber.toByteArray()));
        BigInteger shared =
                clientNumber.multiply(verifier.modPow(mix, N)).mod(N).modPow(secret, N);
        byte[] extracted = Hashes.hmac(mix.toByteArray(), shared.toByteArray());
        return Arrays.copyOf(Hashes.hmac(extracted, KEY_INFO), KEY_BYTES);
    }

    /** What the client signs its answer with. */
    static byte[] signature(byte[] key, String pool, String user, byte[] secretBlock, String timestamp) {
        return Hashes.hmac(
                key,
                (pool + user).getBytes(StandardCharsets.UTF_8),
                secretBlock,
                timestamp.getBytes(StandardCharsets.UTF_8));
    }
}
