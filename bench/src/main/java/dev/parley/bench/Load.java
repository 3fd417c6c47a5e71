package dev.parley.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages over HTTP: by senders that go on as soon as they are answered, or at a pace. At a pace, the time of an answer counts from
 * when its message was due, so that a server that stalls is not let off.
 *
 * @param answered messages that were answered with 200
 * @param others those that were answered with something else
 */
record Load(double seconds, long answered, long others, Latencies took) {

    private static final int SENDERS = 200;

    double perSecond() {
        return answered / seconds;
    }

    /** @param pace messages per second; 0 for as many as are answered */
    static Load run(int port, Fleet fleet, double seconds, double pace) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        AtomicLong others = new AtomicLong();
        Latencies took = new Latencies();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofVirtual().start(() -> {
                try (HttpLine line = new HttpLine(port)) {
                    long number = next.getAndIncrement();
                    for (long due = due(start, number, pace); due < end; due = due(start, number, pace)) {
                        long now = await(due);
                        boolean good = send(line, fleet, number);
                        took.add(System.nanoTime() - (pace > 0 ? due : now));
                        (good ? answered : others).incrementAndGet();
                        number = next.getAndIncrement();
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        return new Load((System.nanoTime() - start) / 1e9, answered.get(), others.get(), took);
    }

    private static long due(long start, long number, double pace) {
        return pace > 0 ? start + (long) (number / pace * 1e9) : System.nanoTime();
    }

    /** @return the time now */
    private static long await(long due) {
        long now = System.nanoTime();
        while (now < due) {
            LockSupport.parkNanos(due - now);
            now = System.nanoTime();
        }
        return now;
    }

    private static boolean send(HttpLine line, Fleet fleet, long number) throws IOException {
        int room = (int) (number % fleet.shape().rooms());
        int member = (int) (number / fleet.shape().rooms() % fleet.shape().members());
        String body = "{\"type\":\"text\",\"roomId\":\"" + fleet.room(room) + "\",\"content\":\""
                + fleet.shape().text(number) + "\"}";
        line.call("POST", "/api/v1/message/group", fleet.token(room, member), body);
        return line.status() == 200;
    }
}
