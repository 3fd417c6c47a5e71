package dev.parley.server.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a path means. Segments are compared as they came; what stands for a name in braces is decoded once, so a name may
 * hold a slash. Immutable once made.
 */
final class PathTree {

    /**
     * What is at a path.
     *
     * @param methods in alphabetical order
     * @param values what stands for each name in braces, decoded
     */
    record Place(Map<String, Endpoint> methods, Map<String, String> values) {}

    private static final class Node {
        final Map<String, Node> fixed = new HashMap<>();
        final Map<String, Endpoint> methods = new TreeMap<>();

        @Nullable
        Node any;

        String name = "";
    }

    private final Node root = new Node();

    PathTree(Endpoint... endpoints) {
        for (Endpoint endpoint : endpoints) {
            Node node = root;
            for (String segment : endpoint.path().split("/")) {
                node = segment.startsWith("{")
                        ? any(node, segment.substring(1, segment.length() - 1))
                        : node.fixed.computeIfAbsent(segment, fresh -> new Node());
            }
            if (node.methods.put(endpoint.method(), endpoint) != null) {
                throw new IllegalArgumentException(endpoint + " is there twice");
            }
        }
    }

    private static Node any(Node node, String name) {
        Node any = node.any;
        if (any == null) {
            any = new Node();
            any.name = name;
            node.any = any;
        } else if (!any.name.equals(name)) {
            throw new IllegalArgumentException("one place has two names: " + any.name + " and " + name);
        }
        return any;
    }

    /**
     * What is at {@code path}, or null.
     *
     * @param path without the slash it begins with
     * @throws Refusal if an escape in it is wrong
     */
    @Nullable
    Place find(String path) {
        Node node = root;
        List<Node> named = new ArrayList<>(4);
        List<String> raw = new ArrayList<>(4);
        for (String segment : path.split("/", -1)) {
            Node fixed = node.fixed.get(segment);
            Node next = fixed == null ? node.any : fixed;
            if (next == null || segment.isEmpty()) {
                return null;
            }
            if (fixed == null) {
                named.add(next);
                raw.add(segment);
            }
            node = next;
        }
        if (node.methods.isEmpty()) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < raw.size(); i++) {
            values.put(named.get(i).name, Percent.decode(raw.get(i), false, "the path"));
        }
        return new Place(node.methods, values);
    }
}
