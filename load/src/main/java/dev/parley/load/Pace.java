package dev.parley.load;

/** How fast is sent. It also decides what a latency is. */
public sealed interface Pace {

    /**
     * As fast as the server takes it. Latency is plain time in flight: with the work always at its limit it says how long the
     * queue is, not how a message fares on a server that is not overloaded.
     *
     * @param inFlight fan-out: messages sent and not yet received by all members; chat: by each sender, until its own echo is back
     */
    record Saturated(int inFlight) implements Pace {
        public Saturated {
            if (inFlight < 1 || inFlight > 65_536) {
                throw new IllegalArgumentException("in flight must be 1 to 65536, not " + inFlight);
            }
        }
    }

    /** One message in the whole run: the next leaves when all members of its channel have the last one. */
    record OneAtATime() implements Pace {}

    /**
     * At a fixed rate, whatever the server does. Latency counts from when a message was due, not from when it left, so a server
     * that stalls is charged for all that came due meanwhile (coordinated omission).
     *
     * @param perSecond messages per second of all senders together, spread evenly
     */
    record Rate(double perSecond) implements Pace {
        public Rate {
            if (!(perSecond > 0) || perSecond > 1e8) {
                throw new IllegalArgumentException(
                        "a rate must be above 0 and at most 1e8 per second, not " + perSecond);
            }
        }
    }
}
