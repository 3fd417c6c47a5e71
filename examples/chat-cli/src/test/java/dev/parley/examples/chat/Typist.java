package dev.parley.examples.chat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Somebody who uses the program: types lines and sees what it prints. */
final class Typist {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String END = "";

    private final BlockingQueue<String> typed = new LinkedBlockingQueue<>();
    private final StringWriter screen = new StringWriter();
    private final CompletableFuture<Integer> ended;

    private Typist(ChatOptions options) {
        BufferedReader in = new BufferedReader(new Lines());
        ended = CompletableFuture.supplyAsync(
                () -> ChatRun.run(options, in, new PrintWriter(screen)),
                task -> new Thread(task, options.name()).start());
    }

    static Typist start(ChatOptions options) {
        return new Typist(options);
    }

    void types(String line) {
        typed.add(line + "\n");
    }

    void endsInput() {
        typed.add(END);
    }

    /** Waits until a line is there, as often as said. */
    void sees(String line, int times) {
        Awaitility.await(line)
                .atMost(PATIENCE)
                .until(() -> screen().lines().filter(line::equals).count() >= times);
    }

    void sees(String line) {
        sees(line, 1);
    }

    /** Waits until a line begins so. */
    void seesBeginningOf(String beginning) {
        Awaitility.await(beginning)
                .atMost(PATIENCE)
                .until(() -> screen().lines().anyMatch(line -> line.startsWith(beginning)));
    }

    String screen() {
        return screen.toString();
    }

    /** Waits for the end. */
    int exitCode() {
        return ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** What was typed, as it comes; ends with the empty text. */
    private final class Lines extends Reader {
        private boolean over;

        @Override
        public int read(char[] buffer, int offset, int length) {
            if (over) {
                return -1;
            }
            try {
                String line = typed.take();
                over = line.equals(END);
                line.getChars(0, line.length(), buffer, offset);
                return over ? -1 : line.length();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }

        @Override
        public void close() {}
    }
}
