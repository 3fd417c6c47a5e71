package dev.parley.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM with {@code -XX:NativeMemoryTracking=summary} says that it holds, in bytes.
 *
 * @param heap of objects that are alive, after a collection
 * @param outside of all else that it has from the system, except for what compilers and collectors have for themselves
 * @param other of that, direct buffers and what libraries took
 */
record JavaMemory(long heap, long outside, long other) {

    private static final Pattern LIVE = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
    private static final Pattern TOTAL = Pattern.compile("^Total: .*committed=(\\d+)KB", Pattern.MULTILINE);

    /** What a JVM takes for itself, more or less of it as it likes. */
    private static final List<String> OWN = List.of("Java Heap", "Code", "Compiler", "GC", "Arena Chunk");

    static JavaMemory of(long pid) throws IOException {
        long heap = Long.parseLong(find(LIVE, ask(pid, "GC.class_histogram")));
        String tracked = ask(pid, "VM.native_memory", "summary", "scale=KB");
        long outside = Long.parseLong(find(TOTAL, tracked)) * 1024;
        for (String what : OWN) {
            outside -= committed(tracked, what);
        }
        return new JavaMemory(heap, outside, committed(tracked, "Other"));
    }

    JavaMemory since(JavaMemory before) {
        return new JavaMemory(heap - before.heap, outside - before.outside, other - before.other);
    }

    private static long committed(String tracked, String what) {
        Pattern line = Pattern.compile("-\\s+" + what + " \\(reserved=\\d+KB, committed=(\\d+)KB");
        Matcher found = line.matcher(tracked);
        return found.find() ? Long.parseLong(found.group(1)) * 1024 : 0;
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException(
                    "jcmd answered something else: " + text.lines().findFirst().orElse("nothing"));
        }
        return found.group(1);
    }

    private static String ask(long pid, String... what) throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command()
                .add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        builder.command().add(Long.toString(pid));
        builder.command().addAll(List.of(what));
        Process process = builder.redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
