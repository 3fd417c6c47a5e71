package dev.parley.protocol;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Makes JSON texts with everything that JSON has, and keeps count of the placeholders it put in. */
final class RandomJson {
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t\r "};
    private static final String[] NUMBERS = {"0", "-0", "1", "12", "-3.25", "1e5", "2.5E-3", "9007199254740993", "1e+2"
    };
    private static final String[] PIECES = {
        "a",
        "message",
        "é",
        "€",
        "😀",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\ud800",
        "}",
        "]",
        ",",
        "_placeholder",
        "\u007f",
        "\u2028",
        "num"
    };

    private final Random random;
    private final Deque<Integer> order = new ArrayDeque<>();

    RandomJson(Random random) {
        this.random = random;
    }

    /** A value with the placeholders whose numbers are given, none if the list is empty. */
    String value(List<Integer> numbers) {
        order.clear();
        order.addAll(numbers);
        StringBuilder out = new StringBuilder();
        value(out, 4, numbers.size());
        return out.toString();
    }

    /** A value that holds exactly {@code marks} of the numbers left. */
    private void value(StringBuilder out, int levels, int marks) {
        if (marks == 1 && (levels == 0 || random.nextInt(3) == 0)) {
            placeholder(out, order.remove());
            return;
        }
        int kind = marks > 0 ? 4 + random.nextInt(2) : random.nextInt(levels > 0 ? 6 : 4);
        switch (kind) {
            case 0 -> string(out);
            case 1 -> out.append(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 2 -> out.append(random.nextBoolean());
            case 3 -> out.append("null");
            default -> container(out, kind == 4, levels, marks);
        }
    }

    private void container(StringBuilder out, boolean array, int levels, int marks) {
        out.append(array ? '[' : '{');
        space(out);
        int members = Math.max(random.nextInt(4), marks);
        int left = marks;
        for (int i = 0; i < members; i++) {
            if (i > 0) {
                out.append(',');
            }
            space(out);
            if (!array) {
                string(out);
                space(out);
                out.append(':');
                space(out);
            }
            boolean one = left > 0 && (members - i == left || random.nextBoolean());
            left -= one ? 1 : 0;
            value(out, Math.max(levels - 1, 0), one ? 1 : 0);
            space(out);
        }
        out.append(array ? ']' : '}');
    }

    private void placeholder(StringBuilder out, int number) {
        String mark = "\"_placeholder\"" + pick() + ":" + pick() + "true";
        String num = "\"num\"" + pick() + ":" + pick() + number;
        boolean markFirst = random.nextBoolean();
        out.append('{')
                .append(pick())
                .append(markFirst ? mark : num)
                .append(pick())
                .append(',');
        out.append(pick()).append(markFirst ? num : mark).append(pick()).append('}');
    }

    private void string(StringBuilder out) {
        out.append('"');
        // Not the name "_placeholder" alone, which would be a placeholder before true.
        int pieces = random.nextInt(4);
        for (int i = 0; i < pieces; i++) {
            out.append(PIECES[random.nextInt(PIECES.length)]).append(i);
        }
        out.append('"');
    }

    private void space(StringBuilder out) {
        out.append(pick());
    }

    private String pick() {
        return SPACES[random.nextInt(SPACES.length)];
    }
}
