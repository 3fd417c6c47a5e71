package dev.parley.server.accounts;

import dev.parley.server.sealing.Sealing;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes SRP verifiers of passwords, and opens them. They are encrypted, as trying a password against one takes milliseconds and no
 * memory: a stolen database alone gives nobody a verifier. One that cannot be opened, as the secret has changed, counts as none. Any
 * thread; making one takes milliseconds.
 */
final class Verifiers {

    private static final int SALT_BYTES = 16;
    /** Of nobody's sealed verifier: as long as a user's, and none of any. */
    private static final String NOWHERE = "\n".repeat(76);

    /**
     * What a password is checked against without being known.
     *
     * @param user what stands for the user in the proof: its UUID
     * @param salt hex
     */
    record Verifier(String user, String salt, BigInteger value) {

        /** Shows neither salt nor value. */
        @Override
        public String toString() {
            return "Verifier[]";
        }
    }

    private final Sealing sealing;
    private final byte[] nobodysKey;
    /** What is opened where a user has nothing to open. */
    private final String dummy;

    private final SecureRandom random = new SecureRandom();

    Verifiers(byte[] secret) {
        sealing = new Sealing(secret, "parley srp verifier 1");
        nobodysKey = Hashes.hmac(secret, "parley srp nobody 1");
        dummy = sealed(new byte[SALT_BYTES + Srp.NUMBER_BYTES], NOWHERE);
    }

    /** What to store of the user's password. */
    String make(User user, String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        BigInteger value = Srp.verifier(Srp.number(salt), SrpSignIns.POOL_NAME, user.uuid(), password);
        byte[] plain = Arrays.copyOf(salt, SALT_BYTES + Srp.NUMBER_BYTES);
        System.arraycopy(Srp.bytes(value, Srp.NUMBER_BYTES), 0, plain, SALT_BYTES, Srp.NUMBER_BYTES);
        return sealed(plain, place(user));
    }

    private String sealed(byte[] plain, String place) {
        return Base64.getEncoder().encodeToString(sealing.seal(plain, place));
    }

    /**
     * The verifier to check proofs for this name against: nobody's if nobody has it, or there is none that can be read. Nobody's is
     * worked out and a sealed one opened in either case, so that the time it takes does not tell which it was.
     *
     * @param row the user who has the name, or null
     */
    Verifier ofName(String app, String name, @Nullable UserRow row) {
        Verifier nobodys = ofNobody(app, name);
        String stored = row == null ? null : row.verifier();
        if (row == null || stored == null) {
            open(dummy, NOWHERE, nobodys.user());
            return nobodys;
        }
        Verifier own = of(row);
        return own == null ? nobodys : own;
    }

    /** The user's, or null if it has none that can be read. */
    @Nullable
    Verifier of(UserRow row) {
        String stored = row.verifier();
        if (stored == null) {
            return null;
        }
        return open(stored, place(row.user()), row.user().uuid());
    }

    private @Nullable Verifier open(String sealed, String place, String user) {
        byte[] plain = sealing.open(Base64.getDecoder().decode(sealed), place);
        return plain == null || plain.length != SALT_BYTES + Srp.NUMBER_BYTES ? null : verifier(user, plain);
    }

    private static Verifier verifier(String user, byte[] plain) {
        return new Verifier(
                user,
                HexFormat.of().formatHex(plain, 0, SALT_BYTES),
                Srp.number(Arrays.copyOfRange(plain, SALT_BYTES, plain.length)));
    }

    /** The verifier of one user is none of another, nor of one who gets its id later. */
    private static String place(User user) {
        return user.app() + "\n" + user.id() + "\n" + user.uuid();
    }

    /** Of a name that nobody has: always the same of the same, and nobody knows a password for it. */
    private Verifier ofNobody(String app, String name) {
        byte[] bytes = new byte[2 * SALT_BYTES + Srp.NUMBER_BYTES];
        byte[] block = {};
        for (int filled = 0; filled < bytes.length; filled += block.length) {
            block = Hashes.hmac(nobodysKey, app + "\n" + name + "\n" + filled);
            System.arraycopy(block, 0, bytes, filled, Math.min(block.length, bytes.length - filled));
        }
        UUID user = SrpBlock.uuid(bytes, 0);
        UUID random = new UUID(
                (user.getMostSignificantBits() & ~0xF000L) | 0x4000L,
                (user.getLeastSignificantBits() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
        Verifier made = verifier(random.toString(), Arrays.copyOfRange(bytes, SALT_BYTES, bytes.length));
        return new Verifier(made.user(), made.salt(), made.value().mod(Srp.N));
    }
}
