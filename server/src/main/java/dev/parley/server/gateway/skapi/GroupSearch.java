package dev.parley.server.gateway.skapi;

import dev.parley.core.ChannelCount;
import dev.parley.core.ChannelQuery;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Which groups are looked for, and from where on (skapi 2.3). */
sealed interface GroupSearch {

    String GROUP = "group";
    String USERS = "number_of_users";

    /**
     * By name, in the order of names.
     *
     * @param query its limit is not the page's
     * @param leftOut null if none is
     */
    record ByName(ChannelQuery query, @Nullable String leftOut) implements GroupSearch {

        boolean holds(ChannelCount group) {
            return !group.name().equals(leftOut);
        }
    }

    /**
     * By the number of connections, in the order of numbers, then of names.
     *
     * @param range null if the condition counts
     * @param last the last group of the page before; null for the first page
     */
    record ByCount(
            Condition condition,
            double value,
            @Nullable Double range,
            boolean ascending,
            @Nullable ChannelCount last) implements GroupSearch {

        private static final Comparator<ChannelCount> ASCENDING =
                Comparator.comparingInt(ChannelCount::members).thenComparing(ChannelCount::name);

        Comparator<ChannelCount> order() {
            return ascending ? ASCENDING : ASCENDING.reversed();
        }

        boolean holds(ChannelCount group) {
            return isWithin(group.members()) && (last == null || order().compare(group, last) > 0);
        }

        private boolean isWithin(int count) {
            if (range == null) {
                return condition.holds(count, value);
            }
            return count >= Math.min(value, range) && count <= Math.max(value, range);
        }
    }

    /** @throws CallRefusal if it makes no sense */
    static GroupSearch of(CallBody body, Paging paging) {
        String searchFor = body.text("searchFor");
        return switch (searchFor == null ? GROUP : searchFor) {
            case GROUP -> byName(body, paging);
            case USERS -> byCount(body, paging);
            default -> throw CallRefusal.invalid("'searchFor' must be '" + GROUP + "' or '" + USERS + "'.");
        };
    }

    private static ByName byName(CallBody body, Paging paging) {
        String given = body.text("value");
        String value = given == null ? " " : given;
        String range = body.text("range");
        CallBody key = paging.startKey();
        ChannelQuery all = ChannelQuery.all(1).descending(!paging.ascending());
        if (key != null) {
            all = all.behind(nameOf(key));
        }
        if (range != null && !range.isEmpty()) {
            boolean forwards = value.compareTo(range) <= 0;
            return new ByName(all.atLeast(forwards ? value : range).atMost(forwards ? range : value), null);
        }
        Condition condition = condition(body, value.isEmpty() || value.equals(" "));
        return new ByName(condition.of(all, value), condition.leftOut(value));
    }

    private static ByCount byCount(CallBody body, Paging paging) {
        double value = body.number("value", 0);
        double range = body.number("range", 0);
        CallBody key = paging.startKey();
        ChannelCount last = null;
        if (key != null) {
            double count = key.isNumber(USERS) ? key.number(USERS, -1) : -1;
            if (count < 0 || count > Integer.MAX_VALUE || count != Math.rint(count)) {
                throw Paging.wrongKey();
            }
            last = new ChannelCount(nameOf(key), (int) count);
        }
        // The client itself takes a range of 0 for none.
        return new ByCount(condition(body, value == 0), value, range == 0 ? null : range, paging.ascending(), last);
    }

    private static Condition condition(CallBody body, boolean fromTheBeginning) {
        String sign = body.text("condition");
        if (sign == null || sign.isEmpty()) {
            return fromTheBeginning ? Condition.ABOVE : Condition.EQUAL;
        }
        return Condition.of(sign);
    }

    private static String nameOf(CallBody key) {
        String name = key.isText(GROUP) ? key.text(GROUP) : null;
        if (name == null) {
            throw Paging.wrongKey();
        }
        return name;
    }
}
