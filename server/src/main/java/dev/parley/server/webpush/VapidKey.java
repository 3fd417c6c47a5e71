package dev.parley.server.webpush;

import java.security.PrivateKey;

/**
 * What an app shows to push services and browsers (RFC 8292).
 *
 * @param publicKey an uncompressed point, Base64url without padding
 */
record VapidKey(String publicKey, PrivateKey privateKey) {

    /** Shows the public key only. */
    @Override
    public String toString() {
        return "VapidKey[" + publicKey + "]";
    }
}
