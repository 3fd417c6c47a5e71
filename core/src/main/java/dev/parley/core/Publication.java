package dev.parley.core;

import dev.parley.protocol.Payload;
import org.jspecify.annotations.Nullable;

/** One thing told to an audience. Immutable, shared by all shards, encoded once per {@link WireFormat}. */
public sealed interface Publication {

    Envelope envelope();

    /** Whom it reaches. */
    default AudienceKey audience() {
        return envelope().audience();
    }

    /**
     * An event an app made up.
     *
     * @param event its name
     * @param payload its content, or null if the sender gave none (which is not JSON null)
     */
    record Message(Envelope envelope, Name event, @Nullable Payload payload) implements Publication {}

    /** {@code member} is now in the channel. */
    record Joined(Envelope envelope, Member member) implements Publication {}

    /** {@code member} is no longer in the channel; its profile is the last one. */
    record Left(Envelope envelope, Member member, LeaveReason reason) implements Publication {}

    /** {@code member} has a new profile. */
    record Updated(Envelope envelope, Member member) implements Publication {}
}
