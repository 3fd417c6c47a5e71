package dev.parley.core;

import org.jspecify.annotations.Nullable;

/** A step on its way to the home shard and, done, back to its lane. */
final class Flight extends Task {
    final Command command;
    final boolean last;

    /** The next one of its lane. */
    @Nullable
    Flight behind;

    private final Lane lane;
    private final @Nullable Step step;
    private final Shard home;
    private boolean performed;
    private boolean landed;
    private @Nullable Refusal refusal;

    Flight(Lane lane, Command command, Step step, Shard home) {
        this.lane = lane;
        this.command = command;
        this.step = step;
        this.home = home;
        this.last = command.next == command.plan.size();
    }

    /** The flight of a command without steps: it has landed. */
    Flight(Lane lane, Command command) {
        this.lane = lane;
        this.command = command;
        this.step = null;
        this.home = lane.shard();
        this.last = true;
        this.landed = true;
    }

    /** Whether it is back; on the lane's loop. */
    boolean landed() {
        return landed;
    }

    @Override
    Shard where() {
        return performed ? lane.shard() : home;
    }

    @Override
    void act() {
        if (performed) {
            land();
        } else if (step != null) {
            try {
                refusal = home.homes().perform(step);
            } catch (RuntimeException e) {
                refusal = Refusal.internalError();
                throw e;
            } finally {
                performed = true;
                lane.shard().post(this);
            }
        }
    }

    private void land() {
        landed = true;
        if (refusal != null) {
            command.refusal = refusal;
            if (step instanceof Step.Join join) {
                join.membership().subscriber.joinRefused(join.membership(), refusal);
            }
        }
        lane.advance();
    }
}
