package dev.parley.protocol.mapping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tools.jackson.core.TokenStreamContext;

/** Places inside values as people read them: {@code $.items[2].name}. Long ones are cut. */
final class Paths {
    private static final int LONGEST_NAME = 40;
    private static final int MOST_STEPS = 12;

    private Paths() {}

    /** The path of these names and indexes. */
    static String text(List<?> steps) {
        StringBuilder out = new StringBuilder("$");
        for (Object step : steps.subList(0, Math.min(steps.size(), MOST_STEPS))) {
            if (step instanceof Integer index) {
                out.append('[').append(index).append(']');
            } else {
                String name = step.toString();
                out.append('.').append(name, 0, Math.min(name.length(), LONGEST_NAME));
            }
        }
        return steps.size() > MOST_STEPS ? out.append("...").toString() : out.toString();
    }

    /** The path of the value that a parser is at. */
    static String text(TokenStreamContext at) {
        Deque<Object> steps = new ArrayDeque<>();
        for (TokenStreamContext context = at; context != null; context = context.getParent()) {
            if (context.inArray()) {
                steps.addFirst(Math.max(context.getCurrentIndex(), 0));
            } else if (context.inObject() && context.currentName() != null) {
                steps.addFirst(context.currentName());
            }
        }
        return text(new ArrayList<>(steps));
    }
}
