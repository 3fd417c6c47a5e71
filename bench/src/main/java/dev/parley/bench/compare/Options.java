package dev.parley.bench.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param what workloads by name, or {@code growth} or {@code page}; empty for the whole comparison
 * @param peers by name; empty for all
 * @param variants of Parley, as {@code NAME:WORDS}
 * @param measured of each run
 * @param out where the page goes; nothing for nowhere
 */
record Options(
        List<String> what,
        List<String> peers,
        List<String> variants,
        boolean quick,
        int rounds,
        Duration measured,
        Optional<Path> out) {

    static final String GROWTH = "growth";
    static final String PAGE = "page";
    static final String USAGE = """
            sh bench/compare.sh [WHAT...] [OPTION...]
              WHAT                 all that follows if nothing is said
                                     %s
                                   or one of
                                     growth       what Parley costs as the work grows
                                     page         makes the page again from what was measured last
              --quick              fewer and shorter runs, some three minutes; writes no page
              --peers A,B          only these; floor and socket.io are what the ratios are to
              --variant NAME:WORDS one more Parley, run in the same turns. Words are separated by spaces: -X... and -D... go to Java,
                                   --setting=value to the server, NAME=value to its environment, and home=DIR is another checkout
              --rounds N           how often each is measured; 3
              --seconds N          how long each time; 3
              --out DIR            where the page goes; docs, if everything is measured, else nowhere
            """.formatted(String.join(", ", Workload.names()));

    /** @throws IllegalArgumentException with words for the user */
    static Options parse(List<String> arguments) {
        Reader reader = new Reader();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("--quick")) {
                reader.quick = true;
            } else if (!word.startsWith("--")) {
                reader.what(word);
            } else if (i + 1 < arguments.size()) {
                i++;
                reader.option(word, arguments.get(i));
            } else {
                throw new IllegalArgumentException(word + " is no option, or lacks its value");
            }
        }
        return reader.options();
    }

    boolean isWhole() {
        return !quick && variants.isEmpty() && peers.isEmpty() && what.isEmpty();
    }

    boolean wants(String workload) {
        return what.isEmpty() || what.contains(workload);
    }

    boolean wantsPeer(String peer) {
        return peers.isEmpty() || peers.contains(peer);
    }

    private static final class Reader {
        private final List<String> what = new ArrayList<>();
        private final List<String> variants = new ArrayList<>();
        private List<String> peers = List.of();
        private boolean quick;
        private int rounds;
        private int seconds;
        private Optional<Path> out = Optional.empty();

        void what(String word) {
            if (!Workload.names().contains(word) && !word.equals(GROWTH) && !word.equals(PAGE)) {
                throw new IllegalArgumentException(word + " is nothing that can be measured");
            }
            what.add(word);
        }

        void option(String name, String value) {
            switch (name) {
                case "--peers" -> peers = Arrays.asList(value.split(","));
                case "--variant" -> variants.add(value);
                case "--rounds" -> rounds = number(name, value);
                case "--seconds" -> seconds = number(name, value);
                case "--out" -> out = Optional.of(Path.of(value));
                default -> throw new IllegalArgumentException(name + " is no option");
            }
        }

        private static int number(String name, String value) {
            if (!value.matches("[1-9][0-9]{0,4}")) {
                throw new IllegalArgumentException(name + " must be a whole number above 0, not " + value);
            }
            return Integer.parseInt(value);
        }

        Options options() {
            for (String variant : variants) {
                if (variant.indexOf(':') < 1) {
                    throw new IllegalArgumentException("--variant must be NAME:WORDS, not " + variant);
                }
            }
            int turns = rounds > 0 ? rounds : quick ? 1 : 3;
            int length = seconds > 0 ? seconds : quick ? 1 : 3;
            return new Options(
                    List.copyOf(what),
                    List.copyOf(peers),
                    List.copyOf(variants),
                    quick,
                    turns,
                    Duration.ofSeconds(length),
                    out);
        }
    }
}
