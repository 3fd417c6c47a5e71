package dev.parley.server;

import dev.parley.server.cli.CommandLines;
import dev.parley.server.cli.ConnectBanner;
import dev.parley.server.config.Config;
import dev.parley.server.config.DefaultApp;
import dev.parley.server.ops.Logging;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Where the process begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CommandLines.run(Main::serve, arguments));
    }

    private static int serve(Config config, PrintWriter out) throws IOException, InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        open(
                config,
                out,
                server -> Runtime.getRuntime()
                        .addShutdownHook(Thread.ofPlatform().name("drain").unstarted(() -> {
                            server.drain();
                            stopped.countDown();
                        })));
        stopped.await(); // the process ends by a signal, whose hook drains
        return 0;
    }

    /**
     * Starts a server and prints how to connect.
     *
     * @param started called before anything is printed
     */
    static void open(Config config, PrintWriter out, Consumer<Server> started) throws IOException {
        Logging.configure(config.ops().log());
        Config complete = config;
        Path keyFile = null;
        if (config.apps().isEmpty()) {
            DefaultApp made = DefaultApp.open(config.data().dir());
            complete = config.withApps(List.of(made.app()));
            keyFile = made.serverKeyFile();
        }
        Server server = Server.start(complete);
        started.accept(server);
        out.print(new ConnectBanner(complete, server.port(), keyFile).text());
        out.flush();
    }
}
