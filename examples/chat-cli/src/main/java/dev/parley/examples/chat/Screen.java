package dev.parley.examples.chat;

import java.io.PrintWriter;

/** Prints lines. What others wrote cannot steer the terminal: control characters are left out. Used by one thread. */
final class Screen {

    private static final int LONGEST = 2_000;

    private final PrintWriter out;

    Screen(PrintWriter out) {
        this.out = out;
    }

    /** What somebody said. */
    void said(String name, String text) {
        print(plain(name) + ": " + plain(text));
    }

    /** What happened. */
    void note(String text) {
        print("* " + plain(text));
    }

    /** What went wrong. */
    void problem(String text) {
        print("! " + plain(text));
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }

    private static String plain(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
