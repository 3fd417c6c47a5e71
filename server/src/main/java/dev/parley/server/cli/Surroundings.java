package dev.parley.server.cli;

import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.ConfigLoader;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command line was typed.
 *
 * @param folder the working directory
 * @param in where passwords come from
 * @param typed the arguments
 */
record Surroundings(Path folder, Map<String, String> environment, InputStream in, List<String> typed) {

    static Surroundings ofProcess(String... arguments) {
        return new Surroundings(Path.of(""), System.getenv(), System.in, List.of(arguments));
    }

    /** Whether it can be that command which was typed. */
    boolean mayBe(String... words) {
        boolean plain = !typed.isEmpty() && Character.isLetter((typed.getFirst() + " ").charAt(0));
        return !plain || typed.subList(0, Math.min(words.length, typed.size())).equals(List.of(words));
    }

    Config load(@Nullable Path file, Map<String, String> flags) throws ConfigException {
        return ConfigLoader.load(file, folder, environment, flags);
    }
}
