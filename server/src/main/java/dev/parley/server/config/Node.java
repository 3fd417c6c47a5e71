package dev.parley.server.config;

import java.util.List;
import java.util.Map;

/** What was written, with its place, before it is known what it should have been. */
sealed interface Node {
    Place place();

    /**
     * A single value.
     *
     * @param commas whether a list may be written in it with commas, as in the environment and in flags
     */
    record Scalar(Place place, String text, boolean commas) implements Node {}

    /** A key without a value, or {@code null}: the same as not writing the key. */
    record Empty(Place place) implements Node {}

    /** Keys and values, in the order of the file. */
    record Mapping(Place place, Map<String, Entry> entries) implements Node {}

    /** A list. */
    record Sequence(Place place, List<Node> items) implements Node {}

    /**
     * A value with the place of its key, which may be another line.
     *
     * @param key the place of the key
     */
    record Entry(Place key, Node value) {}
}
