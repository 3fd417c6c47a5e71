package dev.parley.core;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber is made of.
 *
 * @param id what clients see as socket id and presence id; unique in the server's life, unguessable
 * @param app the app all its audiences belong to
 * @param user the user it is signed in as, or null
 * @param format the shape of what it is sent
 * @param outbound the way to its peer
 * @param lane its connection's lane, made by the same shard
 * @param maxChannels how many channels it may be in at once
 * @param farewell called on its loop when the hub itself is about to close it ({@link Hub#disconnect}): says goodbye to the peer in
 *     the protocol's words; it may close the subscriber with that reason, otherwise the hub does
 */
public record SubscriberSpec(
        String id,
        String app,
        @Nullable String user,
        WireFormat format,
        Outbound outbound,
        Lane lane,
        int maxChannels,
        Consumer<CloseReason> farewell) {

    /** A subscriber whose peer has no words for a goodbye: its outbound is closed. */
    public SubscriberSpec(
            String id,
            String app,
            @Nullable String user,
            WireFormat format,
            Outbound outbound,
            Lane lane,
            int maxChannels) {
        this(id, app, user, format, outbound, lane, maxChannels, outbound::close);
    }

    public SubscriberSpec {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(outbound, "outbound");
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(farewell, "farewell");
    }
}
