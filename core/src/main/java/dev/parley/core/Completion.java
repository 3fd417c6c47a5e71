package dev.parley.core;

import org.jspecify.annotations.Nullable;

/** Told, on the subscriber's loop, that a command is through. */
@FunctionalInterface
public interface Completion {

    /** For commands nobody waits for. */
    Completion IGNORED = refusal -> {};

    /**
     * The command has been applied: its publication has reached this shard, and has been posted to all others. Called
     * exactly once per command, in the order of one lane's commands, possibly before the method that took the command
     * returns; also when the subscriber has been closed meanwhile. Only a command that is not taken at all ({@link
     * Refusal#CLOSED}, {@link Refusal#FLOOD}) is answered at once, before those that wait.
     *
     * @param refusal why it was not carried out, or null if it was (or if there was nothing to do)
     */
    void done(@Nullable Refusal refusal);
}
