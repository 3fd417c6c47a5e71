package dev.parley.server.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fills the settings records from what was written, and notes what is wrong.
 *
 * <p>After a problem the default stands in, so that one slip does not hide the next; the result is only good if there
 * was no problem. Used once, by one thread.
 */
final class Binder {
    private static final String NEAR = "; did you mean ";

    private final Node.Mapping file;
    private final Map<String, Node.Scalar> overrides;
    private final Problems problems;
    private final Map<String, Place> places = new HashMap<>();

    /**
     * Makes a binder.
     *
     * @param overrides values of the environment and of flags by full name; they win over the file
     */
    Binder(Node.Mapping file, Map<String, Node.Scalar> overrides, Problems problems) {
        this.file = file;
        this.overrides = overrides;
        this.problems = problems;
    }

    Config bind() {
        return (Config) section(Schema.root(), file, "", "");
    }

    /** Where a setting was written, by full name; the nearest enclosing thing that was written if it was not. */
    Place place(String path) {
        String at = path;
        while (!at.isEmpty()) {
            Place place = places.get(at);
            if (place != null) {
                return place;
            }
            int end = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
            at = end < 0 ? "" : at.substring(0, end);
        }
        return file.place();
    }

    private Record section(Schema schema, Node.@Nullable Mapping mapping, String path, String inherit) {
        if (mapping != null) {
            mapping.entries().forEach((key, entry) -> {
                if (schema.find(key).isEmpty()) {
                    problems.add(entry.key(), unknown(schema, path, key));
                }
            });
        }
        @Nullable Object[] arguments = new Object[schema.members().size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = member(schema.members().get(i), mapping, path, inherit);
        }
        return construct(schema.type(), arguments);
    }

    private @Nullable Object member(
            Schema.Member member, Node.@Nullable Mapping mapping, String section, String inherit) {
        String path = Schema.join(section, member.name());
        Node.@Nullable Entry entry = mapping == null ? null : mapping.entries().get(member.name());
        Node.@Nullable Scalar override = overrides.get(path);
        Node node = entry == null ? null : entry.value();
        if (override != null) {
            node = override;
            places.put(path, override.place());
        } else if (entry != null && !(node instanceof Node.Empty)) {
            places.put(path, entry.key());
        }
        String ownInherit = member.setting().inherit();
        String inherited = !ownInherit.isEmpty() ? ownInherit : inherit.isEmpty() ? "" : inherit + "." + member.name();
        Node written = node instanceof Node.Empty ? null : node;
        return switch (member.kind()) {
            case VALUE -> written == null ? absent(member, path, section, inherited) : value(member, written, path);
            case VALUES -> written == null ? List.of() : values(member, written, path);
            case SECTION -> subsection(member, written, path, inherited);
            case SECTIONS -> written == null ? List.of() : sections(member, written, path);
        };
    }

    private @Nullable Object absent(Schema.Member member, String path, String section, String inherited) {
        if (!inherited.isEmpty()) {
            return inherited(inherited);
        }
        if (member.setting().required()) {
            problems.add(place(section), path + " is missing");
        }
        return fallback(member);
    }

    /** The value of another setting, read again from what was written; a problem in it is reported where it stands. */
    private @Nullable Object inherited(String path) {
        Schema.Member member = Schema.root()
                .findPath(path)
                .orElseThrow(() -> new IllegalStateException("nothing to inherit at " + path));
        Node.@Nullable Mapping mapping = file;
        int dot = path.lastIndexOf('.');
        String section = dot < 0 ? "" : path.substring(0, dot);
        if (!section.isEmpty()) {
            for (String name : section.split("\\.", -1)) {
                Node.@Nullable Entry entry =
                        mapping == null ? null : mapping.entries().get(name);
                mapping = entry != null && entry.value() instanceof Node.Mapping inner ? inner : null;
            }
        }
        return member(member, mapping, section, "");
    }

    /** A stand-in when nothing usable was written; null only for optional members and after a problem. */
    private static @Nullable Object fallback(Schema.Member member) {
        String def = member.setting().def();
        if (!def.isEmpty() || (member.type() == String.class && !member.optional())) {
            return Values.parse(member, def);
        }
        if (member.type() == int.class) {
            return 0;
        }
        return member.type() == long.class ? (Object) 0L : null;
    }

    private @Nullable Object value(Schema.Member member, Node node, String path) {
        if (node instanceof Node.Scalar scalar) {
            try {
                return Values.parse(member, scalar.text());
            } catch (IllegalArgumentException | ArithmeticException e) {
                problems.add(scalar.place(), notA(member, path, scalar.text()));
            }
        } else {
            problems.add(node.place(), path + " must be " + Values.expected(member) + ", not " + shape(node));
        }
        return fallback(member);
    }

    private List<Object> values(Schema.Member member, Node node, String path) {
        List<Object> values = new ArrayList<>();
        List<Node> items = items(node);
        for (int i = 0; i < items.size(); i++) {
            String item = path + "[" + i + "]";
            places.put(item, items.get(i).place());
            Object value = value(member, items.get(i), items.size() == 1 ? path : item);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** One value alone is a list of one. */
    private static List<Node> items(Node node) {
        if (node instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        if (node instanceof Node.Scalar scalar && scalar.commas()) {
            return Arrays.stream(scalar.text().split(",", -1))
                    .map(String::strip)
                    .filter(part -> !part.isEmpty())
                    .<Node>map(part -> new Node.Scalar(scalar.place(), part, false))
                    .toList();
        }
        return List.of(node);
    }

    private @Nullable Object subsection(Schema.Member member, @Nullable Node node, String path, String inherit) {
        boolean overridden = overrides.keySet().stream().anyMatch(name -> name.startsWith(path + "."));
        if (node == null && member.optional() && !overridden) {
            return null;
        }
        return section(member.requireSection(), mapping(node, path), path, inherit);
    }

    private List<Record> sections(Schema.Member member, Node node, String path) {
        if (!(node instanceof Node.Sequence sequence)) {
            problems.add(node.place(), path + " must be a list, not " + shape(node));
            return List.of();
        }
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Node item = sequence.items().get(i);
            String itemPath = path + "[" + i + "]";
            places.put(itemPath, item.place());
            Node.@Nullable Mapping mapping = mapping(item, itemPath);
            if (mapping != null) {
                records.add(section(member.requireSection(), mapping, itemPath, ""));
            }
        }
        return records;
    }

    private Node.@Nullable Mapping mapping(@Nullable Node node, String path) {
        if (node == null) {
            return null;
        }
        if (node instanceof Node.Mapping mapping) {
            return mapping;
        }
        problems.add(node.place(), path + " must be a section with keys, not " + shape(node));
        return null;
    }

    private static String notA(Schema.Member member, String path, String text) {
        String must = path + " must be " + Values.expected(member);
        if (member.type() == Secret.class) {
            return must;
        }
        String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return must + ", not \"" + shown + "\"";
    }

    private static String shape(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> "a single value";
            case Node.Empty empty -> "nothing";
            case Node.Mapping mapping -> "a section";
            case Node.Sequence sequence -> "a list";
        };
    }

    private static String unknown(Schema schema, String path, String key) {
        List<String> siblings =
                schema.members().stream().map(Schema.Member::name).toList();
        String name = Schema.join(path, key) + " is not a setting";
        Optional<String> near = Names.nearest(key, siblings).map(sibling -> Schema.join(path, sibling));
        if (near.isEmpty()) {
            near = Schema.root().named().stream()
                    .map(Schema.Named::path)
                    .filter(other -> other.endsWith("." + key))
                    .findFirst();
        }
        return near.map(other -> name + NEAR + other + "?")
                .orElseGet(() -> name + "; known here: " + String.join(", ", siblings));
    }

    private static Record construct(Class<? extends Record> type, @Nullable Object[] arguments) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type + " refuses its settings", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }
}
