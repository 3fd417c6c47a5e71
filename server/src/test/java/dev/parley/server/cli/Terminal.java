package dev.parley.server.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Somebody who types commands in a folder. */
final class Terminal {

    final Map<String, String> environment = new HashMap<>();
    private final Path folder;
    String out = "";
    String err = "";

    Terminal(Path folder, String settings) {
        this.folder = folder;
        try {
            Files.writeString(folder.resolve("parley.yaml"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        environment.put("PARLEY_DATA_DIR", folder.resolve("data").toString());
        environment.put("PARLEY_IDENTITY_HASH_MEMORY", "64KiB");
        environment.put("PARLEY_IDENTITY_HASH_PASSES", "1");
    }

    /** @return the exit code */
    int run(String... arguments) {
        return type("", arguments);
    }

    /** With something on the standard input. */
    int type(String input, String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine commandLine = CommandLines.create(
                (_, _) -> 0,
                new Surroundings(
                        folder,
                        environment,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        List.of(arguments)));
        commandLine.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(errors, true));
        int code = commandLine.execute(arguments);
        out = output.toString();
        err = errors.toString();
        return code;
    }

    /** Runs what has to work. @return what it printed, without the white space around it */
    String done(String... arguments) {
        int code = run(arguments);
        if (code != 0) {
            throw new AssertionError("exit code " + code + ": " + err);
        }
        return out.strip();
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
