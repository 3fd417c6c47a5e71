package dev.parley.bench;

/** How many rooms, and members in each; nobody is in two. */
record Shape(int rooms, int members) {

    /** The number of a room's member among all users. */
    int user(int room, int member) {
        return room * members + member;
    }

    int users() {
        return rooms * members;
    }

    /** A message of some usual length. */
    String text(long number) {
        return "A message of some usual length, sixty characters, number " + number;
    }
}
