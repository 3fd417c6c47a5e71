package dev.parley.core;

import dev.parley.protocol.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A channel's presence entry.
 *
 * @param id the subscriber's id
 * @param user the user it is signed in as, or null
 * @param profile what it last set, or null if it never set one; a profile set to JSON null is a payload
 */
public record Member(
        String id, @Nullable String user, @Nullable Payload profile) {}
