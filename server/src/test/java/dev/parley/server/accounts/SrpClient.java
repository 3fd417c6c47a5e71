package dev.parley.server.accounts;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of SRP, as amazon-cognito-identity-js does it. It shares no arithmetic with the server. */
public final class SrpClient {

    private static final BigInteger N = Srp.N;
    private static final BigInteger G = BigInteger.TWO;
    private static final String TIME = "Fri Nov 20 17:41:15 UTC 2026";
    private static final Random RANDOM = new SecureRandom();

    private final BigInteger secret = new BigInteger(256, RANDOM);
    private final BigInteger number = G.modPow(secret, N);

    /** A, in hex. */
    public String number() {
        return number.toString(16);
    }

    /** What this client answers when it believes that this is the password. */
    public SrpAnswer answer(SrpChallenge challenge, String password) {
        return answer(challenge, password, TIME);
    }

    SrpAnswer answer(SrpChallenge challenge, String password, String time) {
        byte[] block = Base64.getDecoder().decode(challenge.secret());
        byte[] key = key(challenge, password);
        byte[] head = (SrpSignIns.POOL_NAME + challenge.userId()).getBytes(StandardCharsets.UTF_8);
        byte[] signature = mac(key, join(head, block, time.getBytes(StandardCharsets.UTF_8)));
        return new SrpAnswer(
                challenge.userId(),
                challenge.secret(),
                time,
                Base64.getEncoder().encodeToString(signature));
    }

    private byte[] key(SrpChallenge challenge, String password) {
        BigInteger server = new BigInteger(challenge.srpB(), 16);
        BigInteger salt = new BigInteger(challenge.salt(), 16);
        byte[] credentials =
                (SrpSignIns.POOL_NAME + challenge.userId() + ":" + password).getBytes(StandardCharsets.UTF_8);
        BigInteger x = positive(sha(join(salt.toByteArray(), sha(credentials))));
        BigInteger k = positive(sha(join(N.toByteArray(), G.toByteArray())));
        BigInteger u = positive(sha(join(number.toByteArray(), server.toByteArray())));
        BigInteger base = server.subtract(k.multiply(G.modPow(x, N))).mod(N);
        BigInteger shared = base.modPow(secret.add(u.multiply(x)), N);
        byte[] info = "Caldera Derived Key\u0001".getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(mac(mac(u.toByteArray(), shared.toByteArray()), info), 16);
    }

    private static BigInteger positive(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = {};
        for (byte[] part : parts) {
            int end = all.length;
            all = Arrays.copyOf(all, end + part.length);
            System.arraycopy(part, 0, all, end, part.length);
        }
        return all;
    }

    private static byte[] sha(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] mac(byte[] key, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
