package dev.parley.server.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose JWTs are session tokens of an app. Exactly one of {@code secret}, {@code publicKey} and {@code jwksUrl} is set.
 *
 * @param algorithm the one JWS algorithm that is accepted; null for the usual one of the key
 * @param issuer the {@code iss} claim a token must have; null for any
 * @param audience what the {@code aud} claim must hold; null for any
 */
public record JwtIssuer(
        @Setting(
                doc = "The secret tokens are signed with (HS256 unless `algorithm` says otherwise); at least 32 bytes.")
        @Nullable
        Secret secret,

        @Setting(doc = "A PEM file with the public key that tokens are checked with.") @Nullable
        Path publicKey,

        @Setting(doc = "Where the issuer publishes its public keys (JWKS); https, or http on this machine.") @Nullable
        URI jwksUrl,

        @Setting(
                doc =
                        "The one algorithm that is accepted, such as `ES256`. Without it: HS256 for a secret, RS256 for an RSA"
                                + " key, EdDSA for Ed25519, the curve's for an EC key.")
        @Nullable
        String algorithm,

        @Setting(doc = "What a token's `iss` claim must be. Without it: anything.") @Nullable
        String issuer,

        @Setting(doc = "What a token's `aud` claim must hold. Without it: anything.") @Nullable
        String audience,

        @Setting(doc = "The claim with the user's id.", def = "sub")
        String userClaim,

        @Setting(
                doc = "The claim with the list of channels (or patterns) the user may use, for rules that say `claim`.",
                def = "channels")
        String channelsClaim) {}
