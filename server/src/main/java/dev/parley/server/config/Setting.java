package dev.parley.server.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a settings record: what it means, its default and its bounds.
 *
 * <p>The reader, the environment names, the command-line flags and {@code docs/configuration.md} all come from these
 * annotations, so a setting exists in all of them or in none. A component that is {@code @Nullable} is optional; any
 * other value needs {@link #def()}, {@link #inherit()} or {@link #required()}. A list without a default is empty.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** One or two sentences of Markdown for the person who runs the server. */
    String doc();

    /** The default, written as it would stand in the file. */
    String def() default "";

    /** The key in the file, where it differs from the component's name. */
    String name() default "";

    /** The full name of another setting (or section) whose value is the default of this one. */
    String inherit() default "";

    /** What a plain number counts. */
    Unit unit() default Unit.NUMBER;

    /** The smallest value, written like a value. */
    String min() default "";

    /** The largest value, written like a value. */
    String max() default "";

    /** Whether the setting must be given wherever its section is. */
    boolean required() default false;

    /** What a plain number counts. */
    enum Unit {
        /** A count of things. */
        NUMBER,
        /** Bytes; may be written {@code 64KiB} or {@code 1MB}. */
        BYTES
    }
}
