package dev.parley.load;

/** Some of the senders have a message in flight, one each, until all receivers have it; then it is another's turn. */
final class TurnAbout implements Pacer {

    private final int receivers;
    private final int most;
    private final int[] remaining;
    /** Senders with nothing in flight, in order; a ring. */
    private final int[] free;

    private int head;
    private int count;

    TurnAbout(int senders, int receivers, int most) {
        this.receivers = receivers;
        this.most = Math.min(most, senders);
        remaining = new int[senders];
        free = new int[senders];
        for (int i = 0; i < senders; i++) {
            free[i] = i;
        }
        count = senders;
    }

    @Override
    public long turn(long now, Sends sends) {
        while (free.length - count < most) {
            int sender = free[head];
            head = (head + 1) % free.length;
            count--;
            remaining[sender] = receivers;
            sends.send(sender, now);
        }
        return Long.MAX_VALUE;
    }

    @Override
    public void delivered(int sender, int number, boolean own) {
        if (--remaining[sender] == 0) {
            free[(head + count++) % free.length] = sender;
        }
    }
}
