package dev.parley.protocol.mapping;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type that survives erasure: {@code new TypeRef<List<Message>>() {}}.
 *
 * <p>Immutable.
 *
 * @param <T> the type that is meant
 */
public abstract class TypeRef<T> {
    private final Type type;

    /**
     * Remembers the type argument of the subclass.
     *
     * @throws IllegalStateException if the subclass names no type argument
     */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType direct)
                || direct.getRawType() != TypeRef.class) {
            throw new IllegalStateException("name the type: new TypeRef<List<String>>() {}");
        }
        this.type = direct.getActualTypeArguments()[0];
    }

    /**
     * The type that is meant.
     *
     * @return the type, for {@link PayloadMapping#read}
     */
    public final Type type() {
        return type;
    }

    /** The name of the type. */
    @Override
    public final String toString() {
        return type.getTypeName();
    }
}
