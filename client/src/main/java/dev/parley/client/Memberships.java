package dev.parley.client;

import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The channels that the user wants to be in, and its profile: what a new connection is told first (altogic-agnost 4). Owned by the lane. */
final class Memberships {

    /** A channel to be joined again, and whether that comes back as an event. */
    record Channel(String name, boolean echo) {}

    private final Map<String, Boolean> channels = new LinkedHashMap<>(4);
    private @Nullable Payload profile;

    void joined(String channel, boolean echo) {
        channels.put(channel, echo);
    }

    void left(String channel) {
        channels.remove(channel);
    }

    /** What a join or an update made is no more. */
    void forget(Command.About about) {
        String channel = about.channel();
        if (channel != null) {
            channels.remove(channel);
        }
        if (about.profile() == profile) {
            profile = null;
        }
    }

    void updated(Payload data) {
        profile = data;
    }

    /** The profile that was set last; null if none was. */
    @Nullable
    Payload profile() {
        return profile;
    }

    /** In the order in which they were joined. */
    List<Channel> channels() {
        List<Channel> all = new ArrayList<>(channels.size());
        channels.forEach((name, echo) -> all.add(new Channel(name, echo)));
        return all;
    }
}
