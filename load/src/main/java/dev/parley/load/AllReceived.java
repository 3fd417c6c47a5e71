package dev.parley.load;

/** Messages are in flight until all members have them. More than one at a time needs one sender; one at a time they take turns. */
final class AllReceived implements Pacer {

    private final int senders;
    private final int receiversEach;
    private final int most;
    private final int[] remaining;
    private int inFlight;
    private int sender;
    private int next;

    AllReceived(int senders, int receiversEach, int most) {
        this.senders = senders;
        this.receiversEach = receiversEach;
        this.most = most;
        // Four times what is needed, as messages may complete out of order.
        this.remaining = new int[Integer.highestOneBit(most) * 8];
    }

    @Override
    public long turn(long now, Sends sends) {
        while (inFlight < most && remaining[next & (remaining.length - 1)] == 0) {
            int number = sends.send(sender, now);
            remaining[number & (remaining.length - 1)] = receiversEach;
            inFlight++;
            sender = sender + 1 == senders ? 0 : sender + 1;
            next = number + 1;
        }
        return Long.MAX_VALUE;
    }

    @Override
    public void delivered(int from, int number, boolean own) {
        if (--remaining[number & (remaining.length - 1)] == 0) {
            inFlight--;
        }
    }
}
