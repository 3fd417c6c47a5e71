package dev.parley.protocol.mapping;

import dev.parley.protocol.Payload;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * How Java values become payloads and payloads become Java values.
 *
 * <p>In a payload without attachments an object that looks like a placeholder is an object like any other.
 *
 * <p>Implementations must be safe for use by several threads at a time.
 */
public interface PayloadMapping {
    /**
     * The payload that stands for a value. A {@link Payload} is passed on as it is.
     *
     * @param value the value; null becomes JSON's null
     * @return the payload, with an attachment for each {@code byte[]} inside the value
     * @throws MappingException if the value cannot be written
     */
    Payload write(@Nullable Object value);

    /**
     * The value that a payload stands for.
     *
     * @param payload the payload
     * @param type what is wanted: a class, or a generic type made by {@link TypeRef}
     * @param <T> the wanted type, as the caller knows it; not checked beyond {@code type}
     * @return the value; null if the payload is JSON's null
     * @throws MappingException if the payload does not fit the type
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // Type says at run time what T says to the compiler
    <T> @Nullable T read(Payload payload, Type type);

    /**
     * The value that a payload stands for, as an instance of a class.
     *
     * @param payload the payload
     * @param type the class that is wanted
     * @param <T> the wanted type
     * @return the value; null if the payload is JSON's null
     * @throws MappingException if the payload does not fit the class
     */
    default <T> @Nullable T read(Payload payload, Class<T> type) {
        return read(payload, (Type) type);
    }

    /**
     * The value that a payload stands for, as a generic type.
     *
     * @param payload the payload
     * @param type the type that is wanted
     * @param <T> the wanted type
     * @return the value; null if the payload is JSON's null
     * @throws MappingException if the payload does not fit the type
     */
    default <T> @Nullable T read(Payload payload, TypeRef<T> type) {
        return read(payload, type.type());
    }
}
