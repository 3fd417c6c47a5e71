package dev.parley.bench.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process, all its threads together. Any thread. */
record ProcessStatus(long pid) {

    /** Ticks a second of what {@code /proc} counts; the same on every Linux that a program can run on. */
    private static final double TICKS = 100;

    /** Time on a core so far, in seconds. */
    record Cpu(double user, double system) {
        Cpu since(Cpu before) {
            return new Cpu(user - before.user, system - before.system);
        }
    }

    Cpu cpu() {
        String stat = read("stat");
        // The name may hold spaces; what follows its bracket does not.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new Cpu(Long.parseLong(fields[11]) / TICKS, Long.parseLong(fields[12]) / TICKS);
    }

    /** Bytes in memory. */
    long resident() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .sum();
    }

    private String read(String name) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), name));
        } catch (IOException e) {
            throw new UncheckedIOException("a server under test has ended, or this is not Linux", e);
        }
    }
}
