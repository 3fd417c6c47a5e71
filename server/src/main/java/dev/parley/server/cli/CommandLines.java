package dev.parley.server.cli;

import dev.parley.server.accounts.AccountException;
import dev.parley.server.config.ConfigException;
import dev.parley.server.config.ConfigLoader;
import dev.parley.server.directory.DirectoryException;
import dev.parley.storage.DatabaseBusyException;
import dev.parley.storage.DatabaseUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code parley} command with its subcommands.
 *
 * <p>Exit codes: 0 done, 1 it did not work (such as wrong settings), 2 the command line itself is wrong.
 */
public final class CommandLines {
    private CommandLines() {}

    /**
     * Runs the command line of this process.
     *
     * @param serve what {@code parley serve} runs once the settings are read
     * @return the exit code
     */
    public static int run(ServeAction serve, String... arguments) {
        return run(serve, Surroundings.ofProcess(arguments));
    }

    /** The same, with settings from nowhere but the arguments. */
    public static int runAlone(ServeAction serve, Path folder, String... arguments) {
        return run(serve, new Surroundings(folder, Map.of(), InputStream.nullInputStream(), List.of(arguments)));
    }

    private static int run(ServeAction serve, Surroundings around) {
        String[] arguments = around.typed().toArray(String[]::new);
        PlainServe plain = PlainServe.of(arguments);
        return plain == null ? create(serve, around).execute(arguments) : run(serve, plain, around);
    }

    private static int run(ServeAction serve, PlainServe plain, Surroundings around) {
        try {
            return serve.run(around.load(plain.file(), plain.flags()), writer(System.out));
        } catch (Exception e) {
            return explainFailure(e, writer(System.err));
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }

    static CommandLine create(ServeAction serve, Surroundings around) {
        CommandSpec root = command("parley", new Usage(), "Self-hosted realtime messaging server.");
        root.version(VersionCommand.line());
        CommandLine.Model.OptionSpec version = CommandLine.Model.OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print the version.")
                .build();
        root.addOption(version);

        Settings serveSettings = new Settings(around);
        CommandSpec serveSpec =
                command("serve", new ServeCommand(serve, serveSettings), "Start the server and print how to connect.");
        serveSettings.addTo(serveSpec, "serve");
        root.addSubcommand("serve", serveSpec);

        Settings checkSettings = new Settings(around);
        CommandSpec checkSpec = command(
                "check-config",
                new CheckConfigCommand(checkSettings),
                "Check the settings and print a summary, without starting anything.");
        checkSettings.addTo(checkSpec, "check-config");
        root.addSubcommand("check-config", checkSpec);

        new AdminCommands(around).addTo(root);
        BenchCommands.addTo(root);

        root.addSubcommand("version", command("version", new VersionCommand(), "Print the version."));

        CommandLine commandLine = new CommandLine(root);
        commandLine.setParameterExceptionHandler(CommandLines::explainUsage);
        commandLine.setExecutionExceptionHandler((e, failed, _) -> explainFailure(e, failed.getErr()));
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

    private static int explainFailure(Exception e, PrintWriter err) {
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
