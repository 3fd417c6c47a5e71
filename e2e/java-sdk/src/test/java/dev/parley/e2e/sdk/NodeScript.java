package dev.parley.e2e.sdk;

import dev.parley.protocol.Payload;
import dev.parley.protocol.mapping.PlainMapping;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A script of src/test/js in Node.js: calls go in and answers and happenings come out, one JSON value a line. Any thread may call it. */
final class NodeScript implements AutoCloseable {

    private static final Path NPM =
            Path.of(System.getProperty("e2e.npm", "..")).toAbsolutePath().normalize();
    private static final long NPM_SECONDS = 120;
    private static final String BYTES = "$bytes";

    private final PlainMapping json = new PlainMapping();
    private final Process process;
    private final BufferedWriter in;
    private final Consumer<Happening> happenings;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<@Nullable Object>> waiting = new ConcurrentHashMap<>();

    /** Something that the script told of itself. */
    record Happening(String kind, @Nullable Object value) {}

    NodeScript(String name, List<String> arguments, Consumer<Happening> happenings) {
        this.happenings = happenings;
        install();
        List<String> command = new ArrayList<>(List.of("node", "src/test/js/" + name));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("E2E_NPM", NPM.toString());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("these tests need Node.js 20 or newer", e);
        }
        in = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
    }

    /** The build of the module above has brought the libraries; whoever runs one class of this module may lack them. */
    private static synchronized void install() {
        if (Files.isDirectory(NPM.resolve("node_modules").resolve("socket.io"))) {
            return;
        }
        try {
            Process npm = new ProcessBuilder(
                            "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
                    .directory(NPM.toFile())
                    .inheritIO()
                    .start();
            if (!npm.waitFor(NPM_SECONDS, TimeUnit.SECONDS) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new AssertionError("npm ci failed in " + NPM);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("these tests need npm", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Calls a function of the script; what it returned, in plain Java. */
    @Nullable
    Object call(String function, @Nullable Object... arguments) {
        return Within.patience(callLater(function, arguments), "the answer to " + function);
    }

    /** Likewise, without waiting. */
    CompletableFuture<@Nullable Object> callLater(String function, @Nullable Object... arguments) {
        long id = ids.incrementAndGet();
        CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("id", id);
        line.put("call", function);
        line.put("with", encoded(Arrays.asList(arguments)));
        write(json.write(line).toString());
        return answer;
    }

    private synchronized void write(String line) {
        try {
            in.write(line);
            in.write('\n');
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the script has ended", e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read(line);
            }
        } catch (IOException e) {
            waiting.values().forEach(answer -> answer.completeExceptionally(e));
        }
        waiting.values().forEach(answer -> answer.completeExceptionally(new IOException("the script has ended")));
    }

    private void read(String line) {
        Map<?, ?> message = (Map<?, ?>) Objects.requireNonNull(decoded(json.read(Payload.json(line), Object.class)));
        if (message.get("kind") instanceof String kind) {
            happenings.accept(new Happening(kind, message.get("value")));
            return;
        }
        CompletableFuture<@Nullable Object> answer =
                waiting.remove(((Number) Objects.requireNonNull(message.get("id"))).longValue());
        if (answer == null) {
            return;
        }
        if (message.get("error") instanceof String error) {
            answer.completeExceptionally(new IllegalStateException(error));
        } else {
            answer.complete(message.get("answer"));
        }
    }

    private static @Nullable Object encoded(@Nullable Object value) {
        return switch (value) {
            case byte[] bytes -> Map.of(BYTES, Base64.getEncoder().encodeToString(bytes));
            case List<?> list -> list.stream().map(NodeScript::encoded).toList();
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> all = new LinkedHashMap<>();
                map.forEach((name, inner) -> all.put(name, encoded(inner)));
                yield all;
            }
            case null, default -> value;
        };
    }

    private static @Nullable Object decoded(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map
            when map.get(BYTES) instanceof String text -> Base64.getDecoder().decode(text);
            case List<?> list -> list.stream().map(NodeScript::decoded).toList();
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> all = new LinkedHashMap<>();
                map.forEach((name, inner) -> all.put(name, decoded(inner)));
                yield all;
            }
            case null, default -> value;
        };
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
