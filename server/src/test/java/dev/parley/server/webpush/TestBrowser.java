package dev.parley.server.webpush;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A browser's side: reads messages with its private key. HKDF is written out here, so that it is not the server's. */
record TestBrowser(String endpoint, KeyPair keys, String auth) {

    static TestBrowser at(String endpoint) {
        byte[] auth = new byte[16];
        Arrays.fill(auth, (byte) endpoint.hashCode());
        return new TestBrowser(endpoint, P256.newPair(), Browser.encode(auth));
    }

    Subscription subscription() {
        return new Subscription(endpoint, Browser.encode(P256.bytes(keys.getPublic())), auth);
    }

    String read(byte[] body) throws GeneralSecurityException {
        return decrypt(body, keys, Base64.getUrlDecoder().decode(auth));
    }

    /** RFC 8188, 2 and RFC 8291, 3.4; one record. */
    static String decrypt(byte[] body, KeyPair keys, byte[] auth) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(body);
        byte[] salt = take(in, 16);
        int record = in.getInt();
        byte[] sender = take(in, in.get());
        byte[] sealed = take(in, in.remaining());
        if (record < sealed.length || sender.length != 65) {
            throw new GeneralSecurityException("more than one record, or no sender");
        }
        byte[] shared = P256.agree(keys.getPrivate(), requireNonNull(P256.publicKey(sender)));
        byte[] info = join(ascii("WebPush: info"), new byte[1], P256.bytes(keys.getPublic()), sender);
        byte[] input = expand(mac(auth, shared), info, 32);
        byte[] extracted = mac(salt, input);
        byte[] key = expand(extracted, join(ascii("Content-Encoding: aes128gcm"), new byte[1]), 16);
        byte[] nonce = expand(extracted, join(ascii("Content-Encoding: nonce"), new byte[1]), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        byte[] text = cipher.doFinal(sealed);
        int end = text.length - 1;
        while (text[end] == 0) {
            end--;
        }
        if (text[end] != 2) {
            throw new GeneralSecurityException("not the last record");
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    private static byte[] expand(byte[] key, byte[] info, int length) throws GeneralSecurityException {
        return Arrays.copyOf(mac(key, join(info, new byte[] {1})), length);
    }

    private static byte[] mac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
