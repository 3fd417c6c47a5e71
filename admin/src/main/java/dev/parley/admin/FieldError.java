package dev.parley.admin;

import java.io.Serializable;

/**
 * A value of a request that is wrong.
 *
 * @param field the member of the body, such as {@code messages[3].event}, or the parameter
 * @param message what is wrong with it
 */
public record FieldError(String field, String message) implements Serializable {}
