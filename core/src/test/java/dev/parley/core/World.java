package dev.parley.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A hub on manual loops with peers on it. */
final class World {
    final ManualLoops loops;
    final Hub hub;
    final RecordingFormat format = new RecordingFormat();
    final List<Peer> peers = new ArrayList<>();

    World(int shards) {
        this(shards, HubOptions.defaults());
    }

    World(int shards, HubOptions options) {
        this(shards, options, Broker.embedded());
    }

    World(int shards, HubOptions options, Broker broker) {
        loops = new ManualLoops(shards);
        hub = new Hub(options, broker, loops.clock(), loops.all());
    }

    Peer peer(String id, int shard) {
        return new Peer(this, id, "app", null, shard);
    }

    /** A name of that beginning whose channel of {@code app} is at home on that shard. */
    String channelAt(int shard, String beginning) {
        for (int i = 0; ; i++) {
            String name = beginning + i;
            if (hub.home(AudienceKey.channel("app", name)) == shard) {
                return name;
            }
        }
    }

    void runAll() {
        loops.runAll();
    }

    List<String> members(String channel) {
        return answer(hub.members(AudienceKey.channel("app", channel))).stream()
                .map(Member::id)
                .toList();
    }

    <T> T answer(CompletionStage<T> stage) {
        runAll();
        return stage.toCompletableFuture().join();
    }

    long total(Function<ShardCounters, Counter> field) {
        long total = 0;
        for (int i = 0; i < hub.shards(); i++) {
            total += field.apply(hub.shard(i).counters()).get();
        }
        return total;
    }

    /** To be called after every test. */
    void verify() {
        runAll();
        HubCheck.verify(hub);
        for (Peer peer : peers) {
            if (!peer.lane.isAtRest()) {
                throw new AssertionError(peer.id + "'s lane is not at rest");
            }
            if (peer.completed != peer.commands) {
                throw new AssertionError(peer.id + " gave " + peer.commands + " commands, completed " + peer.completed);
            }
        }
        if (format.unreleased() != 0) {
            throw new AssertionError(format.unreleased() + " batches leaked");
        }
    }
}
