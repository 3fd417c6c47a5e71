package dev.parley.core;

import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client with one subscriber on one connection; each call is an event on its loop. */
final class Peer implements Valve {
    final World world;
    final String id;
    final ManualLoop loop;
    final RecordingOutbound outbound;
    final Lane lane;
    final Subscriber subscriber;

    /** What became of its commands, in order: a refusal's code or "ok". */
    final List<String> outcomes = new ArrayList<>();

    /** What its valve was told. */
    final List<String> valve = new ArrayList<>();

    private int last = -1;
    int commands;
    int completed;

    Peer(World world, String id, String app, @Nullable String user, int shardIndex) {
        this.world = world;
        this.id = id;
        this.loop = world.loops.get(shardIndex);
        Shard shard = world.hub.shard(shardIndex);
        this.outbound = new RecordingOutbound(shard);
        this.lane = shard.lane(this);
        List<Subscriber> made = new ArrayList<>();
        SubscriberSpec spec = new SubscriberSpec(id, app, user, world.format, outbound, lane, 1000);
        loop.run(() -> made.add(shard.open(spec)));
        this.subscriber = made.getFirst();
        world.peers.add(this);
    }

    Peer join(String channel) {
        return join(channel, false);
    }

    Peer join(String channel, boolean echo) {
        loop.run(() -> subscriber.join(Name.of(channel), echo, completion()));
        return this;
    }

    Peer leave(String channel, boolean echo) {
        loop.run(() -> subscriber.leave(Name.of(channel), echo, completion()));
        return this;
    }

    Peer update(String profile, boolean echo) {
        loop.run(() -> subscriber.update(Payload.json(profile), echo, completion()));
        return this;
    }

    Peer send(String channel, String json, boolean echo) {
        loop.run(() -> publish(channel, json, echo));
        return this;
    }

    /** Without entering the loop: for use within it. */
    void publish(String channel, String json, boolean echo) {
        subscriber.publish(
                Draft.toChannel(subscriber.app(), Name.of(channel), Name.of("e"), Payload.json(json), echo),
                completion());
    }

    Peer broadcast(String json, boolean echo) {
        Draft draft = Draft.toApp(subscriber.app(), Name.of("e"), Payload.json(json), echo);
        loop.run(() -> subscriber.publish(draft, completion()));
        return this;
    }

    Peer attach(AudienceKey audience) {
        loop.run(() -> subscriber.attach(audience, completion()));
        return this;
    }

    Peer detach(AudienceKey audience) {
        loop.run(() -> subscriber.detach(audience, completion()));
        return this;
    }

    Peer close() {
        loop.run(() -> subscriber.close(CloseReason.CLIENT));
        return this;
    }

    Peer push(String line) {
        loop.run(() -> {
            subscriber.beforePush();
            outbound.push(line);
        });
        return this;
    }

    /** Lets everything happen and returns what it was told since the last call. */
    List<String> lines() {
        world.runAll();
        return outbound.takeLines();
    }

    Completion completion() {
        int number = commands++;
        return refusal -> {
            completed++;
            String outcome = refusal == null ? "ok" : refusal.code();
            outcomes.add(outcome);
            if (!outcome.equals(Refusal.FLOOD) && !outcome.equals(Refusal.CLOSED)) {
                if (number < last) {
                    throw new AssertionError("command " + number + " completed after " + last);
                }
                last = number;
            }
        };
    }

    @Override
    public void pause() {
        valve.add("pause");
    }

    @Override
    public void resume() {
        valve.add("resume");
    }

    @Override
    public void close(CloseReason reason) {
        valve.add("close " + reason);
    }
}
