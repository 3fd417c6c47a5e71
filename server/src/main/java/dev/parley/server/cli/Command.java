package dev.parley.server.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command; {@link #call} returns the exit code. */
abstract class Command implements Callable<Integer> {
    private @Nullable CommandSpec spec;

    /** Called once, before {@link #call}, as the command and what picocli knows of it need each other. */
    final void attach(CommandSpec own) {
        spec = own;
    }

    final CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }

    final PrintWriter out() {
        return commandLine().getOut();
    }

    final ParseResult parsed() {
        return commandLine().getParseResult();
    }
}
