package dev.parley.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server that can be started.
 *
 * @param name what the table calls it
 * @param title what the page says of it
 * @param command what starts it; says {@code listening PORT} on its output if {@code port} is 0
 * @param environment more variables for it
 * @param port where it listens if it cannot say so
 * @param connectPacket what its clients enter with
 */
record Peer(
        String name,
        String title,
        List<String> command,
        Map<String, String> environment,
        int port,
        String connectPacket) {

    static final String FLOOR = "floor";
    static final String SOCKET_IO = "socket.io";
    static final String NETTY = "netty";
    static final String PARLEY = "parley";

    /** What the command {@code parley} gives its JVM, so that memory is not compared with what a JVM likes to take. */
    private static final List<String> MEMORY = List.of(
            "-Xms16m",
            "-XX:+UseCompactObjectHeaders",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:G1PeriodicGCInterval=60000",
            "-XX:TrimNativeHeapInterval=5000");

    /** One that is written here, or speaks like it. */
    static Peer of(String name, String title, List<String> command) {
        return new Peer(name, title, command, Map.of(), 0, "40");
    }

    /** A Java program of this module. */
    static Peer java(String name, String title, String classes, String main, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(MEMORY);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp"));
        command.add(classes);
        command.add(main);
        command.addAll(List.of(arguments));
        return of(name, title, List.copyOf(command));
    }
}
