package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Payload;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The hub from outside its subscribers: publishing, asking, limits, brokers, meters. */
class HubTest {
    private static final AudienceKey ROOM = AudienceKey.channel("app", "room");

    @Test
    void aMessageFromOutsideReachesEveryoneAndTellsItsPosition() {
        World world = new World(3);
        Peer anna = world.peer("anna", 0).join("room");
        world.runAll();
        Peer ben = world.peer("ben", 1).join("room");
        anna.lines();
        Position position = world.answer(world.hub.publish(ROOM, Name.of("news"), Payload.json("1")));
        assertThat(position.offset()).isEqualTo(3);
        assertThat(anna.lines()).containsExactly("room/news=1");
        assertThat(ben.lines()).containsExactly("room/news=1");
        assertThat(ben.outbound.publications().getLast().envelope())
                .isEqualTo(new Envelope(ROOM, position, null, true, false));
        world.verify();
    }

    @Test
    void aMessageToNobodyHasAPositionAndKeepsNothing() {
        World world = new World(2);
        Position one = world.answer(world.hub.publish(ROOM, Name.of("news"), null));
        Position two = world.answer(world.hub.publish(ROOM, Name.of("news"), null));
        assertThat(one.epoch()).isNotEqualTo(two.epoch());
        assertThat(world.total(c -> c.audiences)).isZero();
        world.verify();
    }

    @Test
    void membersAreListedInTheOrderTheyJoined() {
        World world = new World(3);
        Peer anna = world.peer("anna", 2);
        Peer ben = world.peer("ben", 0);
        Peer cleo = world.peer("cleo", 1);
        for (Peer peer : List.of(cleo, anna, ben)) {
            peer.join("room");
            world.runAll();
        }
        cleo.update("\"c\"", false);
        assertThat(world.members("room")).containsExactly("cleo", "anna", "ben");
        assertThat(world.answer(world.hub.members(ROOM)).getFirst())
                .isEqualTo(new Member("cleo", null, Payload.json("\"c\"")));
        cleo.leave("room", false);
        world.runAll();
        cleo.join("room");
        assertThat(world.members("room")).containsExactly("anna", "ben", "cleo");
        assertThat(world.members("nowhere")).isEmpty();
        assertThatThrownBy(() -> world.hub.members(AudienceKey.app("app")))
                .isInstanceOf(IllegalArgumentException.class);
        world.verify();
    }

    @Test
    void aFullChannelRefusesAndTheRefusedIsNotInIt() {
        World world = new World(2, HubOptions.defaults().withChannels(1, 100));
        String there = world.channelAt(1, "there");
        Peer anna = world.peer("anna", 0).join(there);
        world.runAll();
        Peer ben = world.peer("ben", 0);
        ben.join(there, true).join(there, true).update("1", true).leave(there, true);
        ben.join(there, true);
        assertThat(ben.lines()).isEmpty();
        assertThat(ben.outcomes).containsExactly("channel_full", "channel_full", "ok", "ok", "channel_full");
        assertThat(ben.subscriber.channels()).isEmpty();
        assertThat(anna.lines()).isEmpty();
        anna.leave(there, false);
        world.runAll();
        ben.join(there, true);
        assertThat(ben.lines()).containsExactly(there + "+ben1");
        ben.join("x").close();
        world.verify();
    }

    @Test
    void aRefusedJoinUnderWayAtTheCloseLeavesNothing() {
        World world = new World(2, HubOptions.defaults().withChannels(1, 100));
        String there = world.channelAt(1, "there");
        world.peer("anna", 1).join(there);
        world.runAll();
        world.peer("ben", 0).join(there).close();
        assertThat(world.members(there)).containsExactly("anna");
        world.verify();
    }

    @Test
    void aFullHubRefusesNewChannelsAndFreesOldOnes() {
        World world = new World(1, HubOptions.defaults().withChannels(10, 2));
        Peer anna = world.peer("anna", 0).join("a").join("b").join("c");
        world.peer("ben", 0).join("a").attach(AudienceKey.app("app"));
        anna.leave("b", false).join("c");
        world.runAll();
        assertThat(anna.outcomes).containsExactly("ok", "ok", "hub_full", "ok", "ok");
        world.verify();
    }

    @Test
    void aBrokerThatFailsIsToldToTheSender() {
        World world = new World(2, HubOptions.defaults(), new Broker() {
            @Override
            public void start(Sink sink) {}

            @Override
            public void publish(Publication publication) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void close() {}
        });
        Peer anna = world.peer("anna", 0).join("room").send("room", "1", true);
        world.runAll();
        assertThat(anna.outcomes).containsExactly("ok", "internal_error");
        assertThatThrownBy(() -> world.answer(world.hub.publish(ROOM, Name.of("e"), null)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        world.verify();
    }

    @Test
    void aBrokerMayDeliverFromAnyThreadLater() {
        List<Broker.Sink> sinks = new ArrayList<>();
        World world = new World(2, HubOptions.defaults(), new Broker() {
            @Override
            public void start(Sink sink) {
                sinks.add(sink);
            }

            @Override
            public void publish(Publication publication) {}

            @Override
            public void close() {}
        });
        Peer anna = world.peer("anna", 0).join("room");
        world.runAll();
        Envelope envelope = new Envelope(ROOM, new Position(1, 1), null, true, false);
        sinks.getFirst().deliver(new Publication.Message(envelope, Name.of("far"), null));
        for (int i = 0; i < 2; i++) {
            world.loops
                    .get(i)
                    .run(() -> sinks.getFirst().deliver(new Publication.Message(envelope, Name.of("e"), null)));
        }
        assertThat(anna.lines()).containsExactlyInAnyOrder("room/far=null", "room/e=null", "room/e=null");
        world.verify();
    }

    @Test
    void theEmbeddedBrokerServesOneHubAndStops() {
        Broker broker = Broker.embedded();
        World world = new World(1, HubOptions.defaults(), broker);
        Peer anna = world.peer("anna", 0).join("room", true);
        assertThat(anna.lines()).hasSize(1);
        assertThatThrownBy(() -> new World(1, HubOptions.defaults(), broker)).isInstanceOf(IllegalStateException.class);
        world.hub.close();
        anna.send("room", "1", true);
        assertThat(anna.lines()).isEmpty();
    }

    @Test
    void homesAreSpreadOverTheShardsAndHashesOverTheMaps() {
        int[] homes = new int[7];
        for (int i = 0; i < 7000; i++) {
            homes[AudienceKey.channel("app", "room" + i).home(7)]++;
        }
        for (int count : homes) {
            assertThat(count).isBetween(800, 1200);
        }
        assertThat(AudienceKey.channel("a", "Aa")).isNotEqualTo(AudienceKey.channel("a", "BB"));
        assertThat(AudienceKey.channel("a", "Aa")).isNotEqualByComparingTo(AudienceKey.channel("a", "BB"));
        assertThat(AudienceKey.user("a", "x")).isNotEqualTo(AudienceKey.channel("a", "x"));
        assertThat(AudienceKey.channel("a", "x")).hasToString("a/CHANNEL/x").isEqualTo(AudienceKey.channel("a", "x"));
    }

    @Test
    void metersSumWhatTheShardsCount() {
        World world = new World(2);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new HubMetrics(world.hub).bindTo(registry);
        Peer anna = world.peer("anna", 0).join("room");
        Peer ben = world.peer("ben", 1).join("room");
        world.runAll();
        anna.send("room", "1", true);
        world.runAll();
        ben.close();
        world.runAll();
        assertThat(registry.get("parley.hub.publications").functionCounter().count())
                .isEqualTo(4);
        assertThat(registry.get("parley.hub.deliveries").functionCounter().count())
                .isEqualTo(4);
        assertThat(registry.get("parley.hub.joins").functionCounter().count()).isEqualTo(2);
        assertThat(registry.get("parley.hub.leaves").functionCounter().count()).isEqualTo(1);
        assertThat(registry.get("parley.hub.subscribers").gauge().value()).isEqualTo(1);
        assertThat(registry.get("parley.hub.channels").gauge().value()).isEqualTo(1);
        assertThat(registry.get("parley.hub.closes")
                        .tag("reason", "client")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void impossibleLimitsAreErrors() {
        assertThatThrownBy(() -> HubOptions.defaults().withBatches(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HubOptions.Credit(2, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Hub(HubOptions.defaults(), Broker.embedded(), new ManualClock(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
