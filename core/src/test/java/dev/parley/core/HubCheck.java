package dev.parley.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/** Whether a hub at rest is in one piece: what shards, homes, subscribers and lanes believe of each other agrees. */
public final class HubCheck {
    private final Hub hub;
    private final List<String> faults = new ArrayList<>();

    /** Per audience, the members each shard has. */
    private final Map<AudienceKey, int[]> localSizes = new HashMap<>();

    private final Map<AudienceKey, Set<String>> localIds = new HashMap<>();

    private HubCheck(Hub hub) {
        this.hub = hub;
    }

    /**
     * Checks a hub none of whose loops has anything left to do.
     *
     * @throws AssertionError naming everything that disagrees
     */
    public static void verify(Hub hub) {
        HubCheck check = new HubCheck(hub);
        for (int i = 0; i < hub.shards(); i++) {
            check.shard(hub.shard(i));
        }
        for (int i = 0; i < hub.shards(); i++) {
            check.homes(hub.shard(i));
        }
        check.localSizes.keySet().forEach(key -> check.fault("nobody is home for " + key));
        if (!check.faults.isEmpty()) {
            throw new AssertionError("The hub is not in order:\n  " + String.join("\n  ", check.faults));
        }
    }

    private void shard(Shard shard) {
        check(shard.batch().audience() == null, "shard " + shard.index() + " has an open batch");
        shard.fanOut().audiences().values().forEach(audience -> local(shard, audience));
        for (Subscriber subscriber : shard.subscribers()) {
            check(subscriber.isOpen(), subscriber.id() + " is listed but closed");
            check(
                    subscriber.exclusions == 0 || subscriber.exclusions == Subscriber.MUTED,
                    subscriber.id() + " is still left out of something");
            check(subscriber.lane().isAtRest(), subscriber.id() + "'s lane is not at rest");
            for (Membership membership : subscriber.allMemberships()) {
                LocalAudience audience = membership.audience;
                check(
                        audience != null
                                && audience == shard.fanOut().audiences().get(membership.key),
                        subscriber.id() + " is not admitted to " + membership.key);
            }
        }
    }

    private void local(Shard shard, LocalAudience audience) {
        check(audience.size() > 0, "an empty local audience is kept: " + audience.key);
        localSizes.computeIfAbsent(audience.key, key -> new int[hub.shards()])[shard.index()] = audience.size();
        Set<String> ids = localIds.computeIfAbsent(audience.key, key -> new HashSet<>());
        for (int i = 0; i < audience.size(); i++) {
            Membership membership = audience.membership(i);
            Subscriber subscriber = audience.members.get(i);
            check(membership.index == i, "a membership of " + audience.key + " does not know its place");
            check(membership.audience == audience, "a membership does not know " + audience.key);
            check(membership.subscriber == subscriber, "the two lists of " + audience.key + " disagree");
            check(subscriber.isOpen(), subscriber.id() + " is closed but in " + audience.key);
            check(subscriber.allMemberships().contains(membership), subscriber.id() + " does not list " + audience.key);
            check(ids.add(subscriber.id()), subscriber.id() + " is twice in " + audience.key);
        }
    }

    private void homes(Shard shard) {
        check(
                shard.counters().audiences.get() == shard.homes().audiences().size(),
                "shard " + shard.index() + " miscounts its audiences");
        index(shard);
        for (HomeAudience home : shard.homes().audiences().values()) {
            check(hub.home(home.key) == shard.index(), home.key + " is not at home");
            check(home.total() > 0, "an empty audience is kept: " + home.key);
            int[] sizes = localSizes.remove(home.key);
            for (int i = 0; i < hub.shards(); i++) {
                int size = sizes == null ? 0 : sizes[i];
                check(
                        home.count(i) == size,
                        home.key + " counts " + home.count(i) + " on shard " + i + ", not " + size);
            }
            if (home.key.kind() == AudienceKey.Kind.CHANNEL) {
                Set<String> present = new HashSet<>();
                home.members().forEach(member -> present.add(member.id()));
                check(present.equals(localIds.get(home.key)), "presence of " + home.key + " is " + present);
            }
        }
    }

    /** Every channel at home here is listed under its app and name, and nothing else is. */
    private void index(Shard shard) {
        int listed = 0;
        for (Map.Entry<String, NavigableMap<String, HomeAudience>> app :
                shard.homes().index().apps().entrySet()) {
            check(!app.getValue().isEmpty(), "an index without channels is kept: " + app.getKey());
            for (Map.Entry<String, HomeAudience> channel : app.getValue().entrySet()) {
                listed++;
                AudienceKey key = AudienceKey.channel(app.getKey(), channel.getKey());
                check(
                        channel.getValue() == shard.homes().audiences().get(key),
                        "the index lists another " + key + " than there is");
            }
        }
        check(
                listed == shard.counters().channels.get(),
                "shard " + shard.index() + " lists " + listed + " channels, not "
                        + shard.counters().channels.get());
    }

    private void check(boolean holds, String fault) {
        if (!holds) {
            fault(fault);
        }
    }

    private void fault(String fault) {
        faults.add(fault);
    }
}
