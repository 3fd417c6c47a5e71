package dev.parley.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Opens many lines, a bounded number at a time. */
final class Fleet implements Loop.Work, Line.Events {

    /** Handshakes under way at once. */
    static final int AT_ONCE = 512;

    /** If nothing happens for so long, in nanoseconds, the server does not answer. */
    private static final long PATIENCE = 20_000_000_000L;

    private final List<? extends Line> lines;
    private final String what;
    private final boolean strict;
    private final List<Long> enteredAt = new ArrayList<>();
    private final List<Long> tookEach = new ArrayList<>();
    private final Faults faults = new Faults();
    private int begun;
    private int failed;
    private long lastProgress = Nanos.now();

    private Fleet(List<? extends Line> lines, String what, boolean strict) {
        this.lines = lines;
        this.what = what;
        this.strict = strict;
        lines.forEach(line -> line.events(this));
    }

    /**
     * Opens all; their events are others' business afterwards.
     *
     * @param what they are, in the plural
     * @throws LoadException if one of them does not come in
     */
    static void open(Loop loop, List<? extends Line> lines, String what) throws IOException {
        Fleet fleet = new Fleet(lines, what, true);
        loop.run(fleet);
        if (fleet.failed > 0) {
            throw new LoadException(fleet.faults.first().getFirst());
        }
    }

    /** Opens all; some may fail, which is counted. */
    static Fleet openAny(Loop loop, List<? extends Line> lines, String what) throws IOException {
        Fleet fleet = new Fleet(lines, what, false);
        loop.run(fleet);
        return fleet;
    }

    int entered() {
        return enteredAt.size();
    }

    /** How many did not come in, or broke afterwards. */
    int failed() {
        return failed;
    }

    /** When each came in, in that order. */
    List<Long> enteredAt() {
        return enteredAt;
    }

    /** Nanoseconds that each took, in the same order. */
    List<Long> tookEach() {
        return tookEach;
    }

    Faults faults() {
        return faults;
    }

    @Override
    public long turn(long now) {
        while (mayOpen()) {
            lines.get(begun++).open();
        }
        if (now - lastProgress > PATIENCE) {
            faults.add("the server has not answered for 20 seconds; " + where());
            failed = lines.size() - entered();
        }
        return entered() + failed >= lines.size() || isOver() ? DONE : Long.MAX_VALUE;
    }

    private boolean mayOpen() {
        return begun < lines.size() && begun - entered() - failed < AT_ONCE && !isOver();
    }

    private boolean isOver() {
        return strict && failed > 0;
    }

    private String where() {
        return entered() + " of " + lines.size() + " " + what + " are in";
    }

    @Override
    public void entered(Line line, long now) {
        enteredAt.add(now);
        tookEach.add(now - line.opened());
        lastProgress = now;
    }

    @Override
    public void text(Line line, ByteBuffer in, int at, int length, long now) {
        // Others join; that is no progress of ours.
    }

    @Override
    public void failed(Line line, String why) {
        boolean ended = why.contains("closed") || why.contains("reset") || why.contains("Broken pipe");
        String limits = ended ? "; the server may be at one of " + Words.LIMITS : "";
        faults.add(why + " (" + where() + ")" + limits);
        failed++;
    }
}
