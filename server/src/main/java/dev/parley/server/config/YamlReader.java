package dev.parley.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLReadFeature;

/**
 * Reads a YAML text into {@link Node}s that know their lines.
 *
 * <p>Scalars are kept as written: what a value means is decided by its setting, so that an id like {@code 0123} stays
 * one. Anchors, aliases, tags and further documents are refused, which also bounds what a small text can grow into.
 */
final class YamlReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_CHARS = 1 << 20;
    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            // A key without a value is not set; a quoted empty text is a value.
            .enable(YAMLReadFeature.EMPTY_STRING_AS_NULL)
            .build();

    private final String source;
    private final Problems problems;
    private final YAMLParser parser;

    private YamlReader(String source, Problems problems, YAMLParser parser) {
        this.source = source;
        this.problems = problems;
        this.parser = parser;
    }

    /** The top mapping of {@code text}; empty if there is none. What cannot be read is added to {@code problems}. */
    static Node.Mapping read(String source, String text, Problems problems) {
        Node.Mapping nothing = new Node.Mapping(new Place(source, 1), Map.of());
        if (text.length() > MAX_CHARS) {
            problems.add(Place.of(source), "is larger than 1 MiB");
            return nothing;
        }
        try (YAMLParser parser = (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new YamlReader(source, problems, parser).document(nothing);
        } catch (JacksonException e) {
            problems.add(place(source, e.getLocation()), "is not valid YAML: " + reason(e));
            return nothing;
        }
    }

    private Node.Mapping document(Node.Mapping nothing) {
        if (parser.nextToken() == null) {
            return nothing;
        }
        Node top = value();
        if (parser.nextToken() != null) {
            problems.add(here(), "starts a second document; all settings go into one");
        }
        return switch (top) {
            case Node.Mapping mapping -> mapping;
            case Node.Empty empty -> nothing;
            case Node.Scalar scalar -> notSettings(scalar.place(), nothing);
            case Node.Sequence sequence -> notSettings(sequence.place(), nothing);
        };
    }

    private Node.Mapping notSettings(Place place, Node.Mapping nothing) {
        problems.add(place, "must hold settings, such as \"listen: { port: 7400 }\"");
        return nothing;
    }

    private Node value() {
        Place place = here();
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            problems.add(place, "uses a YAML anchor or alias, which settings do not support; write the value out");
        }
        if (parser.getTypeId() != null) {
            problems.add(place, "uses a YAML tag, which settings do not support");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(place);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(place);
        }
        String text = parser.getString();
        return token == JsonToken.VALUE_NULL || text == null
                ? new Node.Empty(place)
                : new Node.Scalar(place, text, false);
    }

    private Node mapping(Place place) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            Place key = here();
            parser.nextToken();
            Node.Entry entry = new Node.Entry(key, value());
            Node.@Nullable Entry earlier = entries.putIfAbsent(name, entry);
            if (earlier != null) {
                problems.add(
                        key,
                        name + " is set twice here; the first time in line "
                                + earlier.key().line());
            }
        }
        return new Node.Mapping(place, entries);
    }

    private Node sequence(Place place) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return new Node.Sequence(place, items);
    }

    private Place here() {
        return place(source, parser.currentTokenLocation());
    }

    private static Place place(String source, @Nullable TokenStreamLocation location) {
        return new Place(source, location == null ? 0 : Math.max(location.getLineNr(), 0));
    }

    /** The parser's own words without its excerpt of the text, which might show a secret. */
    private static String reason(JacksonException e) {
        String message = e.getOriginalMessage();
        String firstLine = message == null ? "" : message.lines().findFirst().orElse("");
        return firstLine.isBlank() ? "it cannot be parsed" : firstLine;
    }
}
