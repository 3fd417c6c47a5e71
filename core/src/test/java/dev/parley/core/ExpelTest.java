package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Back ends list a user's subscribers and put them out. */
class ExpelTest {
    private static final AudienceKey USER = AudienceKey.user("app", "u");

    private final World world = new World(3);

    @AfterEach
    void hubIsInOrder() {
        world.verify();
    }

    private Peer device(String id, int shard) {
        return new Peer(world, id, "app", "u", shard).attach(USER);
    }

    @Test
    void aUsersSubscribersAreListedWithTheirChannels() {
        device("phone", 0).join("a").join("b");
        device("laptop", 2);
        world.peer("stranger", 0).join("a");
        world.runAll();
        assertThat(world.answer(world.hub.subscribers(USER, 10)))
                .containsExactlyInAnyOrder(
                        new SubscriberInfo("phone", "u", List.of("a", "b")),
                        new SubscriberInfo("laptop", "u", List.of()));
        assertThat(world.answer(world.hub.subscribers(USER, 1))).hasSize(1);
        assertThat(world.answer(world.hub.subscribers(AudienceKey.user("other", "u"), 10)))
                .isEmpty();
        assertThatThrownBy(() -> world.hub.subscribers(AudienceKey.channel("app", "a"), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> world.hub.disconnect(AudienceKey.channel("app", "a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anExpelledSubscriberIsSeenToLeaveOnceAndGetsWhatCameBefore() {
        Peer phone = device("phone", 0).join("a").join("b");
        Peer ben = world.peer("ben", 1).join("a").join("b");
        world.runAll();
        phone.outbound.takeLines();
        ben.outbound.takeLines();
        world.hub.publish(USER, Name.of("bye"), Payload.json("1"));
        CompletionStage<Integer> count = world.hub.disconnect(USER);
        world.hub.publish(USER, Name.of("late"), Payload.json("2"));
        assertThat(world.answer(count)).isEqualTo(1);
        assertThat(phone.lines()).containsExactly("user:u/bye=1");
        assertThat(ben.lines()).containsExactlyInAnyOrder("a-phone!", "b-phone!");
        assertThat(phone.subscriber.isOpen()).isFalse();
        assertThat(phone.outbound.closed()).isEqualTo(CloseReason.EXPELLED);
        assertThat(world.hub.shard(0).counters().closes(CloseReason.EXPELLED).get())
                .isEqualTo(1);
        assertThat(world.answer(world.hub.disconnect(USER))).isZero();
    }

    @Test
    void oneIsFoundByItsIdInItsOwnAppOnly() {
        Peer phone = device("phone", 2);
        world.runAll();
        assertThat(world.answer(world.hub.disconnect("other", "phone"))).isFalse();
        assertThat(world.answer(world.hub.disconnect("app", "nobody"))).isFalse();
        assertThat(phone.subscriber.isOpen()).isTrue();
        assertThat(world.answer(world.hub.disconnect("app", "phone"))).isTrue();
        assertThat(phone.subscriber.isOpen()).isFalse();
        assertThat(world.answer(world.hub.disconnect("app", "phone"))).isFalse();
    }

    @Test
    void theFarewellComesBehindWhatWasPublishedAndMayCloseOrFail() {
        List<String> told = new ArrayList<>();
        ManualLoop loop = world.loops.get(1);
        Shard shard = world.hub.shard(1);
        RecordingOutbound outbound = new RecordingOutbound(shard);
        Valve valve = world.peer("other", 1);
        for (String id : List.of("polite", "failing")) {
            loop.run(() -> {
                SubscriberSpec spec =
                        new SubscriberSpec(id, "app", "u", world.format, outbound, shard.lane(valve), 9, reason -> {
                            told.add(id + " " + reason + " after " + outbound.lines());
                            if (id.equals("failing")) {
                                throw new IllegalStateException("on purpose");
                            }
                        });
                shard.open(spec).attach(AudienceKey.user("app", id), Completion.IGNORED);
            });
            world.runAll();
            world.hub.publish(AudienceKey.user("app", id), Name.of("last"), null);
            CompletionStage<Integer> count = world.hub.disconnect(AudienceKey.user("app", id));
            world.runAll();
            assertThat(world.answer(count)).isEqualTo(1);
            assertThat(shard.subscriber(id)).isNull();
        }
        assertThat(told)
                .containsExactly(
                        "polite EXPELLED after [user:polite/last=null]",
                        "failing EXPELLED after [user:polite/last=null, user:failing/last=null]");
        assertThat(outbound.isOpen()).isTrue();
    }

    @Test
    void aUserWithThousandsOfSubscribersIsWorkedOffInPieces() {
        for (int i = 0; i < 5_000; i++) {
            device("d" + i, 1);
        }
        world.runAll();
        List<String> order = new ArrayList<>();
        CompletionStage<Integer> count = world.hub.disconnect(USER);
        count.thenAccept(ignored -> order.add("done"));
        int home = world.hub.home(USER);
        world.loops.get(home).step();
        if (home != 1) {
            world.loops.get(1).step();
        }
        world.loops.get(1).execute(() -> order.add("somebody else"));
        assertThat(world.answer(count)).isEqualTo(5_000);
        assertThat(order).containsExactly("somebody else", "done");
    }

    @RepeatedTest(50)
    void expellingWhileTheyComeAndGoCountsEachOnce() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Peer> devices = new ArrayList<>();
        List<CompletionStage<Integer>> counts = new ArrayList<>();
        int closedByThemselves = 0;
        for (int i = 0; i < 200; i++) {
            switch (random.nextInt(6)) {
                case 0 -> counts.add(world.hub.disconnect(USER));
                case 1 -> {
                    if (!devices.isEmpty()) {
                        Peer peer = devices.get(random.nextInt(devices.size()));
                        closedByThemselves += peer.subscriber.isOpen() ? 1 : 0;
                        peer.close();
                    }
                }
                default -> devices.add(device("d" + i, random.nextInt(3)).join("room"));
            }
            for (int steps = random.nextInt(5); steps > 0; steps--) {
                world.loops.stepAny(random);
            }
        }
        world.runAll();
        counts.add(world.hub.disconnect(USER));
        world.runAll();
        int expelled = counts.stream()
                .mapToInt(count -> count.toCompletableFuture().join())
                .sum();
        assertThat(expelled + closedByThemselves).as("seed " + seed).isEqualTo(devices.size());
        assertThat(world.members("room")).as("seed " + seed).isEmpty();
    }
}
