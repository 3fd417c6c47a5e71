package dev.parley.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the home shard of an audience knows: its positions, its presence, and how many members each shard has.
 *
 * <p>Exists while it has members, and is one life of the audience: the next one has another epoch.
 */
final class HomeAudience {
    final AudienceKey key;
    final long epoch;
    private long offset;
    private int total;
    private final int[] counts;

    /** By subscriber id, in the order they joined; null for audiences nobody asks the members of. */
    private final @Nullable SequencedMap<String, Member> presence;

    HomeAudience(AudienceKey key, long epoch, int shards) {
        this.key = key;
        this.epoch = epoch;
        this.counts = new int[shards];
        this.presence = key.kind() == AudienceKey.Kind.CHANNEL ? new LinkedHashMap<>() : null;
    }

    Position nextPosition() {
        return new Position(epoch, ++offset);
    }

    boolean isChannel() {
        return presence != null;
    }

    int total() {
        return total;
    }

    int count(int shard) {
        return counts[shard];
    }

    void add(int shard) {
        counts[shard]++;
        total++;
    }

    void remove(int shard) {
        counts[shard]--;
        total--;
    }

    boolean isPresent(String id) {
        return presence != null && presence.containsKey(id);
    }

    /** Enters a member, or replaces what is known of it without changing its place. */
    void present(Member member) {
        if (presence != null) {
            presence.put(member.id(), member);
        }
    }

    @Nullable
    Member absent(String id) {
        return presence == null ? null : presence.remove(id);
    }

    List<Member> members() {
        return presence == null ? List.of() : new ArrayList<>(presence.values());
    }
}
