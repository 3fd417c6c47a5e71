package dev.parley.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open batch's publications in one wire format, and where each ends. Kept by its shard and filled again for the next
 * batch, so that sealing allocates nothing but the bytes.
 */
final class Encoded {
    private static final Logger LOG = LoggerFactory.getLogger(Encoded.class);

    private final ShardCounters counters;
    private final int[] ends;

    private @Nullable WireFormat format;

    /** Null while unused, and if the format could not make one. */
    private @Nullable Batch batch;

    private int size;

    Encoded(int maxPublications, ShardCounters counters) {
        this.ends = new int[maxPublications];
        this.counters = counters;
    }

    @SuppressWarnings("ReferenceEquality") // a format is its instance, whatever its class thinks of equals
    boolean isIn(WireFormat other) {
        return format == other;
    }

    void fill(WireFormat from, List<Publication> publications, int sizeHint) {
        format = from;
        size = 0;
        Batch made;
        try {
            made = from.newBatch(sizeHint);
        } catch (RuntimeException | OutOfMemoryError e) {
            failed(e);
            return;
        }
        batch = made;
        for (int i = 0; i < publications.size(); i++) {
            try {
                size = made.append(publications.get(i));
            } catch (RuntimeException | OutOfMemoryError e) {
                failed(e); // the batch is as before: this publication has no bytes in this format
            }
            ends[i] = size;
        }
        counters.encodings.add(publications.size());
    }

    /** Gives a member everything; {@code last} if nothing more comes in this tick. */
    void deliver(Outbound to, boolean last) {
        if (batch == null || size == 0) {
            return;
        }
        if (last) {
            to.deliverLast(batch, 0, size);
        } else {
            to.deliver(batch, 0, size);
        }
    }

    /** Gives a member the publications from {@code first} (inclusive) to {@code end} (exclusive). */
    void deliver(Outbound to, int first, int end) {
        if (batch == null || end <= first) {
            return;
        }
        int from = first == 0 ? 0 : ends[first - 1];
        if (ends[end - 1] > from) {
            to.deliver(batch, from, ends[end - 1]);
        }
    }

    void release() {
        Batch done = batch;
        batch = null;
        format = null;
        if (done != null) {
            try {
                done.release();
            } catch (RuntimeException | OutOfMemoryError e) {
                failed(e);
            }
        }
    }

    private void failed(Throwable e) {
        counters.faults.increment();
        LOG.debug("A wire format failed", e);
    }
}
