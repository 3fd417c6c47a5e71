package dev.parley.bench.compare;

import java.util.List;
import java.util.OptionalDouble;

/** The tables of the comparison. */
final class Tables {

    private static final String CPU = "cpu";

    private final Results results;

    Tables(Results results) {
        this.results = results;
    }

    Table of(Workload workload) {
        return switch (workload) {
            case SATURATED, SINGLE, HALF, COMMON, CHAT, PACED -> deliveries(workload.label());
            case CONNECTIONS -> connections();
            case START -> start();
        };
    }

    private Table deliveries(String workload) {
        Table table = new Table(
                "server",
                "µs of CPU per delivery",
                "user",
                "system",
                "× floor",
                "socket.io ÷ this",
                "deliveries/s",
                "of a core",
                "p50 ms",
                "p99 ms",
                "spread");
        for (String peer : results.peers(workload)) {
            table.row(List.of(
                    peer,
                    number(workload, peer, CPU),
                    number(workload, peer, "user"),
                    number(workload, peer, "system"),
                    Table.number(results.ratio(workload, peer, Peer.FLOOR, CPU)),
                    Table.number(results.ratio(workload, Peer.SOCKET_IO, peer, CPU)),
                    Table.cell("%,.0f", results.median(workload, peer, "rate")),
                    Table.percent(results.median(workload, peer, "busy")),
                    number(workload, peer, "p50"),
                    number(workload, peer, "p99"),
                    Table.percent(results.spread(workload, peer, CPU))));
        }
        return table;
    }

    private Table connections() {
        String workload = Workload.CONNECTIONS.label();
        Table table = new Table(
                "server",
                "resident bytes per idle connection",
                "resident MB without",
                "µs of CPU per connect",
                "× netty",
                "s until all are back",
                "µs of CPU per client that comes back",
                "spread of connect");
        for (String peer : results.peers(workload)) {
            table.row(List.of(
                    peer,
                    number(workload, peer, "resident"),
                    number(workload, peer, "base"),
                    number(workload, peer, CPU),
                    Table.number(results.ratio(workload, peer, Peer.NETTY, CPU)),
                    number(workload, peer, "back"),
                    number(workload, peer, "backCpu"),
                    Table.percent(results.spread(workload, peer, CPU))));
        }
        return table;
    }

    private Table start() {
        String workload = Workload.START.label();
        Table table = new Table(
                "server",
                "s until ready, first start",
                "s until ready",
                "ms of CPU until ready",
                "resident MB",
                "spread");
        for (String peer : results.peers(workload)) {
            table.row(List.of(
                    peer,
                    number(workload, peer, "first"),
                    number(workload, peer, "ready"),
                    number(workload, peer, CPU),
                    number(workload, peer, "base"),
                    Table.percent(results.spread(workload, peer, "ready"))));
        }
        return table;
    }

    /** What Parley holds for an idle connection, apart. */
    Table memory() {
        String workload = ConnectionRuns.MEMORY;
        Table table =
                new Table("server", "live heap", "outside the heap", "of that direct buffers and the like", "sum");
        for (String peer : results.peers(workload)) {
            OptionalDouble heap = results.median(workload, peer, "heap");
            OptionalDouble outside = results.median(workload, peer, "native");
            table.row(List.of(
                    peer,
                    Table.number(heap),
                    Table.number(outside),
                    number(workload, peer, "other"),
                    Table.number(OptionalDouble.of(heap.orElse(0) + outside.orElse(0)))));
        }
        return table;
    }

    private String number(String workload, String peer, String figure) {
        return Table.number(results.median(workload, peer, figure));
    }
}
