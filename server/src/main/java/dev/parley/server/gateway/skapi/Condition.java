package dev.parley.server.gateway.skapi;

import dev.parley.core.ChannelQuery;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How a value is compared in a search (skapi 2.3). Of texts, some mean something else than of numbers. */
enum Condition {
    ABOVE(">", "gt"),
    /** Of texts: begins with. */
    AT_LEAST(">=", "gte"),
    EQUAL("=", "eq"),
    /** Of texts: the same. */
    AT_MOST("<=", "lte"),
    BELOW("<", "lt"),
    OTHER("!=", "ne");

    private final String sign;
    private final String word;

    Condition(String sign, String word) {
        this.sign = sign;
        this.word = word;
    }

    /** @throws CallRefusal if none is written so */
    static Condition of(String text) {
        return Arrays.stream(values())
                .filter(condition -> condition.sign.equals(text) || condition.word.equals(text))
                .findFirst()
                .orElseThrow(
                        () -> CallRefusal.invalid("'condition' must be one of > >= = < <= != gt gte eq lt lte ne."));
    }

    boolean holds(int count, double value) {
        return switch (this) {
            case ABOVE -> count > value;
            case AT_LEAST -> count >= value;
            case EQUAL -> count == value;
            case AT_MOST -> count <= value;
            case BELOW -> count < value;
            case OTHER -> count != value;
        };
    }

    /** Those of a query for which it holds; for {@link #OTHER} all, of which one must be left out. */
    ChannelQuery of(ChannelQuery query, String value) {
        return switch (this) {
            case ABOVE -> query.above(value);
            case AT_LEAST -> query.startingWith(value);
            case EQUAL, AT_MOST -> query.atLeast(value).atMost(value);
            case BELOW -> query.below(value);
            case OTHER -> query;
        };
    }

    /** The name that must be left out of what {@link #of(ChannelQuery, String)} finds, or null. */
    @Nullable
    String leftOut(String value) {
        return this == OTHER ? value : null;
    }
}
