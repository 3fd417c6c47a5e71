package dev.parley.core;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber as {@link Hub#subscribers} lists it.
 *
 * @param id its id, which others may see
 * @param user the user it is signed in as, or null
 * @param channels the channels it is in or on its way into, in the order it joined them
 */
public record SubscriberInfo(String id, @Nullable String user, List<String> channels) {

    public SubscriberInfo {
        Objects.requireNonNull(id, "id");
        channels = List.copyOf(channels);
    }

    static SubscriberInfo of(Subscriber subscriber) {
        List<String> names = subscriber.channels().stream().map(Name::text).toList();
        return new SubscriberInfo(subscriber.id(), subscriber.user(), names);
    }
}
