package dev.parley.load;

/** Each sender has a number of messages in flight, until they come back to it. */
final class EchoReturned implements Pacer {

    private final int most;
    private final int[] inFlight;
    /** Senders that may send, each at most once. */
    private final int[] waiting;

    private int count;

    EchoReturned(int senders, int most) {
        this.most = most;
        inFlight = new int[senders];
        waiting = new int[senders];
        for (int i = 0; i < senders; i++) {
            waiting[count++] = i;
        }
    }

    @Override
    public long turn(long now, Sends sends) {
        for (int i = 0; i < count; i++) {
            int sender = waiting[i];
            while (inFlight[sender] < most) {
                sends.send(sender, now);
                inFlight[sender]++;
            }
        }
        count = 0;
        return Long.MAX_VALUE;
    }

    @Override
    public void delivered(int sender, int number, boolean own) {
        if (own && inFlight[sender]-- == most) {
            waiting[count++] = sender;
        }
    }
}
