package dev.parley.server.cli;

import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.ConfigLoader;
import dev.parley.server.config.ConfigLoader.Flag;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The options by which a command takes settings, and how it reads them. */
final class Settings {
    static final String FILE_FLAG = "--config";

    private final Surroundings around;

    /** The options that are settings; a command may have others. */
    private final Set<OptionSpec> options = new HashSet<>();

    Settings(Surroundings around) {
        this.around = around;
    }

    /** Unless another command was typed: a hundred options for each command would take longer than most commands do. */
    void addTo(CommandSpec spec, String... words) {
        if (around.mayBe(words)) {
            addTo(spec);
        }
    }

    private void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(FILE_FLAG)
                .paramLabel("FILE")
                .type(Path.class)
                .description("The settings file. Default: " + ConfigLoader.DEFAULT_FILE + ", if there is one.")
                .build());
        for (Flag flag : ConfigLoader.flags()) {
            OptionSpec option = option(flag);
            spec.addOption(option);
            options.add(option);
        }
        spec.usageMessage()
                .footer(
                        "",
                        "Every setting is a flag too (--socketio.pingInterval=10s), and an",
                        "environment variable (PARLEY_SOCKETIO_PING_INTERVAL=10s). Flags win over",
                        "the environment, the environment over the file. docs/configuration.md lists",
                        "them all.");
    }

    /** Only flags with a short name are in the help; there are too many others to read there. */
    private static OptionSpec option(Flag flag) {
        String shortName = flag.shortName();
        OptionSpec.Builder builder =
                shortName == null ? OptionSpec.builder(flag.name()) : OptionSpec.builder(shortName, flag.name());
        return builder.paramLabel("VALUE")
                .type(String.class)
                .hidden(shortName == null)
                .description(flag.doc().replace("`", "").replace("%", "%%"))
                .build();
    }

    Config read(ParseResult parsed) throws ConfigException {
        return around.load(file(parsed), flags(parsed));
    }

    private static @Nullable Path file(ParseResult parsed) {
        return parsed.matchedOptionValue(FILE_FLAG, null);
    }

    private Map<String, String> flags(ParseResult parsed) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            if (options.contains(option)) {
                flags.put(asTyped(option, parsed.originalArgs()), option.getValue());
            }
        }
        return flags;
    }

    /** The name that was used, so that an error names what stands on the command line. */
    private static String asTyped(OptionSpec option, List<String> arguments) {
        for (String name : option.names()) {
            if (arguments.stream().anyMatch(argument -> argument.equals(name) || argument.startsWith(name + "="))) {
                return name;
            }
        }
        return option.longestName();
    }
}
