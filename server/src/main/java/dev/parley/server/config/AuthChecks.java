package dev.parley.server.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Checks how users of an app sign in. */
final class AuthChecks {
    private static final Set<String> SYMMETRIC = Set.of("HS256", "HS384", "HS512");
    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519");
    private static final int SECRET_BYTES = 32;

    private final BiConsumer<String, String> problem;

    /** @param problem takes the full name of a setting and what is wrong with it */
    AuthChecks(BiConsumer<String, String> problem) {
        this.problem = problem;
    }

    void check(AuthConfig auth, String path) {
        List<URI> pages = auth.redirectUrls();
        for (int i = 0; i < pages.size(); i++) {
            if (!SafeUrl.isSafe(pages.get(i)) || pages.get(i).getRawFragment() != null) {
                problem.accept(
                        path + ".redirectUrls[" + i + "]",
                        "must be https:// (or http:// on this machine), without user name and fragment");
            }
        }
        for (int i = 0; i < auth.jwt().size(); i++) {
            issuer(auth.jwt().get(i), path + ".jwt[" + i + "]");
        }
    }

    private void issuer(JwtIssuer issuer, String path) {
        Secret secret = issuer.secret();
        Path publicKey = issuer.publicKey();
        URI jwks = issuer.jwksUrl();
        if (Stream.of(secret != null, publicKey != null, jwks != null)
                        .filter(set -> set)
                        .count()
                != 1) {
            problem.accept(path, "needs exactly one of secret, publicKey and jwksUrl");
            return;
        }
        if (secret != null && secret.reveal().getBytes(StandardCharsets.UTF_8).length < SECRET_BYTES) {
            problem.accept(path + ".secret", "must have at least " + SECRET_BYTES + " bytes");
        }
        if (publicKey != null && (!Files.isReadable(publicKey) || Files.isDirectory(publicKey))) {
            problem.accept(path + ".publicKey", "names " + publicKey + ", which is not a readable file");
        }
        if (jwks != null && !SafeUrl.isSafe(jwks)) {
            problem.accept(path + ".jwksUrl", "must be https:// (or http:// on this machine)");
        }
        Set<String> known = secret == null ? ASYMMETRIC : SYMMETRIC;
        String algorithm = issuer.algorithm();
        if (algorithm != null && !known.contains(algorithm)) {
            problem.accept(
                    path + ".algorithm",
                    "must be one of "
                            + String.join(", ", known.stream().sorted().toList()));
        }
    }
}
