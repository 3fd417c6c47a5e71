package dev.parley.protocol.mapping;

import dev.parley.protocol.Payload;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of the JDK's own types, without any library.
 *
 * <p>It writes {@link java.util.Map}, {@link Iterable}, arrays, {@link CharSequence}, {@link Character}, enums, finite
 * numbers, {@link Boolean}, {@link java.util.Optional}, null, {@link Payload}, and {@code byte[]} and {@link
 * java.nio.ByteBuffer} as attachments. Names of a map's members may be texts, characters, numbers, booleans and enums. The
 * arrays of attachments are kept, not copied.
 *
 * <p>It reads {@link Object}, {@link java.util.Map}, {@link java.util.List}, {@link String}, the numbers, {@link Boolean},
 * {@code byte[]}, {@link java.nio.ByteBuffer}, {@link Payload}, and maps and lists of these, as in {@code new
 * TypeRef<Map<String, List<Long>>>() {}}. As {@link Object} a number is the first of {@link Integer}, {@link Long} and {@link
 * java.math.BigInteger} that holds it, or with a fraction or an exponent a {@link Double}, infinite if it is beyond that, as
 * in JavaScript. As {@link Double} or {@link Float} it is refused instead, and as {@link java.math.BigDecimal} if its scale is
 * beyond 10,000 either way, since to expand it could take all memory. Maps and lists keep the order of the text and can be
 * changed.
 *
 * <p>Immutable, and safe for all threads.
 */
public final class PlainMapping implements PayloadMapping {
    /** A mapping; there is nothing to set. */
    public PlainMapping() {}

    @Override
    public Payload write(@Nullable Object value) {
        return value instanceof Payload payload ? payload : new PlainWriter().write(value);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    @Override
    public <T> @Nullable T read(Payload payload, Type type) {
        return (T) (type == Payload.class ? payload : PlainReader.read(payload, type));
    }
}
