package dev.parley.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audiences at home on one shard: here, on one thread, each gets its one order.
 *
 * <p>Every method runs in a turn of the shard ({@link Shard#turn}). So a step is whole: what it posts to its own shard
 * comes after it, like what it posts to others.
 */
final class Homes {
    private static final Logger LOG = LoggerFactory.getLogger(Homes.class);

    private final Hub hub;
    private final Shard shard;
    private final Map<AudienceKey, HomeAudience> audiences = new HashMap<>();
    private final ChannelIndex index = new ChannelIndex();
    private final Saying saying = new Saying();
    private long nextEpoch;

    Homes(Hub hub, Shard shard, long firstEpoch) {
        this.hub = hub;
        this.shard = shard;
        this.nextEpoch = firstEpoch;
    }

    /** Carries out a step and returns why not, or null. */
    @Nullable
    Refusal perform(Step step) {
        return switch (step) {
            case Step.Join join -> join(join);
            case Step.Leave leave -> leave(leave);
            case Step.Update update -> update(update);
            case Step.Attach attach -> attach(attach.membership());
            case Step.Detach detach -> detach(detach.membership());
            case Step.Publish publish -> say(publish.draft(), publish.sender());
        };
    }

    /** The joiner is admitted first and left out of the announcement unless it wants an echo: one order, one task. */
    private @Nullable Refusal join(Step.Join join) {
        Membership membership = join.membership();
        HomeAudience audience = audiences.get(membership.key);
        Refusal refusal = audience == null ? roomForOneMore() : roomIn(audience);
        if (refusal != null) {
            return refusal;
        }
        if (audience == null) {
            audience = create(membership.key);
        }
        audience.present(join.member());
        admit(audience, membership);
        shard.counters().joins.increment();
        publish(new Publication.Joined(
                envelope(audience, membership, join.echo(), membership.numericName), join.member()));
        return null;
    }

    /** Announced while it is still a member, so that the echo takes the same way as everything before it. */
    private @Nullable Refusal leave(Step.Leave leave) {
        Membership membership = leave.membership();
        HomeAudience audience = audiences.get(membership.key);
        Member member = audience == null ? null : audience.absent(membership.subscriber.id());
        if (audience == null || member == null) {
            return null; // its join was refused
        }
        shard.counters().leaves.increment();
        publish(new Publication.Left(
                envelope(audience, membership, leave.echo(), leave.numericName()), member, leave.reason()));
        dismiss(audience, membership);
        return null;
    }

    private @Nullable Refusal update(Step.Update update) {
        Membership membership = update.membership();
        HomeAudience audience = audiences.get(membership.key);
        if (audience == null || !audience.isPresent(membership.subscriber.id())) {
            return null; // its join was refused
        }
        audience.present(update.member());
        publish(new Publication.Updated(
                envelope(audience, membership, update.echo(), membership.numericName), update.member()));
        return null;
    }

    private @Nullable Refusal attach(Membership membership) {
        HomeAudience audience = audiences.get(membership.key);
        admit(audience == null ? create(membership.key) : audience, membership);
        return null;
    }

    private @Nullable Refusal detach(Membership membership) {
        HomeAudience audience = audiences.get(membership.key);
        if (audience != null) {
            dismiss(audience, membership);
        }
        return null;
    }

    /**
     * Carries out a {@link Step.Publish} in a turn of its own and returns when that is over. For this shard's loop, if it {@link
     * Shard#isFree}. The very turn a flight would take, without the flight.
     */
    @Nullable
    Refusal sayAtOnce(Draft draft, Sender sender) {
        return saying.turn(draft, sender);
    }

    private @Nullable Refusal say(Draft draft, Sender sender) {
        if (draft.byMember()) {
            HomeAudience audience = audiences.get(draft.audience());
            if (audience == null || !audience.isPresent(sender.subscriberId())) {
                return Refusal.notAMember(); // its join was refused
            }
        }
        return publish(draft, sender) == null ? Refusal.internalError() : null;
    }

    /** Publishes a message and returns its position, or null if the broker failed. */
    @Nullable
    Position publish(Draft draft, @Nullable Sender sender) {
        HomeAudience audience = audiences.get(draft.audience());
        // Without members here it still has a position and goes to the broker: other nodes may have members.
        Position position = audience == null ? new Position(takeEpoch(), 1) : audience.nextPosition();
        // The audience's own key is found in maps at a glance.
        AudienceKey key = audience == null ? draft.audience() : audience.key;
        Envelope envelope = new Envelope(key, position, sender, draft.echo(), draft.numericName());
        return publish(new Publication.Message(envelope, draft.event(), draft.payload())) ? position : null;
    }

    List<Member> members(AudienceKey key) {
        HomeAudience audience = audiences.get(key);
        return audience == null ? List.of() : audience.members();
    }

    int memberCount(AudienceKey key) {
        HomeAudience audience = audiences.get(key);
        return audience == null ? 0 : audience.total();
    }

    /** The shards that have members of an audience. */
    List<Shard> shardsOf(AudienceKey key) {
        HomeAudience audience = audiences.get(key);
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; audience != null && i < hub.shards(); i++) {
            if (audience.count(i) > 0) {
                shards.add(hub.shard(i));
            }
        }
        return shards;
    }

    /** The channels at home here, by name. */
    ChannelIndex index() {
        return index;
    }

    /** One task per shard that has members; they do the rest. */
    void fanOut(Publication publication) {
        HomeAudience audience = audiences.get(publication.audience());
        if (audience == null) {
            return;
        }
        for (int i = 0; i < hub.shards(); i++) {
            if (audience.count(i) > 0) {
                Shard to = hub.shard(i);
                to.post(new Arrival(to, publication));
            }
        }
    }

    private boolean publish(Publication publication) {
        shard.counters().publications.increment();
        try {
            hub.broker().publish(publication);
            return true;
        } catch (RuntimeException e) {
            shard.counters().faults.increment();
            LOG.error("The broker did not take a publication", e);
            return false;
        }
    }

    private void admit(HomeAudience audience, Membership membership) {
        Shard to = membership.subscriber.shard();
        audience.add(to.index());
        to.post(new Admission(to, membership, true));
    }

    private void dismiss(HomeAudience audience, Membership membership) {
        Shard to = membership.subscriber.shard();
        audience.remove(to.index());
        to.post(new Admission(to, membership, false));
        if (audience.total() == 0) {
            audiences.remove(audience.key);
            count(audience.key, -1);
            if (audience.isChannel()) {
                index.remove(audience.key);
            }
        }
    }

    private HomeAudience create(AudienceKey key) {
        HomeAudience audience = new HomeAudience(key, takeEpoch(), hub.shards());
        audiences.put(key, audience);
        count(key, 1);
        if (audience.isChannel()) {
            index.add(audience);
        }
        return audience;
    }

    private void count(AudienceKey key, int change) {
        shard.counters().audiences.add(change);
        if (key.kind() == AudienceKey.Kind.CHANNEL) {
            shard.counters().channels.add(change);
        }
    }

    private @Nullable Refusal roomForOneMore() {
        long perShard = Math.ceilDiv(hub.options().maxChannels(), hub.shards());
        return shard.counters().channels.get() < perShard ? null : Refusal.hubFull();
    }

    private @Nullable Refusal roomIn(HomeAudience audience) {
        int max = hub.options().maxChannelMembers();
        return audience.total() < max ? null : Refusal.channelFull(max);
    }

    /** Shards take turns in one sequence of numbers, so no two audiences of the hub's life share an epoch. */
    private long takeEpoch() {
        long epoch = nextEpoch;
        nextEpoch += hub.shards();
        return epoch;
    }

    private static Envelope envelope(HomeAudience audience, Membership membership, boolean echo, boolean numericName) {
        return new Envelope(audience.key, audience.nextPosition(), membership.subscriber.sender(), echo, numericName);
    }

    /** For checks. */
    Map<AudienceKey, HomeAudience> audiences() {
        return audiences;
    }

    /** A message that is published at once. Used again and again: there is one at a time, and it never waits. */
    private final class Saying extends Task {
        private @Nullable Draft draft;
        private @Nullable Sender sender;
        private @Nullable Refusal refusal;

        @Nullable
        Refusal turn(Draft saidNow, Sender saidBy) {
            draft = saidNow;
            sender = saidBy;
            shard.turn(this);
            return refusal;
        }

        @Override
        Shard where() {
            return shard;
        }

        @Override
        void act() {
            Draft saidNow = draft;
            Sender saidBy = sender;
            draft = null;
            sender = null;
            try {
                refusal = saidNow == null || saidBy == null ? null : say(saidNow, saidBy);
            } catch (RuntimeException e) {
                refusal = Refusal.internalError();
                throw e;
            }
        }
    }

    /** A publication on its way to the members of one shard. */
    private static final class Arrival extends Task {
        private final Shard to;
        private final Publication publication;

        Arrival(Shard to, Publication publication) {
            this.to = to;
            this.publication = publication;
        }

        @Override
        Shard where() {
            return to;
        }

        @Override
        void act() {
            to.fanOut().arrive(publication);
        }
    }

    /** A member on its way into, or out of, the local audience of its shard. */
    private static final class Admission extends Task {
        private final Shard to;
        private final Membership membership;
        private final boolean in;

        Admission(Shard to, Membership membership, boolean in) {
            this.to = to;
            this.membership = membership;
            this.in = in;
        }

        @Override
        Shard where() {
            return to;
        }

        @Override
        void act() {
            if (in) {
                to.fanOut().admit(membership);
            } else {
                to.fanOut().dismiss(membership);
            }
        }
    }
}
