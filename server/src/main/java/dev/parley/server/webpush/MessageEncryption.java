package dev.parley.server.webpush;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts for a browser, so that its push service learns nothing but the length: RFC 8291, as one record of RFC 8188. */
final class MessageEncryption {

    /** What push services take at most (RFC 8030, 7.2). */
    static final int MOST = 4096;

    static final int SALT = 16;
    private static final int HEADER = SALT + Integer.BYTES + 1 + P256.POINT;
    private static final int RECORD = 4096;
    private static final int TAG = 16;
    private static final byte LAST_RECORD = 2;
    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final int SHARED = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private MessageEncryption() {}

    /** With a key and a salt that are used this once. */
    static byte[] encrypt(byte[] message, PublicKey browser, byte[] auth) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return encrypt(message, browser, auth, P256.newPair(), salt);
    }

    static byte[] encrypt(byte[] message, PublicKey browser, byte[] auth, KeyPair sender, byte[] salt) {
        byte[] senderPoint = P256.bytes(sender.getPublic());
        byte[] info = join(ascii("WebPush: info\0"), P256.bytes(browser), senderPoint);
        byte[] shared = derive(P256.agree(sender.getPrivate(), browser), auth, info, SHARED);
        byte[] key = derive(shared, salt, ascii("Content-Encoding: aes128gcm\0"), KEY);
        byte[] nonce = derive(shared, salt, ascii("Content-Encoding: nonce\0"), NONCE);
        ByteBuffer out = ByteBuffer.allocate(HEADER + message.length + 1 + TAG);
        out.put(salt).putInt(RECORD).put((byte) P256.POINT).put(senderPoint);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * Byte.SIZE, nonce));
            out.put(cipher.doFinal(join(message, new byte[] {LAST_RECORD})));
        } catch (GeneralSecurityException e) {
            throw P256.unavailable(e);
        }
        return out.array();
    }

    private static byte[] derive(byte[] from, byte[] salt, byte[] info, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(from)
                            .addSalt(salt)
                            .thenExpand(info, length));
        } catch (GeneralSecurityException e) {
            throw P256.unavailable(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
