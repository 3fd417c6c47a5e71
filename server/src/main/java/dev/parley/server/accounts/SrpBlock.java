package dev.parley.server.accounts;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the server has to know of a challenge when its answer comes. The client carries it, sealed; it has the same length for
 * everybody.
 *
 * @param id of the challenge; hex
 * @param name {@link NameDigest} of the login name it was asked with
 * @param user what stands for the user in the proof
 * @param secret b
 * @param clientNumber A
 * @param serverNumber B
 * @param expiresAt milliseconds since 1970
 */
record SrpBlock(
        String id,
        String name,
        String user,
        BigInteger secret,
        BigInteger clientNumber,
        BigInteger serverNumber,
        long expiresAt) {

    static final int ID_BYTES = 16;
    static final int SECRET_BYTES = 32;

    private static final int DIGEST_BYTES = 16;
    private static final int UUID_BYTES = 16;
    private static final int BYTES =
            ID_BYTES + DIGEST_BYTES + UUID_BYTES + SECRET_BYTES + 2 * Srp.NUMBER_BYTES + Long.BYTES;
    private static final HexFormat HEX = HexFormat.of();

    byte[] bytes() {
        UUID uuid = UUID.fromString(user);
        return ByteBuffer.allocate(BYTES)
                .put(HEX.parseHex(id))
                .put(HEX.parseHex(name))
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .put(Srp.bytes(secret, SECRET_BYTES))
                .put(Srp.bytes(clientNumber, Srp.NUMBER_BYTES))
                .put(Srp.bytes(serverNumber, Srp.NUMBER_BYTES))
                .putLong(expiresAt)
                .array();
    }

    /** Null if it has another length. */
    static @Nullable SrpBlock of(byte[] bytes) {
        if (bytes.length != BYTES) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new SrpBlock(
                HEX.formatHex(take(in, ID_BYTES)),
                HEX.formatHex(take(in, DIGEST_BYTES)),
                uuid(take(in, UUID_BYTES), 0).toString(),
                Srp.number(take(in, SECRET_BYTES)),
                Srp.number(take(in, Srp.NUMBER_BYTES)),
                Srp.number(take(in, Srp.NUMBER_BYTES)),
                in.getLong());
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    static UUID uuid(byte[] bytes, int from) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, UUID_BYTES);
        return new UUID(in.getLong(), in.getLong());
    }

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "SrpBlock[]";
    }
}
