package dev.parley.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testkit.RawConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowDiskTest {

    /** More than all buffers of two sockets hold. */
    private static final int SIZE = 40_000_000;

    @TempDir
    Path folder;

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    @Test
    void aSenderIsNotReadFasterThanTheDiskWrites() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        Executor slow = task -> Thread.ofVirtual().start(() -> {
            try {
                disk.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            task.run();
        });
        CompletableFuture<Long> size = new CompletableFuture<>();
        try (CallServer server = new CallServer(exchange -> MultipartBody.read(
                        exchange.request(),
                        "b",
                        new FormLimits(FormTexts.USUAL.limit(1000), 1, SIZE, "media.fileBytes"),
                        new Spool.Target(folder, 0, slow),
                        new MultipartBody.Receiver(
                                form -> {
                                    size.complete(form.files("file").getFirst().size());
                                    form.close();
                                    exchange.empty(204);
                                },
                                size::completeExceptionally,
                                () -> {})));
                RawConnection connection = RawConnection.open(server.port())) {
            byte[] head =
                    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n".getBytes(UTF_8);
            byte[] tail = "\r\n--b--\r\n".getBytes(UTF_8);
            connection.send(
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                            + (head.length + SIZE + tail.length) + "\r\n\r\n");
            connection.send(head);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                connection.send(new byte[SIZE]);
                connection.send(tail);
            });

            await().during(Duration.ofMillis(500)).until(() -> !sent.isDone());
            disk.countDown();

            assertThat(size).succeedsWithin(Duration.ofSeconds(20)).isEqualTo((long) SIZE);
            assertThat(connection.answer().status()).isEqualTo(204);
        }
        await().until(() -> files().isEmpty());
    }
}
