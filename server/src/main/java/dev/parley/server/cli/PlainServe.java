package dev.parley.server.cli;

import dev.parley.server.config.ConfigLoader;
import dev.parley.server.config.ConfigLoader.Flag;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code parley serve} with nothing but settings behind it, read without picocli, whose loading is a good part of a start.
 *
 * @param file from {@code --config}, or null
 * @param flags values by flag, as typed
 */
record PlainServe(@Nullable Path file, Map<String, String> flags) {

    /** @return null if it is anything else, or not right: picocli reads it, and says what is wrong */
    static @Nullable PlainServe of(String... arguments) {
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        if (!"serve".equals(left.poll())) {
            return null;
        }
        Map<String, String> typed = new LinkedHashMap<>();
        while (!left.isEmpty()) {
            String word = left.remove();
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            String value = equals < 0 ? left.poll() : word.substring(equals + 1);
            if (value == null || value.isEmpty() || value.startsWith("-") || typed.putIfAbsent(name, value) != null) {
                return null;
            }
        }
        String file = typed.remove(Settings.FILE_FLAG);
        return areFlags(typed) ? new PlainServe(file == null ? null : Path.of(file), typed) : null;
    }

    /** Each the flag of another setting. */
    private static boolean areFlags(Map<String, String> typed) {
        if (typed.isEmpty()) {
            return true;
        }
        Map<String, String> names = new HashMap<>();
        for (Flag flag : ConfigLoader.flags()) {
            names.put(flag.name(), flag.name());
            if (flag.shortName() != null) {
                names.put(flag.shortName(), flag.name());
            }
        }
        return names.keySet().containsAll(typed.keySet())
                && typed.keySet().stream().map(names::get).distinct().count() == typed.size();
    }
}
