package dev.parley.protocol.mapping;

import dev.parley.protocol.JsonLimits;

/** How deep a value may be nested: what stands around it in an event must still fit into what receivers take. */
final class Nesting {
    /** An event puts its content into an object and that into an array. */
    static final int MOST = JsonLimits.DEFAULT.maxDepth() - 2;

    private Nesting() {}

    static MappingException tooDeep(String what) {
        return new MappingException(what + ": nested deeper than " + MOST + " levels; is it inside itself?");
    }

    /**
     * Checks a text that is known to be JSON.
     *
     * @throws MappingException if it is too deep
     */
    static void check(String json) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '[' || c == '{') {
                depth++;
                if (depth > MOST) {
                    throw tooDeep("cannot write the value");
                }
            } else if (c == ']' || c == '}') {
                depth--;
            }
        }
    }
}
