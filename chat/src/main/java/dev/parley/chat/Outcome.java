package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/**
 * What an operation did, to be told once it is committed.
 *
 * @param answer for whoever asked for it
 * @param change for everybody, or null if nothing changed
 * @param inOrder run in the room's order, before the change is told; or null
 */
record Outcome<T>(
        T answer, @Nullable RoomChange change, @Nullable Runnable inOrder) {

    static <T> Outcome<T> of(T answer, RoomChange change) {
        return new Outcome<>(answer, change, null);
    }

    static <T> Outcome<T> unchanged(T answer) {
        return new Outcome<>(answer, null, null);
    }
}
