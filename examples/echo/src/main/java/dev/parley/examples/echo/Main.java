package dev.parley.examples.echo;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the echo server. */
@Command(
        name = "parley-echo",
        mixinStandardHelpOptions = true,
        description = "Echoes Socket.IO events on /socket.io/ and Engine.IO messages on /engine.io/.")
public final class Main implements Callable<Integer> {

    @Option(names = "--host", defaultValue = "localhost", description = "Address to bind (${DEFAULT-VALUE}).")
    private String host = "localhost";

    @Option(names = "--port", defaultValue = "3000", description = "Port; 0 takes a free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--ping-interval", defaultValue = "25000", description = "Milliseconds (${DEFAULT-VALUE}).")
    private int pingInterval;

    @Option(names = "--ping-timeout", defaultValue = "20000", description = "Milliseconds (${DEFAULT-VALUE}).")
    private int pingTimeout;

    @Option(names = "--connect-timeout", defaultValue = "45000", description = "Milliseconds (${DEFAULT-VALUE}).")
    private int connectTimeout;

    @Option(names = "--max-payload", defaultValue = "1000000", description = "Bytes (${DEFAULT-VALUE}).")
    private int maxPayload;

    /** Runs until the process is ended. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        EchoOptions options = new EchoOptions(
                host,
                port,
                Duration.ofMillis(pingInterval),
                Duration.ofMillis(pingTimeout),
                Duration.ofMillis(connectTimeout),
                maxPayload);
        EchoServer server = EchoServer.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        System.out.println("echo on http://" + host + ":" + server.port());
        server.awaitClose();
        return 0;
    }
}
