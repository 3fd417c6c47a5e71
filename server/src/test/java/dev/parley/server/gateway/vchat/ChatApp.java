package dev.parley.server.gateway.vchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with an app for v_chat's clients, and users of it who call as v_chat's library does. */
final class ChatApp implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOUNDARY = "dart-http-boundary-ZqDO.YThaHyI_9r5h6Rw+n8AvnqbnFF6LUQZlYhjx-BrsxCA=";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path folder;
    private final RunningServer server;

    /** @param more settings, as YAML */
    ChatApp(String more) {
        this("", more);
    }

    /**
     * With more settings.
     *
     * @param ofApp of the app, as YAML that begins with a comma
     */
    ChatApp(String ofApp, String more) {
        this(ofApp, more, 100_000);
    }

    /** @param attemptsPerIp of the setting of that name */
    ChatApp(String ofApp, String more, int attemptsPerIp) {
        try {
            folder = Files.createTempDirectory("parley-chat");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = RunningServer.of("""
                listen: { host: 127.0.0.1, port: 0 }
                identity: { hashMemory: 64KiB, attemptsPerAccount: 1000, attemptsPerIp: %d }
                data: { dir: '%s' }
                apps: [ { id: chat, vchat: true, serverKey: sk-1 %s }, { id: other, serverKey: sk-2 } ]
                """.formatted(attemptsPerIp, folder, ofApp) + more);
    }

    RunningServer server() {
        return server;
    }

    /** An answer; it has the clients' form whatever it says. */
    record Reply(HttpResponse<String> http, JsonNode json) {

        int status() {
            return http.statusCode();
        }

        JsonNode data() {
            return json.get("data");
        }

        String text() {
            return data().asString();
        }

        /** The data of a success. */
        JsonNode good() {
            assertThat(json.get("success").asBoolean()).as(http.body()).isTrue();
            assertThat(status()).isEqualTo(200);
            return data();
        }

        /** The text of an error. */
        String bad(int expected) {
            assertThat(status()).as(http.body()).isEqualTo(expected);
            assertThat(json.get("success").asBoolean()).isFalse();
            assertThat(data().isString()).isTrue();
            return text();
        }
    }

    /** A part of a form that is a file. */
    @SuppressWarnings("ArrayRecordComponent") // nobody writes to it
    record Upload(String fileName, byte[] bytes) {}

    Reply send(HttpRequest.Builder request) {
        HttpResponse<String> answer = server.send(request);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        return new Reply(answer, JSON.readTree(answer.body()));
    }

    HttpRequest.Builder request(@Nullable String authorization, String path) {
        HttpRequest.Builder request = server.request("/api/v1/" + path);
        return authorization == null ? request : request.header("authorization", authorization);
    }

    Reply call(String method, @Nullable String authorization, String path, String json) {
        return send(request(authorization, path)
                .method(method, BodyPublishers.ofString(json))
                .header("content-type", "application/json; charset=utf-8"));
    }

    Reply post(@Nullable String authorization, String path, String json) {
        return call("POST", authorization, path, json);
    }

    Reply get(@Nullable String authorization, String path) {
        return send(request(authorization, path));
    }

    /**
     * A form as Dart's library writes it.
     *
     * @param fields names and values by turns
     */
    Reply form(String method, @Nullable String authorization, String path, List<String> fields, Upload... files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < fields.size(); i += 2) {
            String value = fields.get(i + 1);
            boolean plain = value.chars().allMatch(c -> c < 128);
            write(body, "--" + BOUNDARY + "\r\n");
            if (!plain) {
                write(body, "content-type: text/plain; charset=utf-8\r\ncontent-transfer-encoding: binary\r\n");
            }
            write(body, "content-disposition: form-data; name=\"" + fields.get(i) + "\"\r\n\r\n" + value + "\r\n");
        }
        for (Upload file : files) {
            write(
                    body,
                    "--" + BOUNDARY + "\r\ncontent-type: application/octet-stream\r\n"
                            + "content-disposition: form-data; name=\"file\"; filename=\"" + file.fileName()
                            + "\"\r\n\r\n");
            body.writeBytes(file.bytes());
            write(body, "\r\n");
        }
        write(body, "--" + BOUNDARY + "--\r\n");
        return send(request(authorization, path)
                .method(method, BodyPublishers.ofByteArray(body.toByteArray()))
                .header("content-type", "multipart/form-data; boundary=" + BOUNDARY));
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON object with texts, names and values by turns; names of values that are JSON themselves end with a colon. */
    static String json(String... fields) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            boolean raw = fields[i].endsWith(":");
            String name = raw ? fields[i].substring(0, fields[i].length() - 1) : fields[i];
            String value = raw ? fields[i + 1] : JSON.writeValueAsString(fields[i + 1]);
            members.add(JSON.writeValueAsString(name) + ":" + value);
        }
        return "{" + String.join(",", members) + "}";
    }

    static String list(String... texts) {
        return JSON.writeValueAsString(texts);
    }

    static JsonNode parse(String json) {
        return JSON.readTree(json);
    }

    /** A user who is signed in. */
    final class Someone {

        final String id;
        final String email;
        final String token;

        private Someone(JsonNode user) {
            id = user.get("_id").asString();
            email = user.get("email").asString();
            token = user.get("accessToken").asString();
        }

        private String bearer() {
            return "Bearer " + token;
        }

        Reply post(String path, String... fields) {
            return ChatApp.this.post(bearer(), path, json(fields));
        }

        Reply get(String path) {
            return ChatApp.this.get(bearer(), path);
        }

        Reply form(String path, List<String> fields, Upload... files) {
            return ChatApp.this.form("POST", bearer(), path, fields, files);
        }

        Reply patch(String... fields) {
            return call("PATCH", bearer(), "user", json(fields));
        }

        /** The single room with another user, which has a message then. */
        String roomWith(Someone peer) {
            return post("room/single", "peerEmail", peer.email, "message", "hello")
                    .good()
                    .get("_id")
                    .asString();
        }

        /** A group with others. */
        String group(Someone... others) {
            String emails = list(Stream.of(others).map(other -> other.email).toArray(String[]::new));
            return post("room/group", "title", "a group", "peerEmails:", emails)
                    .good()
                    .get("_id")
                    .asString();
        }

        /** The newest message of a room. */
        JsonNode last(String room) {
            return get("message?lastId=first&roomId=" + room).good().get(0);
        }
    }

    /** Somebody new. */
    Someone someone() {
        return someone("user" + COUNT.incrementAndGet());
    }

    Someone someone(String email) {
        return new Someone(post("Bearer xxx", "user/register", json("email", email, "name", email, "password", "pw"))
                .good());
    }

    /** Files of messages and pictures on the disk. */
    List<Path> kept() {
        try (Stream<Path> files = Files.walk(folder.resolve("media"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("app-chat"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] png(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The beginning of an MPEG-4 file. */
    static byte[] mp4() {
        return Base64.getDecoder().decode("AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDEAAAAIZnJlZQAAAAhtZGF0");
    }

    @Override
    public void close() {
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
