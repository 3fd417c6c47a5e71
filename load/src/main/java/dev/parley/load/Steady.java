package dev.parley.load;

/** A fixed rate: the senders in turn, at even distances. What was late leaves at once, and counts from when it was due. */
final class Steady implements Pacer {

    private final int senders;
    private final double interval;
    private long begin;
    private long sent;
    private boolean begun;
    private long latest;

    /** @param perSecond of all senders together */
    Steady(int senders, double perSecond) {
        this.senders = senders;
        this.interval = 1e9 / perSecond;
    }

    /** How late the generator itself was at most, in nanoseconds. */
    long latest() {
        return latest;
    }

    @Override
    public long turn(long now, Sends sends) {
        if (!begun) {
            begun = true;
            begin = now;
        }
        long due = due();
        while (due - now <= 0) {
            latest = Math.max(latest, now - due);
            sends.send((int) (sent % senders), due);
            sent++;
            due = due();
        }
        return due - now;
    }

    private long due() {
        return begin + (long) (sent * interval);
    }

    @Override
    public void delivered(int sender, int number, boolean own) {
        // It does not wait for anything.
    }
}
