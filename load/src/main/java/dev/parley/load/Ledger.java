package dev.parley.load;

import java.util.HashSet;
import java.util.Set;

/**
 * Who has received what: every number of every sender has to come to every receiver once and in order. In the good case a
 * delivery is one comparison and one addition.
 */
final class Ledger {

    /** Missing numbers that are remembered; those beyond count as lost even if they come late. */
    private static final int MOST_MISSING = 1 << 20;

    /** A receiver, and a number that it skipped of a sender. */
    private record Gap(int slot, int number) {}

    private final int sendersEach;
    private final int[] next;
    private final Set<Gap> missing = new HashSet<>();
    private final Faults faults;
    private long lost;
    private long doubled;
    private long disordered;

    /** @param sendersEach how many senders each receiver hears */
    Ledger(int receivers, int sendersEach, Faults faults) {
        this.sendersEach = sendersEach;
        this.next = new int[Math.multiplyExact(receivers, sendersEach)];
        this.faults = faults;
    }

    /** The number that is to come next. */
    int next(int receiver, int sender) {
        return next[receiver * sendersEach + sender];
    }

    /**
     * Notes a delivery.
     *
     * @param sender its number among those whom the receiver hears
     * @return whether it is the first of its number
     */
    boolean received(int receiver, int sender, int number) {
        int slot = receiver * sendersEach + sender;
        int expected = next[slot];
        if (number == expected) {
            next[slot] = expected + 1;
            return true;
        }
        return unexpected(slot, expected, number);
    }

    private boolean unexpected(int slot, int expected, int number) {
        if (number > expected) {
            faults.add(who(slot) + " got message " + number + " when " + expected + " was next");
            for (int i = expected; i < number; i++) {
                if (missing.size() < MOST_MISSING) {
                    missing.add(new Gap(slot, i));
                } else {
                    lost++;
                }
            }
            next[slot] = number + 1;
            return true;
        }
        if (missing.remove(new Gap(slot, number))) {
            disordered++;
            return true;
        }
        doubled++;
        faults.add(who(slot) + " got message " + number + " again");
        return false;
    }

    /** Counts what has not come, and what came without having been sent. Call once, at the end, for each receiver and sender. */
    void close(int receiver, int sender, int sent) {
        int slot = receiver * sendersEach + sender;
        if (next[slot] < sent) {
            lost += sent - next[slot];
            faults.add(who(slot) + " did not get messages " + next[slot] + " to " + (sent - 1));
        } else if (next[slot] > sent) {
            doubled += next[slot] - sent;
            faults.add(who(slot) + " got messages " + sent + " to " + (next[slot] - 1) + ", which were never sent");
        }
    }

    private String who(int slot) {
        return "member " + slot / sendersEach + ", of its sender " + slot % sendersEach + ",";
    }

    long lost() {
        return lost + missing.size();
    }

    long doubled() {
        return doubled;
    }

    long disordered() {
        return disordered;
    }
}
