package dev.parley.chat;

/** The two users of a single room, always in the same order. */
record Pair(String low, String high) {

    static Pair of(String one, String other) {
        return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
    }
}
