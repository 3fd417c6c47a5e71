package dev.parley.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process of this machine has used so far. Linux only.
 *
 * @param user time on a core in the process's own code
 * @param system the same in the kernel
 * @param residentBytes memory that it holds now
 */
public record ProcessUse(Duration user, Duration system, long residentBytes) {

    /** The kernel shows times in hundredths of a second, whatever it counts in. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final int USER = 11;

    /** @throws IOException if there is no such process, or no {@code /proc} */
    public static ProcessUse of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        if (!Files.exists(process)) {
            throw new LoadException(
                    "there is no process " + pid + " here (looked at " + process + ", as Linux has it)");
        }
        String stat = Files.readString(process.resolve("stat"));
        // Behind the name, which may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long resident = Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
        return new ProcessUse(ticks(fields[USER]), ticks(fields[USER + 1]), resident);
    }

    private static Duration ticks(String count) {
        return Duration.ofNanos(Long.parseLong(count) * NANOS_PER_TICK);
    }

    /** What was used since, and the memory that is held now. */
    public ProcessUse since(ProcessUse before) {
        return new ProcessUse(user.minus(before.user), system.minus(before.system), residentBytes);
    }
}
