package dev.parley.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A wire format that writes one readable line per publication and counts what it is asked for. */
public final class RecordingFormat implements WireFormat {
    private int encoded;
    private int batches;
    private int unreleased;
    private Predicate<Publication> broken = publication -> false;

    /** Publications encoded so far. */
    public int encoded() {
        return encoded;
    }

    /** Batches made so far. */
    public int batches() {
        return batches;
    }

    /** Batches nobody has released. */
    public int unreleased() {
        return unreleased;
    }

    /** Makes {@link Batch#append} throw for some publications. */
    public void failOn(Predicate<Publication> which) {
        broken = which;
    }

    @Override
    public Batch newBatch(int sizeHint) {
        batches++;
        unreleased++;
        return new Lines();
    }

    /** The line of a publication, for instance {@code room/hello=1}, {@code room+anna}, {@code room-anna}. */
    public static String line(Publication publication) {
        AudienceKey audience = publication.audience();
        String to = switch (audience.kind()) {
            case CHANNEL -> audience.name();
            case USER -> "user:" + audience.name();
            case APP -> "*";
            case SUBSCRIBER -> "only:" + audience.name();
        };
        return switch (publication) {
            case Publication.Message message -> to + "/" + message.event().text() + "=" + message.payload();
            case Publication.Joined joined -> to + "+" + describe(joined.member());
            case Publication.Left left ->
                to + "-" + describe(left.member()) + (left.reason() == LeaveReason.DISCONNECTED ? "!" : "");
            case Publication.Updated updated -> to + "~" + describe(updated.member());
        };
    }

    private static String describe(Member member) {
        return member.profile() == null ? member.id() : member.id() + member.profile();
    }

    /** Its bytes are lines; a slice must start and end where a line does. */
    final class Lines implements Batch {
        private final List<Publication> publications = new ArrayList<>();
        private final List<Integer> ends = new ArrayList<>();
        private int size;
        private boolean released;

        @Override
        public int append(Publication publication) {
            if (broken.test(publication)) {
                throw new IllegalStateException("broken on purpose");
            }
            encoded++;
            publications.add(publication);
            size += line(publication).length() + 1;
            ends.add(size);
            return size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public void release() {
            if (released) {
                throw new IllegalStateException("released twice");
            }
            released = true;
            unreleased--;
        }

        List<Publication> slice(int from, int to) {
            if (released) {
                throw new IllegalStateException("delivered after its release");
            }
            int first = from == 0 ? 0 : place(from) + 1;
            return publications.subList(first, place(to) + 1);
        }

        private int place(int end) {
            int place = ends.indexOf(end);
            if (place < 0) {
                throw new IllegalArgumentException("no publication ends at " + end);
            }
            return place;
        }
    }
}
