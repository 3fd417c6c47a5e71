package dev.parley.core;

import org.jspecify.annotations.Nullable;

/** What a subscriber asked for, with its place in the lane. */
final class Command {
    final Plan plan;
    final Completion completion;

    /** Bytes of credit it takes, or {@link #FREE}. */
    final long cost;

    /** The next step to start. */
    int next;

    @Nullable
    Refusal refusal;

    /** For a join of a channel already being joined: its outcome is this one's too. */
    @Nullable
    Membership follows;

    /** The next one in its lane. */
    @Nullable
    Command behind;

    /** Takes no credit: what has to happen even on a connection that has none. */
    static final long FREE = -1;

    Command(Plan plan, long cost, Completion completion) {
        this.plan = plan;
        this.cost = cost;
        this.completion = completion;
    }

    @Nullable
    Refusal outcome() {
        return follows != null && follows.refusal != null ? follows.refusal : refusal;
    }
}
