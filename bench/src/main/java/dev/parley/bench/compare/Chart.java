package dev.parley.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over two logarithmic axes, as a picture that can be read on light and on dark ground. */
final class Chart {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 34;
    private static final int TOP = 44;
    private static final int BOTTOM = 52;
    private static final String STYLE = """
            <style>
              svg { background: #fff; font: 13px system-ui, sans-serif; }
              text { fill: #222; } .title { font-weight: 600; font-size: 15px; }
              .grid { stroke: #ddd; } .axis { stroke: #555; }
              .line { fill: none; stroke-width: 2.5; }
              .s0 { stroke: #0b62c4; } .s1 { stroke: #b3420a; } .s2 { stroke: #14783c; }
              circle { fill: #fff; stroke-width: 2; }
              @media (prefers-color-scheme: dark) {
                svg { background: #14171a; } text { fill: #e4e6e8; }
                .grid { stroke: #30363b; } .axis { stroke: #9aa1a7; }
                .s0 { stroke: #6cb2ff; } .s1 { stroke: #ff9a5c; } .s2 { stroke: #5fd38a; }
                circle { fill: #14171a; }
              }
            </style>
            """;

    private final String title;
    private final String across;
    private final String up;
    private final List<Line> lines = new ArrayList<>();

    /** Both above 0. */
    record Point(double x, double y) {}

    private record Line(String name, List<Point> points) {}

    /**
     * @param across what the horizontal axis counts
     * @param up what the vertical axis counts
     */
    Chart(String title, String across, String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    /** Left out if it has no points. */
    void line(String name, List<Point> points) {
        if (!points.isEmpty()) {
            lines.add(new Line(name, List.copyOf(points)));
        }
    }

    /** @throws IllegalArgumentException if there is nothing to show */
    String svg() {
        List<Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
        if (all.isEmpty() || all.stream().anyMatch(point -> !(point.x() > 0 && point.y() > 0))) {
            throw new IllegalArgumentException("a logarithmic chart needs points, all above 0");
        }
        Axis x = Axis.over(all.stream().mapToDouble(Point::x).toArray(), LEFT, WIDTH - RIGHT);
        Axis y = Axis.over(all.stream().mapToDouble(Point::y).toArray(), HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH,
                HEIGHT,
                escaped(title)));
        svg.append(STYLE);
        text(svg, "title", "start", LEFT, 22, title);
        grid(svg, x, y);
        for (int i = 0; i < lines.size(); i++) {
            line(svg, lines.get(i), i, x, y);
        }
        return svg.append("</svg>\n").toString();
    }

    private void grid(StringBuilder svg, Axis x, Axis y) {
        for (double tick : x.decades()) {
            double at = x.at(tick);
            stroke(svg, "grid", at, TOP, at, HEIGHT - BOTTOM);
            text(svg, "tick", "middle", at, HEIGHT - BOTTOM + 18, label(tick));
        }
        for (double tick : y.decades()) {
            double at = y.at(tick);
            stroke(svg, "grid", LEFT, at, WIDTH - RIGHT, at);
            text(svg, "tick", "end", LEFT - 8, at + 4, label(tick));
        }
        stroke(svg, "axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        stroke(svg, "axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM);
        text(svg, "label", "middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, across);
        svg.append(String.format(
                Locale.ROOT,
                "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
                (TOP + HEIGHT - BOTTOM) / 2,
                escaped(up)));
    }

    private void line(StringBuilder svg, Line line, int index, Axis x, Axis y) {
        StringBuilder points = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        for (Point point : line.points()) {
            String at = String.format(Locale.ROOT, "%.1f,%.1f", x.at(point.x()), y.at(point.y()));
            points.append(points.isEmpty() ? "" : " ").append(at);
            marks.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s: %s</title></circle>%n",
                    index % 3,
                    x.at(point.x()),
                    y.at(point.y()),
                    label(point.x()),
                    label(point.y())));
        }
        svg.append(String.format(Locale.ROOT, "<polyline class=\"line s%d\" points=\"%s\"/>%n", index % 3, points))
                .append(marks);
        double row = TOP - 6;
        double column = LEFT + index * 190.0;
        stroke(svg, "line s" + index % 3, column, row - 4, column + 20, row - 4);
        text(svg, "legend", "start", column + 26, row, line.name());
    }

    private static void stroke(StringBuilder svg, String kind, double fromX, double fromY, double toX, double toY) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                kind,
                fromX,
                fromY,
                toX,
                toY));
    }

    private static void text(StringBuilder svg, String kind, String anchor, double x, double y, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                kind,
                anchor,
                x,
                y,
                escaped(words)));
    }

    private static String label(double value) {
        return value >= 1 && value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3g", value)
                        .replaceAll("0+$", "")
                        .replaceAll("\\.$", "");
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** From one power of ten to another. */
    private record Axis(int least, int most, double from, double to) {

        static Axis over(double[] values, double from, double to) {
            double least = Double.MAX_VALUE;
            double most = 0;
            for (double value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            int low = (int) Math.floor(Math.log10(least) + 1e-9);
            return new Axis(low, Math.max((int) Math.ceil(Math.log10(most) - 1e-9), low + 1), from, to);
        }

        double at(double value) {
            return from + (to - from) * (Math.log10(value) - least) / (most - least);
        }

        List<Double> decades() {
            List<Double> ticks = new ArrayList<>();
            for (int power = least; power <= most; power++) {
                ticks.add(Math.pow(10, power));
            }
            return ticks;
        }
    }
}
