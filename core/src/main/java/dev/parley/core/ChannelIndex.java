package dev.parley.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The channels at home on one shard, app by app in the order of their names, so that a page of them costs its own length and not
 * the number of all channels. Belongs to {@link Homes}.
 */
final class ChannelIndex {
    /** An app is there while it has channels here. */
    private final Map<String, NavigableMap<String, HomeAudience>> apps = new HashMap<>();

    void add(HomeAudience channel) {
        apps.computeIfAbsent(channel.key.app(), app -> new TreeMap<>()).put(channel.key.name(), channel);
    }

    void remove(AudienceKey key) {
        NavigableMap<String, HomeAudience> channels = apps.get(key.app());
        if (channels != null && channels.remove(key.name()) != null && channels.isEmpty()) {
            apps.remove(key.app());
        }
    }

    /** What the query asks for, in its order. */
    List<ChannelCount> page(String app, ChannelQuery query) {
        NavigableMap<String, HomeAudience> channels = apps.get(app);
        if (channels == null) {
            return List.of();
        }
        List<ChannelCount> page = new ArrayList<>();
        for (HomeAudience channel : query.of(channels).values()) {
            if (page.size() == query.limit()) {
                break;
            }
            page.add(new ChannelCount(channel.key.name(), channel.total()));
        }
        return page;
    }

    /** For checks. */
    Map<String, NavigableMap<String, HomeAudience>> apps() {
        return apps;
    }
}
