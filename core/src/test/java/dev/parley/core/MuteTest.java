package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Payload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A muted subscriber is in its audiences but is sent nothing until it is unmuted; a detached one is sent nothing more. */
class MuteTest {
    private static final AudienceKey APP = AudienceKey.app("app");

    private final World world = new World(2);
    private final Peer anna = world.peer("anna", 0);
    private final Peer ben = world.peer("ben", 0);

    @AfterEach
    void hubIsInOrder() {
        world.verify();
    }

    private void say(String json) {
        world.hub.publish(APP, Name.of("e"), Payload.json(json));
    }

    @Test
    void nothingThatReachedTheShardBeforeIsDeliveredAndEverythingAfterIs() {
        anna.loop.run(anna.subscriber::mute);
        anna.attach(APP);
        ben.attach(APP);
        world.runAll();
        say("1");
        world.runAll();
        anna.loop.run(() -> {
            ben.subscriber.publish(Draft.toApp("app", Name.of("e"), Payload.json("2"), true), ben.completion());
            anna.subscriber.unmute();
            anna.subscriber.unmute();
            anna.outbound.push("hello");
            ben.subscriber.publish(Draft.toApp("app", Name.of("e"), Payload.json("3"), true), ben.completion());
        });
        world.runAll();
        say("4");
        assertThat(ben.lines()).containsExactly("*/e=1", "*/e=2", "*/e=3", "*/e=4");
        // Where the home is on the other shard, 2 arrives there only after the unmuting.
        boolean homeIsHere = world.hub.home(APP) == 0;
        assertThat(anna.lines())
                .containsExactly(
                        homeIsHere
                                ? new String[] {"hello", "*/e=3", "*/e=4"}
                                : new String[] {"hello", "*/e=2", "*/e=3", "*/e=4"});
    }

    @Test
    void aMutedSenderStaysMutedAndAClosedOneIsSentNothing() {
        anna.loop.run(anna.subscriber::mute);
        anna.attach(APP).broadcast("1", false).broadcast("2", true);
        ben.attach(APP);
        assertThat(anna.lines()).isEmpty();
        anna.close();
        anna.loop.run(anna.subscriber::unmute);
        say("3");
        assertThat(anna.lines()).isEmpty();
    }

    @Test
    void whoIsDetachedAtOnceGetsWhatHadArrivedAndNothingElse() {
        AudienceKey user = AudienceKey.user("app", "u");
        for (int home = 0; home < 2; home++) {
            String channel = world.channelAt(home, "busy" + home);
            anna.attach(user).attach(user);
            world.runAll();
            world.hub.publish(user, Name.of("before"), null);
            world.runAll();
            anna.send(channel, "1", true).send(world.channelAt(1 - home, "x"), "1", true); // its lane has much to do
            anna.loop.run(() -> anna.subscriber.detachAtOnce(user));
            world.hub.publish(user, Name.of("after"), null);
            assertThat(anna.lines()).containsExactly("user:u/before=null");
            assertThat(world.answer(world.hub.memberCount(user))).isZero();
        }
        anna.attach(user);
        anna.loop.run(() -> {
            anna.subscriber.detachAtOnce(user); // before it was admitted
            anna.subscriber.detachAtOnce(user);
        });
        world.hub.publish(user, Name.of("never"), null);
        assertThat(anna.lines()).isEmpty();
        anna.attach(user);
        world.runAll();
        world.hub.publish(user, Name.of("again"), null);
        assertThat(anna.lines()).containsExactly("user:u/again=null");
    }

    @Test
    void onlyANewcomerCanBeMuted() {
        anna.join("room");
        anna.loop.run(() -> assertThatThrownBy(anna.subscriber::mute).isInstanceOf(IllegalStateException.class));
    }
}
