package dev.parley.server.accounts;

import dev.parley.server.config.SkapiService;
import dev.parley.server.identity.App;
import dev.parley.server.sealing.Sealing;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Signing in without sending the password: SRP-6a as Cognito has it (skapi 2.5 B), for users of whose password there is a verifier
 * ({@code apps[].skapi.passwordLogin}). Nothing is kept between challenge and answer. Any thread; nothing blocks; stages end like
 * those of {@link Accounts}.
 */
public final class SrpSignIns {

    /** The part of the user pool's id behind the underscore, which goes into every verifier. */
    public static final String POOL_NAME = "Parley";

    private static final Duration LIFETIME = Duration.ofMinutes(2);
    /** Of challenges answered in a lifetime, right or wrong; each takes a try of its address. */
    private static final int MAX_ANSWERED = 50_000;

    private static final int MAX_USERNAME = 512;
    private static final int MAX_SECRET = 2048;
    private static final int MAX_TIMESTAMP = 64;
    private static final int MAX_SIGNATURE = 88;
    private static final Pattern HEX_NUMBER = Pattern.compile("[0-9a-fA-F]{1," + 2 * Srp.NUMBER_BYTES + "}");
    private static final Pattern DIGEST = Pattern.compile("-([0-9a-f]{32})");
    private static final HexFormat HEX = HexFormat.of();

    private final Services services;
    private final Entrance entrance;
    private final SkapiAccounts tokens;
    private final Sealing sealing;
    private final UsedOnce used;
    private final SecureRandom random = new SecureRandom();

    SrpSignIns(Services services, Entrance entrance, SkapiAccounts tokens, byte[] secret) {
        this.services = services;
        this.entrance = entrance;
        this.tokens = tokens;
        sealing = new Sealing(secret, "parley srp challenge 1");
        used = new UsedOnce(LIFETIME, MAX_ANSWERED, services.parts().clock());
    }

    /**
     * A challenge; one that nobody can answer for a user who does not exist or has no verifier, which looks alike and takes as long.
     *
     * @param username {@code <service>-<md5 of the login name, in hex>}, as the client sends it, or the login name itself if it has
     *     {@code <service>-} in it
     * @param srpA hex
     * @return INVALID_VALUE if srpA is no fit number; NOT_ALLOWED if the app has no {@code passwordLogin}; TOO_MANY_ATTEMPTS; BUSY
     */
    public CompletionStage<SrpChallenge> challenge(App app, String username, String srpA, Client client) {
        return Stages.of(() -> {
            requirePasswordLogin(app);
            BigInteger clientNumber = clientNumber(srpA);
            if (username.isEmpty() || username.length() > MAX_USERNAME) {
                throw new AccountException(AccountError.INVALID_VALUE);
            }
            services.attempts().address(client);
            String name = digest(app, username);
            return services.<NamedLogin.@Nullable Found>read(handle -> NamedLogin.find(handle, app, name))
                    .thenCompose(found -> services.passwords()
                            .run(() -> challenge(app, name, verifier(app, name, found), clientNumber)));
        });
    }

    private static void requirePasswordLogin(App app) {
        if (!Services.keepsVerifiers(app)) {
            throw new AccountException(AccountError.NOT_ALLOWED);
        }
    }

    /** A. One that is a multiple of N would make the key known without the password. */
    private static BigInteger clientNumber(String srpA) {
        BigInteger number = HEX_NUMBER.matcher(srpA).matches() ? new BigInteger(srpA, 16) : BigInteger.ZERO;
        if (number.mod(Srp.N).signum() == 0) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
        return number;
    }

    private static String digest(App app, String username) {
        SkapiService skapi = app.config().skapi();
        String service = skapi == null ? "" : skapi.service();
        Matcher digest = DIGEST.matcher(username);
        boolean digested = username.startsWith(service)
                && digest.region(service.length(), username.length()).matches();
        return digested ? digest.group(1) : NameDigest.of(username);
    }

    private Verifiers.Verifier verifier(App app, String name, NamedLogin.@Nullable Found found) {
        return services.verifiers().ofName(app.id(), name, found == null ? null : found.row());
    }

    private SrpChallenge challenge(App app, String name, Verifiers.Verifier verifier, BigInteger clientNumber) {
        byte[] id = new byte[SrpBlock.ID_BYTES];
        byte[] bytes = new byte[SrpBlock.SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(bytes);
        BigInteger secret = Srp.number(bytes);
        BigInteger serverNumber = Srp.serverNumber(verifier.value(), secret);
        long expires = services.now() + LIFETIME.toMillis();
        SrpBlock block =
                new SrpBlock(HEX.formatHex(id), name, verifier.user(), secret, clientNumber, serverNumber, expires);
        return new SrpChallenge(
                verifier.user(),
                verifier.salt(),
                HEX.formatHex(Srp.bytes(serverNumber, Srp.NUMBER_BYTES)),
                Base64.getEncoder().encodeToString(sealing.seal(block.bytes(), app.id())));
    }

    /**
     * A session for a right answer.
     *
     * @return INVALID_SIGN_IN for any other answer; USER_DISABLED, EMAIL_NOT_VERIFIED, PHONE_NOT_VERIFIED for a right one;
     *     INVALID_VALUE if something is far too long; NOT_ALLOWED, TOO_MANY_ATTEMPTS, BUSY
     */
    public CompletionStage<SkapiTokens> answer(App app, SrpAnswer answer, Client client) {
        return Stages.of(() -> {
            requirePasswordLogin(app);
            requireShort(answer);
            SrpBlock block = open(app, base64(answer.secret()));
            if (block == null || !block.user().equals(answer.userId())) {
                services.attempts().address(client);
                return Services.refused(AccountError.INVALID_SIGN_IN);
            }
            return services.<NamedLogin.@Nullable Found>read(handle -> NamedLogin.find(handle, app, block.name()))
                    .thenCompose(found -> {
                        LoginName login = found == null ? nobodysLogin(block) : found.login();
                        services.attempts().account(app.id(), login, client);
                        return use(block)
                                ? check(app, block, found, answer, client)
                                : Services.refused(AccountError.INVALID_SIGN_IN);
                    });
        });
    }

    private static void requireShort(SrpAnswer answer) {
        boolean fits = answer.secret().length() <= MAX_SECRET
                && answer.timestamp().length() <= MAX_TIMESTAMP
                && answer.signature().length() <= MAX_SIGNATURE;
        if (!fits) {
            throw new AccountException(AccountError.INVALID_VALUE);
        }
    }

    /** Empty if it is not Base64. */
    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private @Nullable SrpBlock open(App app, byte[] sealed) {
        byte[] plain = sealing.open(sealed, app.id());
        SrpBlock block = plain == null ? null : SrpBlock.of(plain);
        return block == null || block.expiresAt() <= services.now() ? null : block;
    }

    /** So that tries at a name that nobody has are counted alike. */
    private static LoginName nobodysLogin(SrpBlock block) {
        return new LoginName(Login.Kind.USERNAME, block.name(), block.name());
    }

    private boolean use(SrpBlock block) {
        return used.use(block.id());
    }

    private CompletionStage<SkapiTokens> check(
            App app, SrpBlock block, NamedLogin.@Nullable Found found, SrpAnswer answer, Client client) {
        return services.passwords()
                .run(() -> isRight(block, verifier(app, block.name(), found), answer))
                .thenCompose(right -> {
                    if (found == null || !right) {
                        return Services.refused(AccountError.INVALID_SIGN_IN);
                    }
                    // The right password was shown: only now is it told what the matter is with the account.
                    SignIns.requireReady(app, found.row().user(), found.login().kind());
                    services.attempts().succeeded(app.id(), found.login(), client);
                    return enter(app, found.row(), client);
                });
    }

    /** Nobody's verifier never gets here with a proof: nobody has a password for it. */
    private static boolean isRight(SrpBlock block, Verifiers.Verifier verifier, SrpAnswer answer) {
        byte[] key = Srp.key(verifier.value(), block.secret(), block.clientNumber(), block.serverNumber());
        byte[] wanted = Srp.signature(key, POOL_NAME, block.user(), base64(answer.secret()), answer.timestamp());
        return MessageDigest.isEqual(wanted, base64(answer.signature()))
                && verifier.user().equals(block.user());
    }

    private CompletionStage<SkapiTokens> enter(App app, UserRow row, Client client) {
        String id = row.user().id();
        Entrance.Wish wish = new Entrance.Wish(app, client, Client.SKAPI, null, List.of());
        return entrance.enter(wish, id, handle -> admit(handle, row)).thenApply(in -> tokens.tokens(app, in));
    }

    private User admit(Handle handle, UserRow row) {
        if (!UserStore.signedInByProof(handle, row, services.now())) {
            // Deleted, disabled or given another password while this one was checked.
            throw new AccountException(AccountError.INVALID_SIGN_IN);
        }
        return UserStore.require(handle, row.user().app(), row.user().id()).user();
    }
}
