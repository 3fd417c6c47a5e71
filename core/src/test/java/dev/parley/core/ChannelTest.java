package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Payload;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is told what by join, leave, update, message and disconnect. */
class ChannelTest {
    private final World world = new World(3);
    private final Peer anna = world.peer("anna", 0);
    private final Peer ben = world.peer("ben", 1);
    private final Peer cleo = world.peer("cleo", 0);

    @AfterEach
    void hubIsInOrder() {
        world.verify();
    }

    @Test
    void joinIsToldToTheMembersAndOnlyWithEchoToTheJoiner() {
        anna.join("room", true);
        assertThat(anna.lines()).containsExactly("room+anna");
        ben.join("room", false);
        cleo.join("room", true);
        assertThat(ben.lines()).containsExactly("room+cleo");
        assertThat(anna.lines()).containsExactly("room+ben", "room+cleo");
        assertThat(cleo.lines()).containsExactly("room+cleo");
    }

    @Test
    void joiningTwiceIsSilentEvenWithEcho() {
        anna.join("room", false).join("room", true);
        assertThat(anna.lines()).isEmpty();
        ben.join("room", false);
        assertThat(anna.lines()).containsExactly("room+ben");
        anna.join("room", true);
        assertThat(anna.lines()).isEmpty();
        assertThat(ben.lines()).isEmpty();
        assertThat(anna.outcomes).containsExactly("ok", "ok", "ok");
        assertThat(world.members("room")).containsExactly("anna", "ben");
    }

    @Test
    void leaveIsToldToTheRemainingAndOnlyWithEchoToTheLeaver() {
        anna.join("room");
        ben.join("room");
        cleo.join("room");
        List.of(anna, ben, cleo).forEach(Peer::lines);
        ben.leave("room", false);
        assertThat(anna.lines()).containsExactly("room-ben");
        assertThat(ben.lines()).isEmpty();
        cleo.leave("room", true);
        assertThat(anna.lines()).containsExactly("room-cleo");
        assertThat(cleo.lines()).containsExactly("room-ben", "room-cleo");
        anna.leave("room", true);
        assertThat(anna.lines()).containsExactly("room-anna");
        assertThat(world.total(c -> c.audiences)).isZero();
    }

    @Test
    void leavingWhatOneIsNotInIsSilent() {
        anna.leave("room", true);
        anna.join("room").leave("room", false).leave("room", true);
        assertThat(anna.lines()).isEmpty();
        assertThat(anna.outcomes).containsExactly("ok", "ok", "ok", "ok");
    }

    @Test
    void updateIsToldOncePerChannelInTheOrderOfJoining() {
        anna.join("b").join("a").join("c");
        ben.join("a").join("b");
        anna.lines();
        ben.lines();
        anna.update("{\"n\":1}", true);
        assertThat(anna.lines()).containsExactly("b~anna{\"n\":1}", "a~anna{\"n\":1}", "c~anna{\"n\":1}");
        assertThat(ben.lines()).containsExactly("b~anna{\"n\":1}", "a~anna{\"n\":1}");
        anna.update("null", false);
        assertThat(anna.lines()).isEmpty();
        assertThat(ben.lines()).containsExactly("b~annanull", "a~annanull");
    }

    @Test
    void updateInNoChannelIsSilentAndLaterJoinsCarryTheProfile() {
        anna.update("\"x\"", true);
        assertThat(anna.lines()).isEmpty();
        assertThat(anna.outcomes).containsExactly("ok");
        anna.join("room", true);
        assertThat(anna.lines()).containsExactly("room+anna\"x\"");
        ben.join("room");
        anna.leave("room", false);
        assertThat(ben.lines()).containsExactly("room-anna\"x\"");
    }

    @Test
    void aProfileNeverSetIsNotTheProfileNull() {
        anna.join("room", true);
        anna.update("null", true);
        anna.lines();
        assertThat(((Publication.Joined) anna.outbound.publications().get(0))
                        .member()
                        .profile())
                .isNull();
        assertThat(((Publication.Updated) anna.outbound.publications().get(1))
                        .member()
                        .profile())
                .isEqualTo(Payload.json("null"));
    }

    @Test
    void messageReachesMembersAndTheSenderOnlyWithEcho() {
        anna.join("room");
        ben.join("room");
        cleo.join("room");
        List.of(anna, ben, cleo).forEach(Peer::lines);
        anna.send("room", "1", true).send("room", "2", false);
        assertThat(anna.lines()).containsExactly("room/e=1");
        assertThat(ben.lines()).containsExactly("room/e=1", "room/e=2");
        assertThat(cleo.lines()).containsExactly("room/e=1", "room/e=2");
    }

    @Test
    void aSenderThatIsNoMemberNeverGetsAnEcho() {
        ben.join("room");
        anna.send("room", "1", true).send("elsewhere", "2", true);
        assertThat(anna.lines()).isEmpty();
        assertThat(ben.lines()).containsExactly("room/e=1");
        assertThat(anna.outcomes).containsExactly("ok", "ok");
    }

    @Test
    void broadcastReachesTheWholeAppAndNoOther() {
        Peer stranger = new Peer(world, "stranger", "other", null, 0);
        AudienceKey app = AudienceKey.app("app");
        List.of(anna, ben, cleo).forEach(peer -> peer.attach(app));
        stranger.attach(AudienceKey.app("other"));
        anna.broadcast("1", false).broadcast("2", true);
        assertThat(anna.lines()).containsExactly("*/e=2");
        assertThat(ben.lines()).containsExactly("*/e=1", "*/e=2");
        assertThat(stranger.lines()).isEmpty();
    }

    @Test
    void sameChannelNameInAnotherAppIsAnotherChannel() {
        Peer stranger = new Peer(world, "stranger", "other", null, 0);
        stranger.join("room", true);
        anna.join("room", true).send("room", "1", true);
        assertThat(stranger.lines()).containsExactly("room+stranger");
        assertThat(anna.lines()).containsExactly("room+anna", "room/e=1");
        assertThat(world.members("room")).containsExactly("anna");
    }

    @Test
    void anotherAppsAudiencesAreOutOfReach() {
        assertThatThrownBy(() -> attach(AudienceKey.app("other"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> attach(AudienceKey.channel("app", "room")))
                .isInstanceOf(IllegalArgumentException.class);
        Draft draft = Draft.toChannel("other", Name.of("room"), Name.of("e"), null, true);
        assertThatThrownBy(() -> anna.loop.run(() -> anna.subscriber.publish(draft, Completion.IGNORED)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void attach(AudienceKey audience) {
        anna.loop.run(() -> anna.subscriber.attach(audience, Completion.IGNORED));
    }

    @Test
    void aChannelNamedLikeAUserIsJustAChannel() {
        Peer user = new Peer(world, "u", "app", "u1", 1);
        user.attach(AudienceKey.user("app", "u1"));
        anna.join("u1");
        world.answer(world.hub.publish(AudienceKey.user("app", "u1"), Name.of("signed-out"), null));
        assertThat(user.lines()).containsExactly("user:u1/signed-out=null");
        assertThat(anna.lines()).isEmpty();
        anna.send("u1", "1", true);
        assertThat(user.lines()).isEmpty();
        assertThat(anna.lines()).containsExactly("u1/e=1");
    }

    @Test
    void attachingIsSilentAndTwiceIsOnce() {
        AudienceKey app = AudienceKey.app("app");
        anna.attach(app).attach(app);
        ben.attach(app);
        assertThat(anna.lines()).isEmpty();
        ben.broadcast("1", true);
        assertThat(anna.lines()).containsExactly("*/e=1");
        anna.detach(app).detach(app);
        world.runAll();
        ben.broadcast("2", true);
        assertThat(anna.lines()).isEmpty();
        assertThat(ben.lines()).containsExactly("*/e=1", "*/e=2");
    }

    @Test
    void theNumberAndTheTextNameOneChannelAndEachIsEchoedAsWritten() {
        anna.loop.run(() -> anna.subscriber.join(Name.number("5"), true, anna.completion()));
        ben.join("5", true);
        assertThat(anna.lines()).containsExactly("5+anna", "5+ben");
        assertThat(anna.outbound.publications())
                .extracting(publication -> publication.envelope().numericName())
                .containsExactly(true, false);
        anna.close();
        ben.lines();
        assertThat(ben.outbound.publications().getLast().envelope().numericName())
                .isTrue();
        assertThat(ben.subscriber.channels()).containsExactly(Name.of("5"));
    }

    @Test
    void moreChannelsThanAllowedAreRefusedInTurn() {
        SubscriberSpec spec = new SubscriberSpec("dora", "app", null, world.format, anna.outbound, anna.lane, 2);
        anna.loop.run(() -> {
            Subscriber dora = world.hub.shard(0).open(spec);
            dora.join(Name.of("a"), false, anna.completion());
            dora.join(Name.of("b"), false, anna.completion());
            dora.join(Name.of("c"), false, anna.completion());
            dora.join(Name.of("a"), false, anna.completion());
            dora.leave(Name.of("a"), false, anna.completion());
            dora.join(Name.of("c"), false, anna.completion());
            assertThat(dora.channels()).containsExactly(Name.of("b"), Name.of("c"));
        });
        world.runAll();
        assertThat(anna.outcomes).containsExactly("ok", "ok", "too_many_channels", "ok", "ok", "ok");
        assertThat(world.members("c")).containsExactly("dora");
        assertThat(world.members("a")).isEmpty();
    }

    @Test
    void pipelinedCommandsTakeEffectAsIfOneByOne() {
        ben.join("room");
        anna.join("room", true)
                .leave("room", true)
                .join("room", true)
                .update("1", true)
                .leave("room", false);
        assertThat(anna.lines()).containsExactly("room+anna", "room-anna", "room+anna", "room~anna1");
        assertThat(ben.lines()).containsExactly("room+anna", "room-anna", "room+anna", "room~anna1", "room-anna1");
        assertThat(world.members("room")).containsExactly("ben");
    }

    @Test
    void onlyMembersSpeakAmongMembersWhateverTheyBelieve() {
        World small = new World(2, HubOptions.defaults().withChannels(1, 100));
        String room = small.channelAt(1, "room");
        Peer anna = small.peer("anna", 0).join(room);
        small.runAll();
        anna.outbound.takeLines();
        Peer ben = small.peer("ben", 0);
        ben.loop.run(() -> {
            // In one go: that the join was refused is known only later.
            ben.subscriber.join(Name.of(room), true, ben.completion());
            ben.subscriber.publish(
                    Draft.amongMembers("app", Name.of(room), Name.of("e"), Payload.json("1")), ben.completion());
        });
        anna.loop.run(() -> anna.subscriber.publish(
                Draft.amongMembers("app", Name.of(room), Name.of("e"), Payload.json("2")), anna.completion()));
        small.runAll();
        assertThat(ben.outcomes).containsExactly(Refusal.CHANNEL_FULL, Refusal.NOT_A_MEMBER);
        assertThat(anna.lines()).containsExactly(room + "/e=2");
        small.verify();
    }
}
