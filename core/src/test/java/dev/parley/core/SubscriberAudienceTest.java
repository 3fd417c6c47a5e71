package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscriber that attached itself can be told something alone, by its id. */
class SubscriberAudienceTest {

    private final World world = new World(3);
    private final Peer anna = world.peer("anna", 0);
    private final Peer ben = world.peer("ben", 1).attach(AudienceKey.subscriber("app", "ben"));

    @AfterEach
    void hubIsInOrder() {
        world.verify();
    }

    private Peer tell(String id, String json) {
        anna.loop.run(() -> anna.subscriber.publish(
                new Draft(AudienceKey.subscriber("app", id), false, Name.of("e"), Payload.json(json), true),
                anna.completion()));
        return anna;
    }

    @Test
    void onlyItIsToldInTheOrderOfTheSender() {
        world.runAll();
        for (int i = 0; i < 5; i++) {
            tell("ben", "" + i);
        }
        world.runAll();
        assertThat(ben.lines())
                .containsExactly("only:ben/e=0", "only:ben/e=1", "only:ben/e=2", "only:ben/e=3", "only:ben/e=4");
        assertThat(anna.lines()).isEmpty();
        assertThat(anna.outcomes).containsOnly("ok");
    }

    @Test
    void itsIdIsNoChannelAndNoUserAndNoneOfAnotherApp() {
        Peer stranger = new Peer(world, "other", "other-app", "ben", 2)
                .attach(AudienceKey.subscriber("other-app", "ben"))
                .attach(AudienceKey.user("other-app", "ben"))
                .join("ben");
        Peer member = world.peer("member", 2).join("ben").attach(AudienceKey.user("app", "ben"));
        world.runAll();
        stranger.outbound.takeLines();
        member.outbound.takeLines();
        tell("ben", "1");
        world.runAll();
        assertThat(ben.lines()).containsExactly("only:ben/e=1");
        assertThat(stranger.lines()).isEmpty();
        assertThat(member.lines()).isEmpty();
    }

    @Test
    void whoIsGoneIsNotThere() {
        AudienceKey key = AudienceKey.subscriber("app", "ben");
        assertThat(world.answer(world.hub.memberCount(key))).isEqualTo(1);
        ben.close();
        assertThat(world.answer(world.hub.memberCount(key))).isZero();
        tell("ben", "1");
        world.runAll();
        assertThat(anna.outcomes).containsExactly("ok");
    }
}
