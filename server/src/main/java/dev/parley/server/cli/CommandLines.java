package dev.parley.server.cli;

import dev.parley.server.accounts.AccountException;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.ConfigLoader;
import dev.parley.server.directory.DirectoryException;
import dev.parley.storage.DatabaseBusyException;
import dev.parley.storage.DatabaseUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code parley} command with its subcommands.
 *
 * <p>Exit codes: 0 done, 1 it did not work (such as wrong settings), 2 the command line itself is wrong.
 */
public final class CommandLines {
    private CommandLines() {}

    /**
     * Makes the command line of this process.
     *
     * @param serve what {@code parley serve} runs once the settings are read
     */
    public static CommandLine create(ServeAction serve) {
        return create(serve, Path.of(""), System.getenv(), System.in);
    }

    static CommandLine create(ServeAction serve, Path folder, Map<String, String> environment, InputStream in) {
        CommandSpec root = command("parley", new Usage(), "Self-hosted realtime messaging server.");
        root.version(VersionCommand.line());
        CommandLine.Model.OptionSpec version = CommandLine.Model.OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print the version.")
                .build();
        root.addOption(version);

        Settings serveSettings = new Settings(folder, environment);
        CommandSpec serveSpec =
                command("serve", new ServeCommand(serve, serveSettings), "Start the server and print how to connect.");
        serveSettings.addTo(serveSpec);
        root.addSubcommand("serve", serveSpec);

        Settings checkSettings = new Settings(folder, environment);
        CommandSpec checkSpec = command(
                "check-config",
                new CheckConfigCommand(checkSettings),
                "Check the settings and print a summary, without starting anything.");
        checkSettings.addTo(checkSpec);
        root.addSubcommand("check-config", checkSpec);

        new AdminCommands(folder, environment, in).addTo(root);
        BenchCommands.addTo(root);

        root.addSubcommand("version", command("version", new VersionCommand(), "Print the version."));

        CommandLine commandLine = new CommandLine(root);
        commandLine.setParameterExceptionHandler(CommandLines::explainUsage);
        commandLine.setExecutionExceptionHandler(CommandLines::explainFailure);
        return commandLine;
    }

    static CommandSpec command(String name, Command command, String description) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
        command.attach(spec);
        spec.usageMessage().description(description);
        spec.addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this help.")
                .build());
        return spec;
    }

    private static int explainUsage(ParameterException e, String[] arguments) {
        CommandLine commandLine = e.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            meant(unmatched).ifPresent(near -> err.println("Did you mean " + near + "?"));
        }
        err.println("Try: " + commandLine.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    private static Optional<String> meant(UnmatchedArgumentException e) {
        String typed = e.getUnmatched().getFirst();
        return typed.startsWith("--")
                ? ConfigLoader.nearestFlag(typed.replaceFirst("=.*", ""))
                : e.getSuggestions().stream().findFirst();
    }

    private static int explainFailure(Exception e, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        switch (e) {
            case ConfigException config -> config.problems().forEach(err::println);
            case DirectoryException refused ->
                String.valueOf(refused.getMessage()).lines().forEach(line -> err.println("parley: " + line));
            case AccountException refused -> err.println("parley: " + refused.getMessage());
            case DatabaseBusyException busy -> err.println("parley: " + busy.getMessage());
            case DatabaseUnavailableException unavailable -> err.println("parley: " + unavailable.getMessage());
            case IOException io -> err.println("parley: " + (io.getMessage() == null ? io : io.getMessage()));
            // Anything else is a defect, and its trace is what helps to find it.
            default -> e.printStackTrace(err);
        }
        err.flush();
        return ExitCode.SOFTWARE;
    }

    /** {@code parley} alone, or a group of commands alone. */
    static final class Usage extends Command {
        @Override
        public Integer call() {
            CommandLine commandLine = commandLine();
            commandLine.usage(commandLine.getErr());
            return ExitCode.USAGE;
        }
    }
}
