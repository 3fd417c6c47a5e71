package dev.parley.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Asks for pages of rooms and of messages, some times a second, until it is stopped. */
final class Pages implements AutoCloseable {

    private static final long EVERY_MILLIS = 20;

    private final Latencies rooms = new Latencies();
    private final Latencies messages = new Latencies();
    private final Thread thread;
    private volatile boolean stopped;

    Pages(int port, Fleet fleet) {
        thread = Thread.ofVirtual().start(() -> ask(port, fleet));
    }

    private void ask(int port, Fleet fleet) {
        try (HttpLine line = new HttpLine(port)) {
            for (int i = 0; !stopped; i++) {
                int room = i % fleet.shape().rooms();
                String token = fleet.token(room, 0);
                page(line, "/api/v1/room?page=0", token, rooms);
                page(line, "/api/v1/message?lastId=first&roomId=" + fleet.room(room), token, messages);
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void page(HttpLine line, String path, String token, Latencies took) throws IOException {
        long start = System.nanoTime();
        String answer = line.call("GET", path, token, null);
        if (line.status() != 200) {
            throw new IOException("the server answered: " + answer);
        }
        took.add(System.nanoTime() - start);
    }

    Latencies rooms() {
        return rooms;
    }

    Latencies messages() {
        return messages;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
