package dev.parley.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

final class PageTest {

    @Test
    void tableHasMediansRatiosAndSpread() {
        String page = new Page(results(), new Results()).markdown("{{table SATURATED}}");
        assertThat(page.lines())
                .containsExactly(
                        "| server | µs of CPU per delivery | user | system | × floor | socket.io ÷ this | deliveries/s"
                                + " | of a core | p50 ms | p99 ms | spread |",
                        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
                        "| floor | 0.50 | - | - | 1.00 | 20.0 | 1,500,000 | - | - | - | 40 % |",
                        "| parley | 0.55 | - | - | 1.10 | 18.2 | - | - | - | - | 0 % |",
                        "| socket.io | 10.0 | - | - | 20.0 | 1.00 | - | - | - | - | 0 % |");
    }

    @Test
    void whatIsNotMeasuredIsSaidToBe() {
        Page page = new Page(new Results(), new Results());
        assertThat(page.markdown("{{table CHAT}}{{growth MEMBERS}}{{fact date}}"))
                .isEqualTo("Not measured yet.\nNot measured yet.\nunknown");
        assertThatThrownBy(() -> page.markdown("{{tale CHAT}}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pageIsMadeAgainFromItsFiles(@TempDir Path folder) throws IOException {
        new Page(results(), growth()).write(folder);
        String first = Files.readString(folder.resolve("benchmarks.md"));
        assertThat(first)
                .contains("| floor | 0.50 |", "(benchmarks/members.svg)")
                .doesNotContain("{{");
        Path beside = folder.resolve("benchmarks");
        new Page(Results.read(beside.resolve("results.tsv")), Results.read(beside.resolve("growth.tsv"))).write(folder);
        assertThat(folder.resolve("benchmarks.md")).hasContent(first);
    }

    @Test
    void picturePutsPointsOnLogarithmicAxes() throws Exception {
        String svg = Growth.svg(growth(), Growth.Kind.MEMBERS);
        // A picture that is not well formed is not shown.
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(svg)
                .contains("prefers-color-scheme: dark", "members of the channel", "µs per delivery")
                // 10 is at the left end, 1,000 at the right, 100 in the middle; 1 is at the bottom.
                .contains("points=\"70.0,308.0 338.0,308.0 606.0,44.0\"");
    }

    @Test
    void variantMayBeNamedOnTheCommandLine() {
        Options options = Options.parse(List.of("chat", "--variant", "small:-Xmx64m --socketio.x=1", "--rounds", "5"));
        assertThat(options.variants()).containsExactly("small:-Xmx64m --socketio.x=1");
        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.wants("chat")).isTrue();
        assertThat(options.wants("single")).isFalse();
        assertThatThrownBy(() -> Options.parse(List.of("chess"))).hasMessageContaining("chess");
        assertThatThrownBy(() -> Options.parse(List.of("--rounds", "0"))).hasMessageContaining("--rounds");
    }

    private static Results results() {
        Results results = new Results();
        String workload = Workload.SATURATED.label();
        results.add(workload, Peer.FLOOR, "cpu", 0.4);
        results.add(workload, Peer.FLOOR, "cpu", 0.6);
        results.add(workload, Peer.FLOOR, "cpu", 0.5);
        results.add(workload, Peer.FLOOR, "rate", 1_500_000);
        results.add(workload, Peer.PARLEY, "cpu", 0.55);
        results.add(workload, Peer.SOCKET_IO, "cpu", 10);
        return results;
    }

    private static Results growth() {
        Results growth = new Results();
        growth.add(Growth.Kind.MEMBERS.label(), "10", "cpu", 1);
        growth.add(Growth.Kind.MEMBERS.label(), "100", "cpu", 1);
        growth.add(Growth.Kind.MEMBERS.label(), "1000", "cpu", 10);
        return growth;
    }
}
