package dev.parley.core;

import dev.parley.protocol.Payload;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the hub delivers to: one client on one connection, in any number of audiences of one app.
 *
 * <p>Made by {@link Shard#open}; all methods are called on that shard's loop. Commands return at once and take effect in
 * the order of the connection's {@link Lane}; each completion is told once, in that order. What this object says of its
 * channels and profile is what it will be when all commands given so far are through, so a command given twice in a row
 * is recognised as such.
 */
public final class Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    /** {@link #exclusions} of a closed subscriber. */
    static final int CLOSED = -1;

    /** {@link #exclusions} of a subscriber that is sent nothing yet. */
    static final int MUTED = -2;

    /** About what a command weighs beside its payload. */
    private static final long COMMAND_BYTES = 64;

    private final Shard shard;
    private final String id;
    private final String app;
    private final Sender sender;
    private final Lane lane;
    private final int maxChannels;
    private final Consumer<CloseReason> farewell;

    private final Memberships memberships = new Memberships();
    private @Nullable Payload profile;
    private boolean open = true;

    final Outbound outbound;
    WireFormat format;

    /**
     * How many publications of the open batch it is left out of, or {@link #CLOSED} or {@link #MUTED}. Belongs to {@link
     * OpenBatch}.
     */
    int exclusions;

    Subscriber(Shard shard, SubscriberSpec spec) {
        this.shard = shard;
        this.id = spec.id();
        this.app = spec.app();
        this.sender = new Sender(spec.id(), spec.user());
        this.lane = spec.lane();
        this.maxChannels = spec.maxChannels();
        this.farewell = spec.farewell();
        this.outbound = spec.outbound();
        this.format = spec.format();
    }

    public String id() {
        return id;
    }

    public String app() {
        return app;
    }

    /** The user it is signed in as, or null. */
    public @Nullable String user() {
        return sender.user();
    }

    public Shard shard() {
        return shard;
    }

    public Lane lane() {
        return lane;
    }

    /** What it last set, or null if it never set anything. */
    public @Nullable Payload profile() {
        return profile;
    }

    /** False from {@link #close} on. */
    public boolean isOpen() {
        return open;
    }

    /** Its channels in the order it joined them, each as it was written then. */
    public List<Name> channels() {
        return memberships.channels().stream().map(Membership::name).toList();
    }

    /**
     * Joins a channel. The members are told; the joiner, too, if {@code echo}. Already in it: nothing happens.
     *
     * <p>Refused with {@link Refusal#TOO_MANY_CHANNELS}, {@link Refusal#CHANNEL_FULL} or {@link Refusal#HUB_FULL}.
     */
    public void join(Name channel, boolean echo, Completion completion) {
        long cost = cost(channel, null);
        if (!accepted(cost, completion)) {
            return;
        }
        AudienceKey key = AudienceKey.channel(app, channel.text());
        Membership existing = memberships.get(key);
        if (existing != null) {
            Command command = new Command(Plan.Nothing.PLAN, cost, completion);
            command.follows = existing;
            lane.submit(command);
            return;
        }
        if (memberships.channelCount() >= maxChannels) {
            Command command = new Command(Plan.Nothing.PLAN, cost, completion);
            command.refusal = Refusal.tooManyChannels(maxChannels);
            lane.submit(command);
            return;
        }
        Membership membership = new Membership(this, key, channel.numeric());
        memberships.want(membership);
        submit(new Step.Join(membership, member(), echo), cost, completion);
    }

    /** Leaves a channel. The remaining members are told; the leaver, too, if {@code echo}. Not in it: nothing happens. */
    public void leave(Name channel, boolean echo, Completion completion) {
        long cost = cost(channel, null);
        if (!accepted(cost, completion)) {
            return;
        }
        Membership membership = memberships.unwant(AudienceKey.channel(app, channel.text()));
        if (membership == null) {
            lane.submit(new Command(Plan.Nothing.PLAN, cost, completion));
        } else {
            submit(new Step.Leave(membership, LeaveReason.LEFT, echo, channel.numeric()), cost, completion);
        }
    }

    /**
     * Sets the profile. The members of each of its channels are told, channel by channel in the order it joined them; it is
     * told, too, if {@code echo}. Later joins carry the profile.
     *
     * @param newProfile null for none, as before the first update
     */
    public void update(@Nullable Payload newProfile, boolean echo, Completion completion) {
        long cost = COMMAND_BYTES + (newProfile == null ? 0 : newProfile.size());
        if (!accepted(cost, completion)) {
            return;
        }
        profile = newProfile == null ? null : newProfile.compact();
        lane.submit(new Command(new Plan.Updates(memberships.channels(), member(), echo), cost, completion));
    }

    /**
     * Publishes a message. The sender need not be a member; if it is, it gets the message iff the draft says echo.
     *
     * @throws IllegalArgumentException if the audience is another app's
     */
    public void publish(Draft draft, Completion completion) {
        ownApp(draft.audience());
        long cost = cost(draft.event(), draft.payload());
        if (accepted(cost, completion)) {
            lane.publish(draft, sender, cost, completion);
        }
    }

    /** Completes when every command given before has been applied; changes nothing. */
    public void barrier(Completion completion) {
        if (accepted(COMMAND_BYTES, completion)) {
            lane.submit(new Command(Plan.Nothing.PLAN, COMMAND_BYTES, completion));
        }
    }

    /**
     * Adds it to its user's or its app's audience, silently. Already in it: nothing happens.
     *
     * @throws IllegalArgumentException if the audience is a channel or another app's
     */
    public void attach(AudienceKey audience, Completion completion) {
        silent(audience);
        if (!accepted(COMMAND_BYTES, completion)) {
            return;
        }
        if (memberships.get(audience) != null) {
            lane.submit(new Command(Plan.Nothing.PLAN, COMMAND_BYTES, completion));
            return;
        }
        Membership membership = new Membership(this, audience, false);
        memberships.want(membership);
        submit(new Step.Attach(membership), COMMAND_BYTES, completion);
    }

    /**
     * Takes it off its user's or its app's audience, silently. Not in it: nothing happens.
     *
     * @throws IllegalArgumentException if the audience is a channel or another app's
     */
    public void detach(AudienceKey audience, Completion completion) {
        silent(audience);
        if (!accepted(COMMAND_BYTES, completion)) {
            return;
        }
        Membership membership = memberships.unwant(audience);
        if (membership == null) {
            lane.submit(new Command(Plan.Nothing.PLAN, COMMAND_BYTES, completion));
        } else {
            submit(new Step.Detach(membership), COMMAND_BYTES, completion);
        }
    }

    /**
     * Takes it off its user's or its app's audience with immediate effect: unlike after {@link #detach}, nothing that reaches this shard
     * from now on is delivered, whatever waits in the lane. What had arrived is. It takes no credit. Not in it: nothing happens.
     *
     * @throws IllegalArgumentException if the audience is a channel or another app's
     */
    public void detachAtOnce(AudienceKey audience) {
        silent(audience);
        shard.turn(new Turn(this, () -> dropOut(audience)));
    }

    private void dropOut(AudienceKey audience) {
        Membership membership = memberships.unwant(audience);
        if (membership != null) {
            membership.dropped = true;
            shard.fanOut().dismiss(membership);
            memberships.gone(membership);
            lane.submit(new Command(new Plan.Single(new Step.Detach(membership)), Command.FREE, Completion.IGNORED));
        }
    }

    /**
     * Ends it. It still gets what reached this shard before, if its outbound is open, and nothing from now on; commands
     * given before are carried out, then it leaves every audience, and the other members of its channels are told once
     * each. May be called from within {@link Outbound#deliver}. Further calls do nothing.
     */
    public void close(CloseReason reason) {
        assert shard.loop().inLoop();
        if (open && outbound.isOpen() && !shard.batch().sealing()) {
            beforePush(); // its outbound may find itself too slow and close it within
        }
        if (!open) {
            return;
        }
        open = false;
        exclusions = CLOSED;
        shard.closed(this, reason);
        if (shard.batch().sealing()) {
            shard.turn(new Turn(this, this::depart)); // when the walk is over
        } else {
            depart();
        }
    }

    /**
     * Sends it nothing until {@link #unmute}: what reaches this shard meanwhile it does not get. For a peer that must be told
     * something else first. Call it before it is in any audience.
     */
    public void mute() {
        assert shard.loop().inLoop();
        if (memberships.size() > 0) {
            throw new IllegalStateException("it is in an audience already");
        }
        exclusions = MUTED;
    }

    /** From now on it gets what reaches this shard; nothing of what came before. Not muted: nothing happens. */
    public void unmute() {
        assert shard.loop().inLoop();
        if (exclusions == MUTED) {
            beforePush(); // without it
            exclusions = 0;
        }
    }

    /** Writes in another format from now on; what reached this shard before is still written in the old one. */
    public void format(WireFormat next) {
        beforePush();
        format = next;
    }

    /**
     * Hands over what the hub still holds for it. Call it before anything is written to its outbound beside the hub, so that
     * the peer sees the order in which things happened. Cheap if there is nothing.
     */
    public void beforePush() {
        assert shard.loop().inLoop();
        LocalAudience audience = shard.batch().audience();
        if (audience != null && memberships.areIn(audience)) {
            shard.seal();
        }
    }

    /** Ends it on the hub's own account, with a word to its peer; false if it was closed already. In a turn. */
    boolean expel(CloseReason reason) {
        if (!open) {
            return false;
        }
        try {
            beforePush();
            if (open) {
                farewell.accept(reason);
            }
        } catch (RuntimeException e) {
            shard.counters().faults.increment();
            LOG.debug("A farewell failed", e);
        }
        close(reason);
        return true;
    }

    /** How many audiences it is in or on its way into or out of. */
    int audiences() {
        return memberships.size();
    }

    Sender sender() {
        return sender;
    }

    /** The home did not take it; unless it has been given up meanwhile, it is not in that channel. */
    void joinRefused(Membership membership, Refusal refusal) {
        membership.refusal = refusal;
        memberships.drop(membership);
    }

    /** It has been taken off the local audience. */
    void dismissed(Membership membership) {
        memberships.gone(membership);
    }

    /** For checks: everything it is in or on its way into or out of. */
    List<Membership> allMemberships() {
        return memberships.all();
    }

    private void depart() {
        List<Membership> wanted = List.copyOf(memberships.wanted());
        for (Membership membership : allMemberships()) {
            shard.fanOut().dismiss(membership);
        }
        memberships.clear();
        if (!wanted.isEmpty()) {
            lane.submit(new Command(new Plan.Departure(wanted), Command.FREE, Completion.IGNORED));
        }
    }

    private boolean accepted(long cost, Completion completion) {
        assert shard.loop().inLoop();
        if (!open) {
            completion.done(Refusal.closed());
            return false;
        }
        if (!lane.accepts(cost)) {
            completion.done(Refusal.flood());
            return false;
        }
        return true;
    }

    private void submit(Step step, long cost, Completion completion) {
        lane.submit(new Command(new Plan.Single(step), cost, completion));
    }

    private Member member() {
        return new Member(id, sender.user(), profile);
    }

    private void ownApp(AudienceKey audience) {
        if (!audience.app().equals(app)) {
            throw new IllegalArgumentException("the audience belongs to another app");
        }
    }

    private void silent(AudienceKey audience) {
        ownApp(audience);
        if (audience.kind() == AudienceKey.Kind.CHANNEL) {
            throw new IllegalArgumentException("a channel is joined, not attached to");
        }
    }

    private static long cost(Name name, @Nullable Payload payload) {
        return COMMAND_BYTES + name.text().length() + (payload == null ? 0 : payload.size());
    }

    /** What must not happen while the members are being walked. */
    private static final class Turn extends Task {
        private final Subscriber subscriber;
        private final Runnable act;

        Turn(Subscriber subscriber, Runnable act) {
            this.subscriber = subscriber;
            this.act = act;
        }

        @Override
        Shard where() {
            return subscriber.shard;
        }

        @Override
        void act() {
            act.run();
        }
    }
}
