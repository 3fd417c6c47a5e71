package dev.parley.server.cli;

import dev.parley.server.config.Config;
import java.io.PrintWriter;

/** Starts the server and waits until it ends. */
@FunctionalInterface
public interface ServeAction {

    /**
     * Serves until the process is told to stop; called on the main thread.
     *
     * @param config checked; without apps it needs a {@link dev.parley.server.config.DefaultApp}
     * @param out where to print the {@link ConnectBanner}
     * @return the exit code of the process
     * @throws Exception if the server cannot start; an {@link java.io.IOException}'s message is shown as it is
     */
    int run(Config config, PrintWriter out) throws Exception;
}
