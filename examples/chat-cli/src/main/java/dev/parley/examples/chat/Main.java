package dev.parley.examples.chat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the chat. */
@Command(
        name = "parley-chat-cli",
        mixinStandardHelpOptions = true,
        description = "A chat in the terminal. Reads lines from the standard input; /help lists the commands.")
public final class Main implements Callable<Integer> {

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:7400",
            description = "Where the server is (${DEFAULT-VALUE}).")
    private String url = "http://127.0.0.1:7400";

    @Option(names = "--app", description = "The app's id; not needed if the server has one app.")
    private @Nullable String app;

    @Option(
            names = "--key",
            defaultValue = "${env:PARLEY_CLIENT_KEY}",
            description = "The client key (PARLEY_CLIENT_KEY in the environment).")
    private @Nullable String key;

    @Option(names = "--name", required = true, description = "How the others see you.")
    private String name = "";

    @Option(names = "--room", defaultValue = "lobby", description = "The room to begin in (${DEFAULT-VALUE}).")
    private String room = "lobby";

    /** Runs until the input ends, /quit, or a refusal: 0, 0 and 1. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        return ChatRun.run(
                new ChatOptions(url, app, key, name, room),
                in,
                new PrintWriter(System.out, false, Charset.defaultCharset()));
    }
}
