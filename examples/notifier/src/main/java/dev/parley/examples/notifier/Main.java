package dev.parley.examples.notifier;

import dev.parley.admin.ParleyAdmin;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the notifier. */
@Command(
        name = "parley-notifier",
        mixinStandardHelpOptions = true,
        description = "Publishes each line of the standard input, or one text again and again.")
public final class Main implements Callable<Integer> {

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:7400",
            description = "Where the server is (${DEFAULT-VALUE}).")
    private String url = "http://127.0.0.1:7400";

    @Option(names = "--app", defaultValue = "default", description = "The app's id (${DEFAULT-VALUE}).")
    private String app = "default";

    @Option(
            names = "--key-file",
            defaultValue = "parley-data/server-key",
            description = "A file with the server key (${DEFAULT-VALUE}).")
    private Path keyFile = Path.of("parley-data/server-key");

    @Option(names = "--channel", description = "Who gets it: the members of this channel. Otherwise everybody.")
    private @Nullable String channel;

    @Option(names = "--event", defaultValue = "chat-message", description = "The event's name (${DEFAULT-VALUE}).")
    private String event = "chat-message";

    @Option(names = "--name", defaultValue = "notifier", description = "Who it is from (${DEFAULT-VALUE}).")
    private String name = "notifier";

    @Option(names = "--members", description = "Only prints who is in the channel.")
    private boolean members;

    @Option(names = "--every", description = "Publishes the text each time so many seconds have passed, until stopped.")
    private int every;

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "The text for --every.")
    private @Nullable String text;

    /** Ends with 0 if everything was published, 1 if something was not, 2 if the command line is wrong. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main());
        // A missing key file or a wrong URL is the user's to mend: one line instead of a stack trace.
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        ParleyAdmin admin = ParleyAdmin.builder(url).app(app).serverKey(keyFile).build();
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        Notifier notifier = new Notifier(admin, new NotifierOptions(channel, event, name), out);
        if (members) {
            return notifier.printMembers() ? 0 : 1;
        }
        if (every > 0) {
            String repeated = text;
            if (repeated == null) {
                throw new IllegalArgumentException("--every needs a TEXT to publish");
            }
            Every.seconds(every, () -> notifier.publish(repeated));
            return 1;
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        return notifier.publishAll(in.lines()) ? 0 : 1;
    }
}
