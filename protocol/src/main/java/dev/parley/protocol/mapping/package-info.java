/**
 * How values of Java become payloads and payloads become values of Java.
 *
 * <p>{@link dev.parley.protocol.mapping.PlainMapping} needs no library and knows the types of the JDK. {@link
 * dev.parley.protocol.mapping.JacksonMapping} and {@link dev.parley.protocol.mapping.GsonMapping} know the user's own types;
 * their libraries are optional dependencies that the user adds. In all of them a {@code byte[]}, wherever it is inside a
 * value, travels as a binary attachment and comes back as {@code byte[]}.
 */
@NullMarked
package dev.parley.protocol.mapping;

import org.jspecify.annotations.NullMarked;
