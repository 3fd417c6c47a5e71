package dev.parley.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An outbound that keeps everything, flushed or not, and can be made to fail or to answer. */
public final class RecordingOutbound implements Outbound {
    private final Shard shard;
    private final List<Publication> publications = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private int delivers;
    private int flushes;
    private int written;
    private boolean dirty;
    private boolean failing;
    private @Nullable CloseReason closed;
    private Runnable onDeliver = () -> {};

    public RecordingOutbound(Shard shard) {
        this.shard = shard;
    }

    /** As one that writes at once if it may. */
    @Override
    public void deliverLast(Batch batch, int from, int to) {
        boolean queued = dirty;
        dirty = true; // needs no flush for this
        deliver(batch, from, to);
        dirty = queued;
        if (!queued) {
            written++;
        }
    }

    @Override
    public void deliver(Batch batch, int from, int to) {
        if (failing) {
            throw new IllegalStateException("failing on purpose");
        }
        if (closed != null) {
            return;
        }
        delivers++;
        for (Publication publication : ((RecordingFormat.Lines) batch).slice(from, to)) {
            publications.add(publication);
            lines.add(RecordingFormat.line(publication));
        }
        markDirty();
        onDeliver.run();
    }

    /** Writes something beside the hub. */
    public void push(String line) {
        lines.add(line);
        markDirty();
    }

    @Override
    public void flush() {
        dirty = false;
        flushes++;
    }

    @Override
    public void close(CloseReason reason) {
        if (closed == null) {
            closed = reason;
        }
    }

    @Override
    public boolean isOpen() {
        return closed == null;
    }

    /** Everything it was given, in order. */
    public List<Publication> publications() {
        return publications;
    }

    /** The same as lines ({@link RecordingFormat#line}), with what was pushed. */
    public List<String> lines() {
        return lines;
    }

    /** The lines since the last call. */
    public List<String> takeLines() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    /** Calls of {@link #deliver}. */
    public int delivers() {
        return delivers;
    }

    public int flushes() {
        return flushes;
    }

    /** Batches it wrote at once. */
    public int written() {
        return written;
    }

    /** Why it was closed, or null. */
    public @Nullable CloseReason closed() {
        return closed;
    }

    /** Makes {@link #deliver} throw. */
    public void fail() {
        failing = true;
    }

    /** Runs at the end of every {@link #deliver}. */
    public void onDeliver(Runnable action) {
        onDeliver = action;
    }

    private void markDirty() {
        if (!dirty) {
            dirty = true;
            shard.flushLater(this);
        }
    }
}
