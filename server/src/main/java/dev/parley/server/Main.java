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
import org.jspecify.annotations.Nullable;

/** Where the process begins. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CommandLines.create(Main::serve).execute(arguments));
    }

    private static int serve(Config config, PrintWriter out) throws IOException, InterruptedException {
        Logging.configure(config.ops().log());
        Config complete = config;
        Path keyFile = null;
        if (config.apps().isEmpty()) {
            DefaultApp made = DefaultApp.open(config.data().dir());
            complete = config.withApps(List.of(made.app()));
            keyFile = made.serverKeyFile();
        }
        return serve(complete, keyFile, out);
    }

    private static int serve(Config config, @Nullable Path keyFile, PrintWriter out)
            throws IOException, InterruptedException {
        Server server = Server.start(config);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("drain").unstarted(() -> {
            server.drain();
            stopped.countDown();
        }));
        out.print(new ConnectBanner(config, server.port(), keyFile).text());
        out.flush();
        stopped.await(); // the process ends by a signal, whose hook drains
        return 0;
    }
}
