package dev.parley.server;

import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.identity.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server on a free port of this machine, and a plain HTTP client for it. */
public final class RunningServer implements AutoCloseable {

    /** Two apps as in the documentation. */
    public static final String TWO_APPS = """
            listen: { host: 127.0.0.1, port: 0 }
            apps:
              - id: env1
                subdomain: myapp
                clientKeys: [ { key: ck-1 } ]
                serverKey: sk-1
              - id: env2
                clientKeys: [ { key: ck-2 } ]
            """;

    private final Server server;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningServer(Server server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** With a data folder of its own unless the settings name one. */
    public static RunningServer of(String yaml) {
        return of(yaml, null);
    }

    /** @param sessions stands in for those in the database, or null */
    public static RunningServer of(String yaml, @Nullable Sessions sessions) {
        try {
            Path folder = Files.createTempDirectory("parley-test");
            boolean ownFolder = yaml.contains("data:");
            Config config = Config.parse(ownFolder ? yaml : yaml + "\ndata: { dir: '" + folder + "' }\n");
            return new RunningServer(Server.start(config, sessions), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public Server server() {
        return server;
    }

    public int port() {
        return server.port();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    public HttpResponse<String> post(String path, String json, String... headers) {
        HttpRequest.Builder request = request(path)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .header("Content-Type", "application/json");
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** The value of a meter that has no or any labels, summed over its lines. */
    public double meter(String name) {
        return server.scrape()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        http.close();
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
