package dev.parley.server.accounts;

import java.security.MessageDigest;
import java.util.Base64;

/**
 * How a password that nobody can guess is stored at first: {@code $sha512$<salt>$<hash>}, a salted SHA-512.
 *
 * <p>It takes a microsecond, where Argon2id takes some ten milliseconds on purpose. That purpose is to slow down somebody who has
 * the hash and tries one likely password after the other; it is no loss with a password that is 512 random-looking bits, of which
 * none is likely. A password that a person chose must never be stored like this. Only the import does so, for the hashes that v_chat's
 * clients send as passwords, as thousands of them come at once. The first sign-in replaces it by Argon2id.
 */
final class RandomHash {

    private static final String PREFIX = "$sha512$";

    private RandomHash() {}

    static String of(byte[] password, byte[] salt) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return PREFIX + base64.encodeToString(salt) + "$" + base64.encodeToString(Hashes.sha512(salt, password));
    }

    static boolean isOne(String stored) {
        return stored.startsWith(PREFIX);
    }

    /** In a time that does not tell how much of it is right. */
    static boolean matches(byte[] password, String stored) {
        int end = stored.indexOf('$', PREFIX.length());
        byte[] salt = Base64.getDecoder().decode(stored.substring(PREFIX.length(), end));
        byte[] hash = Base64.getDecoder().decode(stored.substring(end + 1));
        return MessageDigest.isEqual(hash, Hashes.sha512(salt, password));
    }
}
