package dev.parley.core;

import org.jspecify.annotations.Nullable;

/**
 * One subscriber in one audience, from the command that wants it to the moment it is taken off.
 *
 * <p>Belongs to the subscriber's shard. It is <i>wanted</i> as long as the subscriber lists it, and <i>admitted</i> while
 * it stands in a {@link LocalAudience}; the home shard decides when, so the two differ while commands are under way.
 */
final class Membership {
    final Subscriber subscriber;

    /** When it is admitted it takes its audience's own, so that the members of a channel share one. Read by home shards, too. */
    AudienceKey key;

    final boolean numericName;

    /** Where it is admitted, or null. */
    @Nullable
    LocalAudience audience;

    /** Its place there. */
    int index = -1;

    /** Taken off by its own shard; when the home admits it, it is too late. */
    boolean dropped;

    /** Why the home did not take it, or null. */
    @Nullable
    Refusal refusal;

    Membership(Subscriber subscriber, AudienceKey key, boolean numericName) {
        this.subscriber = subscriber;
        this.key = key;
        this.numericName = numericName;
    }

    boolean isChannel() {
        return key.kind() == AudienceKey.Kind.CHANNEL;
    }

    Name name() {
        return new Name(key.name(), numericName);
    }
}
