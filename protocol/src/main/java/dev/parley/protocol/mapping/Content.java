package dev.parley.protocol.mapping;

import dev.parley.protocol.Payload;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a message, a profile or an event carries: one JSON value that somebody chose, with binary attachments if there are any, kept as it came and mapped to Java
 * when it is asked for. Immutable; any thread may use it. Two are equal if their texts and attachments are.
 */
public final class Content {

    private final @Nullable Payload payload;
    private final PayloadMapping mapping;

    /**
     * A content.
     *
     * @param payload the value; null if it is absent
     * @param mapping makes Java of it
     */
    public Content(@Nullable Payload payload, PayloadMapping mapping) {
        this.payload = payload;
        this.mapping = mapping;
    }

    /**
     * Whether there is none at all, which is not the same as JSON's null.
     *
     * @return whether the sender gave no value
     */
    public boolean isAbsent() {
        return payload == null;
    }

    /**
     * The value as it came.
     *
     * @return JSON text and attachments; null if the value is absent
     */
    public @Nullable Payload payload() {
        return payload;
    }

    /**
     * The JSON text; attachments are placeholders in it.
     *
     * @return the text; {@code null} as text if the value is absent
     */
    public String json() {
        return payload == null ? "null" : payload.toString();
    }

    /**
     * The value in plain Java: maps, lists, strings, numbers, booleans and byte arrays, or what the mapping makes of {@code Object}.
     *
     * @return the value; null if it is absent or JSON's null
     * @throws MappingException if the mapping cannot read it
     */
    public @Nullable Object value() {
        return payload == null ? null : mapping.<Object>read(payload, Object.class);
    }

    /**
     * The value as a type.
     *
     * @param type the type
     * @param <T> the type
     * @return the value; null if it is absent or JSON's null
     * @throws MappingException if the value does not fit the type, or the mapping does not know it
     */
    public <T> @Nullable T as(Class<T> type) {
        return payload == null ? null : mapping.<T>read(payload, type);
    }

    /**
     * The value as a generic type, as in {@code as(new TypeRef<List<Position>>() {})}.
     *
     * @param type the type
     * @param <T> the type
     * @return the value; null if it is absent or JSON's null
     * @throws MappingException if the value does not fit the type, or the mapping does not know it
     */
    public <T> @Nullable T as(TypeRef<T> type) {
        return payload == null ? null : mapping.<T>read(payload, type.type());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Content that && Objects.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(payload);
    }

    /** The size only: contents do not belong into logs. */
    @Override
    public String toString() {
        return payload == null ? "absent" : payload.size() + " bytes";
    }
}
