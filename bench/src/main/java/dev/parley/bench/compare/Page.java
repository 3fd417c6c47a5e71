package dev.parley.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page of results: a text with places, each filled with a fact or a table. */
final class Page {

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+) ([^}]+)}}");
    private static final String MISSING = "Not measured yet.\n";

    private final Results results;
    private final Results growth;

    Page(Results results, Results growth) {
        this.results = results;
        this.growth = growth;
    }

    /** Writes {@code benchmarks.md}, and beside it the pictures and what both were made of. */
    void write(Path folder) throws IOException {
        Path beside = Files.createDirectories(folder.resolve("benchmarks"));
        results.write(beside.resolve("results.tsv"));
        growth.write(beside.resolve("growth.tsv"));
        for (Growth.Kind kind : Growth.Kind.values()) {
            if (!growth.peers(kind.label()).isEmpty()) {
                Files.writeString(beside.resolve(kind.label() + ".svg"), Growth.svg(growth, kind));
            }
        }
        Files.writeString(folder.resolve("benchmarks.md"), markdown(template()));
    }

    private static String template() throws IOException {
        try (InputStream text = Page.class.getResourceAsStream("benchmarks.md")) {
            if (text == null) {
                throw new IOException("the page's text is not in this program");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** @throws IllegalArgumentException if the text has a place that nothing is known for */
    String markdown(String template) {
        Matcher place = PLACE.matcher(template);
        return place.replaceAll(found -> Matcher.quoteReplacement(filled(found.group(1), found.group(2))));
    }

    private String filled(String what, String name) {
        return switch (what) {
            case "fact" -> results.fact(name);
            case "grown" -> growth.fact(name);
            case "table" -> shown(new Tables(results).of(Workload.valueOf(name)));
            case "memory" -> shown(new Tables(results).memory());
            case "growth" -> growth(Growth.Kind.valueOf(name));
            default -> throw new IllegalArgumentException("the page has a place for " + what);
        };
    }

    private String growth(Growth.Kind kind) {
        Table table = Growth.table(growth, kind);
        return table.isEmpty()
                ? MISSING
                : "![CPU of a delivery by " + kind.counts() + "](benchmarks/" + kind.label() + ".svg)\n\n"
                        + table.markdown();
    }

    private static String shown(Table table) {
        return table.isEmpty() ? MISSING : table.markdown();
    }
}
