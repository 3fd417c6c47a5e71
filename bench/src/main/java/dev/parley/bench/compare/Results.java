package dev.parley.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What was measured: for each workload, peer and figure one number per round. Kept as a text file, so that the page can be made again. One thread. */
final class Results {

    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<Key, List<Double>> figures = new LinkedHashMap<>();

    private record Key(String workload, String peer, String figure) {}

    /** About the run as a whole, such as its date. */
    void fact(String name, String value) {
        facts.put(name, value);
    }

    String fact(String name) {
        return facts.getOrDefault(name, "unknown");
    }

    void add(String workload, String peer, String figure, double value) {
        figures.computeIfAbsent(new Key(workload, peer, figure), key -> new ArrayList<>())
                .add(value);
    }

    boolean isEmpty() {
        return figures.isEmpty();
    }

    /** The peers that were measured, in the order in which they were. */
    List<String> peers(String workload) {
        return figures.keySet().stream()
                .filter(key -> key.workload().equals(workload))
                .map(Key::peer)
                .distinct()
                .toList();
    }

    OptionalDouble median(String workload, String peer, String figure) {
        return median(sorted(workload, peer, figure));
    }

    private static OptionalDouble median(double[] sorted) {
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    /** How far the rounds are apart: the largest less the smallest, as a part of the median. */
    OptionalDouble spread(String workload, String peer, String figure) {
        double[] sorted = sorted(workload, peer, figure);
        OptionalDouble median = median(workload, peer, figure);
        if (median.isEmpty() || median.getAsDouble() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((sorted[sorted.length - 1] - sorted[0]) / median.getAsDouble());
    }

    /**
     * This peer's figure in terms of the other's: the median of the rounds' ratios, so that what changes from round to round does not count; the ratio of the
     * medians if they have not the same number of rounds.
     */
    OptionalDouble ratio(String workload, String peer, String other, String figure) {
        List<Double> mines = figures.getOrDefault(new Key(workload, peer, figure), List.of());
        List<Double> others = figures.getOrDefault(new Key(workload, other, figure), List.of());
        if (mines.size() == others.size() && others.stream().allMatch(value -> value > 0)) {
            return median(IntStream.range(0, mines.size())
                    .mapToDouble(round -> mines.get(round) / others.get(round))
                    .sorted()
                    .toArray());
        }
        OptionalDouble mine = median(workload, peer, figure);
        OptionalDouble base = median(workload, other, figure);
        return mine.isPresent() && base.isPresent() && base.getAsDouble() > 0
                ? OptionalDouble.of(mine.getAsDouble() / base.getAsDouble())
                : OptionalDouble.empty();
    }

    private double[] sorted(String workload, String peer, String figure) {
        return figures.getOrDefault(new Key(workload, peer, figure), List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        facts.forEach((name, value) -> lines.add("#\t" + name + "\t" + value));
        figures.forEach((key, values) -> lines.add(String.join(
                "\t",
                key.workload(),
                key.peer(),
                key.figure(),
                values.stream().map(Results::text).collect(Collectors.joining(" ")))));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    /** Empty if there is no such file. */
    static Results read(Path file) throws IOException {
        Results results = new Results();
        if (!Files.exists(file)) {
            return results;
        }
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("\t", -1);
            if (parts.length == 3 && parts[0].equals("#")) {
                results.fact(parts[1], parts[2]);
            } else if (parts.length == 4) {
                Arrays.stream(parts[3].split(" "))
                        .forEach(value -> results.add(parts[0], parts[1], parts[2], Double.parseDouble(value)));
            } else {
                throw new IOException(file + ": not a line of results: " + line);
            }
        }
        return results;
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
