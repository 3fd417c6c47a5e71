package dev.parley.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: a file, over it the environment, over that the command line's flags.
 *
 * <p>All problems of all sources are found before any is reported.
 */
public final class ConfigLoader {
    /** The file that is read when it exists and no other is named. */
    public static final String DEFAULT_FILE = "parley.yaml";

    private static final String PREFIX = "PARLEY_";
    private static final Map<String, String> SHORT_FLAGS =
            Map.of("--port", "listen.port", "--host", "listen.host", "--data-dir", "data.dir");
    /** Read by the launcher, or by {@link #load} itself. */
    private static final Set<String> NOT_SETTINGS = Set.of("PARLEY_CONFIG", "PARLEY_JAVA_HOME", "PARLEY_JAVA_OPTS");
    /** What container platforms set for a service that happens to be called "parley". */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("PARLEY_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP)(_.*)?)");

    private ConfigLoader() {}

    /**
     * Reads and checks all settings.
     *
     * @param file null for {@code PARLEY_CONFIG}, and without it for {@value #DEFAULT_FILE} in {@code folder}, which
     *     need not exist
     * @param folder the working directory
     * @param environment the process environment
     * @param flags values by flag, long or short, such as {@code --listen.port} or {@code --port}
     * @throws ConfigException if anything is wrong; it lists every problem
     */
    public static Config load(
            @Nullable Path file, Path folder, Map<String, String> environment, Map<String, String> flags)
            throws ConfigException {
        String variable = environment.getOrDefault("PARLEY_CONFIG", "");
        Path named = file != null || variable.isEmpty() ? file : Path.of(variable);
        if (named == null && !Files.exists(folder.resolve(DEFAULT_FILE))) {
            return parse(DEFAULT_FILE, "", environment, flags);
        }
        Path path = named == null ? Path.of(DEFAULT_FILE) : named;
        return parse(path.toString(), text(folder.resolve(path), path.toString()), environment, flags);
    }

    /** The flags of all settings outside lists of sections, in the order of the reference. */
    public static List<Flag> flags() {
        return Schema.root().named().stream()
                .map(named -> new Flag(
                        named.flag(),
                        shortName(named.path()),
                        named.member().setting().doc()))
                .toList();
    }

    /** The flag somebody probably meant by {@code typed}. */
    public static Optional<String> nearestFlag(String typed) {
        List<String> names = flags().stream()
                .flatMap(flag -> Stream.concat(Stream.of(flag.name()), Stream.ofNullable(flag.shortName())))
                .toList();
        return Names.nearest(typed, names);
    }

    /**
     * A command-line flag that sets a value.
     *
     * @param name such as {@code --listen.port}
     * @param shortName such as {@code --port}; null for most
     * @param doc Markdown
     */
    public record Flag(String name, @Nullable String shortName, String doc) {}

    private static @Nullable String shortName(String path) {
        return SHORT_FLAGS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(path))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    static Config parse(String source, String yaml, Map<String, String> environment, Map<String, String> flags)
            throws ConfigException {
        Problems problems = new Problems();
        Node.Mapping file = YamlReader.read(source, yaml, problems);
        Map<String, Node.Scalar> overrides = new LinkedHashMap<>();
        readEnvironment(environment, overrides, problems);
        readFlags(flags, overrides);
        Binder binder = new Binder(file, overrides, problems);
        Config config = binder.bind();
        problems.throwIfAny();
        new Checks(config, binder::place, problems).run();
        problems.throwIfAny();
        return config;
    }

    private static String text(Path path, String shown) throws ConfigException {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of(new Problem(shown, "does not exist")));
        } catch (CharacterCodingException e) {
            throw new ConfigException(List.of(new Problem(shown, "is not UTF-8 text")));
        } catch (IOException e) {
            throw new ConfigException(List.of(new Problem(shown, "cannot be read: " + e.getMessage())));
        }
    }

    private static void readEnvironment(
            Map<String, String> environment, Map<String, Node.Scalar> overrides, Problems problems) {
        Map<String, String> paths =
                Schema.root().named().stream().collect(Collectors.toMap(Schema.Named::variable, Schema.Named::path));
        // Sorted, so that problems come in the same order every time.
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith(PREFIX) || isForeign(name, value)) {
                return;
            }
            String path = paths.get(name);
            if (path == null) {
                problems.add(Place.of("environment"), unknownVariable(name, paths.keySet()));
            } else if (!value.isBlank()) {
                overrides.put(path, new Node.Scalar(Place.of(name), value, true));
            }
        });
    }

    private static boolean isForeign(String name, String value) {
        return NOT_SETTINGS.contains(name)
                || SERVICE_LINK.matcher(name).matches()
                || (name.equals("PARLEY_PORT") && value.contains("://"));
    }

    private static String unknownVariable(String name, Set<String> known) {
        if (name.startsWith("PARLEY_APPS_") || name.equals("PARLEY_APPS")) {
            return name + " is not a setting; apps are set in the file only";
        }
        String last = name.substring(PREFIX.length() - 1);
        return Names.nearest(name, new LinkedHashSet<>(known))
                .or(() -> known.stream()
                        .filter(other -> other.endsWith(last))
                        // The one that is least deep in is the likeliest.
                        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder())))
                .map(near -> name + " is not a setting; did you mean " + near + "?")
                .orElse(name + " is not a setting");
    }

    private static void readFlags(Map<String, String> flags, Map<String, Node.Scalar> overrides) {
        flags.forEach((flag, value) -> {
            String path = SHORT_FLAGS.getOrDefault(flag, flag.substring("--".length()));
            overrides.put(path, new Node.Scalar(Place.of(flag), value, true));
        });
    }
}
