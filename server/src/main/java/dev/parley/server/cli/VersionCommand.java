package dev.parley.server.cli;

import dev.parley.server.ops.Version;
import picocli.CommandLine.ExitCode;

/** {@code parley version}. */
final class VersionCommand extends Command {

    static String line() {
        return "parley " + Version.text() + ", Java " + Runtime.version();
    }

    @Override
    public Integer call() {
        out().println(line());
        out().flush();
        return ExitCode.OK;
    }
}
