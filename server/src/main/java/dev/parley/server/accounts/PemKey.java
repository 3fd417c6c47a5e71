package dev.parley.server.accounts;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads public keys from PEM files: {@code PUBLIC KEY} or {@code CERTIFICATE}. */
final class PemKey {

    private static final int MAX_BYTES = 64 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private PemKey() {}

    /**
     * Reads the first key. Blocks on the disk.
     *
     * @throws IOException if there is none; the message says what to do
     */
    static PublicKey read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is too large for a public key in PEM form");
        }
        Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new IOException(file + " holds no PUBLIC KEY and no CERTIFICATE in PEM form");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
            return block.group(1).equals("CERTIFICATE")
                    ? CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(bytes))
                            .getPublicKey()
                    : publicKey(bytes, file);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " holds a damaged key", e);
        }
    }

    private static PublicKey publicKey(byte[] bytes, Path file) throws IOException, GeneralSecurityException {
        for (String type : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(bytes));
            } catch (java.security.spec.InvalidKeySpecException e) {
                // Of another type.
            }
        }
        throw new IOException(file + " holds a key that is none of RSA, EC and Ed25519");
    }
}
