package dev.parley.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publications a shard has for one audience and has not yet handed to its members.
 *
 * <p>One audience at a time: whatever else its members could be sent seals it first, so that each of them sees the order
 * in which its shard received things. Its audience's members do not change while it is open. Sealing encodes once per
 * wire format it meets and walks the dense members; whoever is left out of some publications gets the slices between.
 *
 * <p>While it seals, outbounds may call back into the hub. Closing a subscriber then only marks it ({@link
 * Subscriber#CLOSED}), and everything else waits for the end of the turn.
 */
final class OpenBatch {
    private static final Logger LOG = LoggerFactory.getLogger(OpenBatch.class);

    private final ShardCounters counters;
    private final int maxBytes;
    private final int maxPublications;

    private final List<Publication> publications = new ArrayList<>();

    /** Per publication the local subscriber that does not get it, or null. */
    private final List<@Nullable Subscriber> excluded = new ArrayList<>();

    private final List<Encoded> encodings = new ArrayList<>();
    private @Nullable LocalAudience audience;
    private int encodingsUsed;
    private int bytes;
    private boolean sealing;

    OpenBatch(HubOptions options, ShardCounters counters) {
        this.counters = counters;
        this.maxBytes = options.maxBatchBytes();
        this.maxPublications = options.maxBatchPublications();
    }

    /** Whose publications it holds, or null if it is empty. */
    @Nullable
    LocalAudience audience() {
        return audience;
    }

    boolean sealing() {
        return sealing;
    }

    void append(LocalAudience to, Publication publication, @Nullable Subscriber without) {
        int size = sizeOf(publication);
        if (audience != to || bytes + size > maxBytes) {
            seal();
        }
        audience = to;
        publications.add(publication);
        // Sealing may just have closed it. Such marks must stay.
        Subscriber excludes = without != null && without.exclusions >= 0 ? without : null;
        excluded.add(excludes);
        if (excludes != null) {
            excludes.exclusions++;
        }
        bytes += size;
        if (bytes >= maxBytes || publications.size() >= maxPublications) {
            seal();
        }
    }

    /** Hands everything to the members and is empty again. */
    void seal() {
        seal(false);
    }

    /** The same; {@code last} if nothing more comes in this tick. */
    void seal(boolean last) {
        LocalAudience to = audience;
        if (to == null || sealing) {
            return;
        }
        sealing = true;
        try {
            walk(to, last);
        } finally {
            clear();
            sealing = false;
        }
    }

    private void walk(LocalAudience to, boolean last) {
        List<Subscriber> members = to.members;
        int whole = 0;
        long delivered = 0;
        Encoded encoded = null;
        for (int i = 0; i < members.size(); i++) {
            Subscriber member = members.get(i);
            if (member.exclusions != 0) {
                delivered += deliverSlices(member);
                continue;
            }
            if (encoded == null || !encoded.isIn(member.format)) {
                encoded = encoded(member.format);
            }
            try {
                encoded.deliver(member.outbound, last);
                whole++;
            } catch (RuntimeException | OutOfMemoryError e) {
                failed(member, e);
            }
        }
        counters.batches.increment();
        counters.deliveries.add(delivered + (long) whole * publications.size());
    }

    /** Runs of publications it is not left out of, each in one piece; returns how many publications. */
    private int deliverSlices(Subscriber member) {
        if (member.exclusions < 0) {
            return 0; // closed or muted
        }
        int delivered = 0;
        int first = 0;
        try {
            for (int i = 0; i <= publications.size(); i++) {
                if (i < publications.size() && excluded.get(i) != member) {
                    continue;
                }
                if (i > first && member.isOpen()) {
                    encoded(member.format).deliver(member.outbound, first, i);
                    delivered += i - first;
                }
                first = i + 1;
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            failed(member, e);
        }
        return delivered;
    }

    private Encoded encoded(WireFormat format) {
        for (int i = 0; i < encodingsUsed; i++) {
            if (encodings.get(i).isIn(format)) {
                return encodings.get(i);
            }
        }
        if (encodingsUsed == encodings.size()) {
            encodings.add(new Encoded(maxPublications, counters));
        }
        Encoded encoded = encodings.get(encodingsUsed++);
        encoded.fill(format, publications, bytes);
        return encoded;
    }

    private void clear() {
        for (int i = 0; i < encodingsUsed; i++) {
            encodings.get(i).release();
        }
        for (int i = 0; i < excluded.size(); i++) {
            Subscriber subscriber = excluded.get(i);
            if (subscriber != null && subscriber.exclusions > 0) {
                subscriber.exclusions = 0;
            }
        }
        encodingsUsed = 0;
        publications.clear();
        excluded.clear();
        bytes = 0;
        audience = null;
    }

    private void failed(Subscriber member, Throwable e) {
        counters.faults.increment();
        LOG.debug("An outbound failed and is closed", e);
        try {
            member.outbound.close(CloseReason.INTERNAL_ERROR);
        } catch (RuntimeException | OutOfMemoryError again) {
            LOG.debug("It failed to close, too", again);
        }
    }

    /** What a publication weighs; its frame adds little to it. */
    private static int sizeOf(Publication publication) {
        return switch (publication) {
            case Publication.Message message ->
                message.payload() == null ? 0 : message.payload().size();
            case Publication.Joined joined -> sizeOf(joined.member());
            case Publication.Left left -> sizeOf(left.member());
            case Publication.Updated updated -> sizeOf(updated.member());
        };
    }

    private static int sizeOf(Member member) {
        return member.profile() == null ? 0 : member.profile().size();
    }
}
