package dev.parley.load;

/** Counts of one loop, since it was made. */
final class Meter {
    long sent;
    long deliveries;
    long frames;
    long reads;
    long bytesIn;
    long bytesOut;
    long writes;

    Meter copy() {
        return minus(new Meter());
    }

    Meter minus(Meter before) {
        Meter gone = new Meter();
        gone.sent = sent - before.sent;
        gone.deliveries = deliveries - before.deliveries;
        gone.frames = frames - before.frames;
        gone.reads = reads - before.reads;
        gone.bytesIn = bytesIn - before.bytesIn;
        gone.bytesOut = bytesOut - before.bytesOut;
        gone.writes = writes - before.writes;
        return gone;
    }
}
