package dev.parley.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An HTTP server whose requests the test takes and answers one by one. */
final class HttpScript implements AutoCloseable {

    private final RawServer server;
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    HttpScript() throws IOException {
        server = RawServer.playing(this::serve);
    }

    private void serve(RawServer.Peer peer) throws IOException {
        while (true) {
            List<String> head = peer.request();
            String length = header(head, "Content-Length");
            byte[] body = peer.bytes(length.isEmpty() ? 0 : Integer.parseInt(length));
            Asked next = new Asked(peer, head, new String(body, StandardCharsets.UTF_8), new CountDownLatch(1));
            asked.add(next);
            next.awaitAnswer();
        }
    }

    /** How many connections there were. */
    int connections() {
        return server.connections();
    }

    Address address() {
        return server.address();
    }

    URI base() {
        return URI.create("http://user:secret@127.0.0.1:" + server.port());
    }

    /** The next request. */
    Asked next() throws InterruptedException {
        Asked next = asked.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no request");
        }
        return next;
    }

    boolean isQuiet() {
        return asked.isEmpty();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static String header(List<String> head, String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse("");
    }

    /** A request that waits for its answer. */
    record Asked(RawServer.Peer peer, List<String> head, String body, CountDownLatch answered) {

        String method() {
            return head.get(0).split(" ", -1)[0];
        }

        String target() {
            return head.get(0).split(" ", -1)[1];
        }

        String query() {
            return target().substring(target().indexOf('?') + 1);
        }

        /** The header's value; empty if there is none. */
        String header(String name) {
            return HttpScript.header(head, name);
        }

        void answer(int status, String text) throws IOException {
            peer.answer(status, text);
            answered.countDown();
        }

        void awaitAnswer() {
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
