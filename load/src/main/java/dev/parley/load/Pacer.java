package dev.parley.load;

/** Decides who sends when. A strategy of {@link Exchange}. */
interface Pacer {

    /** Where messages are sent. */
    interface Sends {
        /** Sends the sender's next message, and returns its number. */
        int send(int sender, long due);
    }

    /**
     * Sends what is due.
     *
     * @return nanoseconds until the next is, {@link Long#MAX_VALUE} if that depends on deliveries
     */
    long turn(long now, Sends sends);

    /** A message came to a receiver for the first time; {@code own} if it is the one who sent it. */
    void delivered(int sender, int number, boolean own);
}
