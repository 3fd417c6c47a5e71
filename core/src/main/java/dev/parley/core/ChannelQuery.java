package dev.parley.core;

import java.util.Collections;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Which channels {@link Hub#channels(String, ChannelQuery)} lists, by name: those between two bounds, from one end or the other.
 * Names are compared by UTF-16 code unit. Each method gives a query that is narrower than this one or the same, so
 * {@code all(10).startingWith("room:").behind("room:7")} is the ten after {@code room:7}.
 *
 * @param from where the names begin; null for no bound
 * @param to where they end; null for no bound
 * @param descending whether the last name comes first
 * @param limit how many at most, 1 to {@link Hub#MAX_LISTED}
 */
public record ChannelQuery(@Nullable Bound from, @Nullable Bound to, boolean descending, int limit) {

    /**
     * An end of a range.
     *
     * @param inclusive whether the name itself is within
     */
    public record Bound(String name, boolean inclusive) {}

    /** @throws IllegalArgumentException if the limit is none */
    public ChannelQuery {
        Hub.checkLimit(limit);
    }

    /** All channels, in ascending order. */
    public static ChannelQuery all(int limit) {
        return new ChannelQuery(null, null, false, limit);
    }

    public ChannelQuery above(String name) {
        return from(new Bound(name, false));
    }

    public ChannelQuery atLeast(String name) {
        return from(new Bound(name, true));
    }

    public ChannelQuery below(String name) {
        return to(new Bound(name, false));
    }

    public ChannelQuery atMost(String name) {
        return to(new Bound(name, true));
    }

    /** Those whose names begin so. */
    public ChannelQuery startingWith(String prefix) {
        String end = behindAll(prefix);
        ChannelQuery query = atLeast(prefix);
        return end == null ? query : query.below(end);
    }

    /** What comes behind a name in the order of this query. */
    public ChannelQuery behind(String name) {
        return descending ? below(name) : above(name);
    }

    /** The same channels in that order. */
    public ChannelQuery descending(boolean wanted) {
        return new ChannelQuery(from, to, wanted, limit);
    }

    /** The same with another limit. */
    public ChannelQuery withLimit(int most) {
        return new ChannelQuery(from, to, descending, most);
    }

    /** A view of what this asks for, in its order. */
    <V> NavigableMap<String, V> of(NavigableMap<String, V> channels) {
        NavigableMap<String, V> range = range(channels);
        return descending ? range.descendingMap() : range;
    }

    private <V> NavigableMap<String, V> range(NavigableMap<String, V> channels) {
        if (from == null) {
            return to == null ? channels : channels.headMap(to.name, to.inclusive);
        }
        if (to == null) {
            return channels.tailMap(from.name, from.inclusive);
        }
        if (from.name.compareTo(to.name) > 0) {
            return Collections.emptyNavigableMap();
        }
        return channels.subMap(from.name, from.inclusive, to.name, to.inclusive);
    }

    private ChannelQuery from(Bound bound) {
        return isNarrower(bound, from, 1) ? new ChannelQuery(bound, to, descending, limit) : this;
    }

    private ChannelQuery to(Bound bound) {
        return isNarrower(bound, to, -1) ? new ChannelQuery(from, bound, descending, limit) : this;
    }

    /** @param inwards the sign of a comparison with a name further outside */
    private static boolean isNarrower(Bound bound, @Nullable Bound present, int inwards) {
        if (present == null) {
            return true;
        }
        int order = bound.name.compareTo(present.name) * inwards;
        return order > 0 || (order == 0 && !bound.inclusive);
    }

    /** The least text behind all that begin so; null if nothing is. */
    private static @Nullable String behindAll(String prefix) {
        int last = prefix.length() - 1;
        while (last >= 0 && prefix.charAt(last) == Character.MAX_VALUE) {
            last--;
        }
        return last < 0 ? null : prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }
}
