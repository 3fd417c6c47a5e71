package dev.parley.client;

import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.testing.HandshakeFault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread rule of the client's documentation. */
class ThreadRuleTest extends Served {

    private final ExecutorService eight = Executors.newFixedThreadPool(8, task -> new Thread(task, "of-the-test"));
    private final ExecutorService one = Executors.newSingleThreadExecutor(task -> new Thread(task, "of-the-test"));

    @AfterEach
    void end() {
        eight.shutdown();
        one.shutdown();
    }

    @Test
    void listenersAndDependentsRunOneAtATimeInOrderOnTheExecutor() {
        RealtimeClient client = client(builder().executor(eight));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<String> threads = new ArrayList<>();
        Runnable call = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            threads.add(Thread.currentThread().getName());
            Thread.onSpinWait();
            inside.decrementAndGet();
        };
        client.onConnect(call);
        client.onAny(message -> {
            call.run();
            order.add("event " + message.content().json());
        });
        get(client.connect());
        get(client.join("a", false));
        CountDownLatch attached = new CountDownLatch(1);
        client.on("wait", message -> await(attached));
        server.broadcast("wait", "0"); // what is attached to a future that is complete runs at once
        Observer.await().until(() -> order.size() == 1);
        CountDownLatch done = new CountDownLatch(500);
        for (int i = 0; i < 500; i++) {
            int number = i;
            client.send("a", "e", i).thenRun(() -> {
                call.run();
                order.add("answer " + number);
                done.countDown();
            });
        }
        attached.countDown();
        Observer.await().until(() -> done.getCount() == 0);
        order.remove(0);
        // The server sends the echo, then the answer.
        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 500)
                        .boxed()
                        .flatMap(i -> Stream.of("event " + i, "answer " + i))
                        .toList());
        assertThat(most).hasValue(1);
        assertThat(threads).containsOnly("of-the-test");
    }

    @Test
    void aListenerMayWaitForWhatAMethodGaveIt() {
        RealtimeClient client = client(builder().executor(one).app("app").session(() -> "token"));
        Log<Object> log = new Log<>("result");
        client.on("go", message -> {
            client.send("a", "e", 1).join();
            log.add("sent");
            log.add(client.getMembers("a").join());
            client.disconnect().join();
            log.add(client.getMembers("a").join()); // over REST
            client.connect().join();
            log.add("connected");
            client.join("a").join();
            log.add("joined");
        });
        client.onConnect(() -> client.updateProfile(1).join());
        get(client.connect());
        server.broadcast("go", "0");
        assertThat(log.next(5)).containsExactly("sent", List.of(), List.of(), "connected", "joined");
    }

    @Test
    void anExecutorThatIsShutHoldsUpNothing() {
        RealtimeClient client = client(builder().executor(one).session("token"));
        one.shutdown();
        Log<String> log = new Log<>("result");
        client.on("go", message -> {
            client.send("a", "e", 1).join(); // not on the thread that the answer needs
            log.add("sent");
        });
        get(client.connect());
        server.broadcast("go", "0");
        assertThat(log.next()).isEqualTo("sent");
    }

    @Test
    void listenersMayComeAndGoInsideOfListeners() {
        RealtimeClient client = connected(builder().executor(one));
        Log<String> log = new Log<>("call");
        List<Registration> later = new ArrayList<>();
        client.on("a", message -> {
            later.add(client.on("b", inner -> log.add("b")));
            log.add("a");
        });
        client.on("stop", message -> {
            later.forEach(Registration::close);
            log.add("stopped");
        });
        List.of("a", "b", "a", "b", "stop", "b", "a").forEach(event -> server.broadcast(event, "0"));
        assertThat(log.next(7)).containsExactly("a", "b", "a", "b", "b", "stopped", "a");
        log.isEmpty();
    }

    @Test
    void connectionListenersThatAreTakenOutAreNotCalledAnyMore() {
        RealtimeClient client = client(builder().executor(one));
        Log<String> log = new Log<>("call");
        List<Registration> second = new ArrayList<>();
        client.onConnect(() -> {
            log.add("first");
            second.forEach(Registration::close);
        });
        second.add(client.onConnect(() -> log.add("second")));
        get(client.connect());
        assertThat(log.next()).isEqualTo("first");
        get(client.send("a", "e", 1).thenRun(() -> {}));
        log.isEmpty();
    }

    @Test
    void whatConnectionListenersThrowHindersNothing() {
        RealtimeClient client = client(builder().executor(one));
        client.onConnect(() -> {
            throw new IllegalStateException("a listener of the test fails");
        });
        client.onError(error -> {
            throw new IllegalStateException("a listener of the test fails");
        });
        Observer seen = Observer.of(client);
        server.fault(HandshakeFault.HTTP_500, 2);
        client.open();
        seen.errors.next();
        seen.connects.next();
        get(client.send("a", "e", 1));
    }

    @Test
    void callsFromManyThreadsKeepEachThreadsOrder() throws InterruptedException {
        RealtimeClient client = connected();
        List<Thread> threads = new ArrayList<>();
        List<CompletableFuture<?>> all = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 4; t++) {
            int thread = t;
            threads.add(new Thread(() ->
                    IntStream.range(0, 1_000).forEach(i -> all.add(client.send("c" + thread, "e", i)))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        all.forEach(Observer::get);
        for (int t = 0; t < 4; t++) {
            String channel = "c" + t;
            assertThat(server.received())
                    .filteredOn(one -> one.in(channel))
                    .extracting(one -> one.json())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1_000).mapToObj(String::valueOf).toList());
        }
    }

    @Test
    void anExecutorThatRunsTasksWhereTheyAreHandedInHoldsNothingUp() {
        RealtimeClient client = client(builder().executor(Runnable::run));
        CompletableFuture<Object> asked = new CompletableFuture<>();
        client.on("e", message -> {
            client.send("a", "f", 2).join();
            asked.complete(client.getMembers("a").join().size());
        });
        get(client.connect());
        get(client.join("a"));
        get(client.send("a", "e", 1));
        assertThat(get(asked)).isEqualTo(1);
    }

    /** With the threads that clients share: those that wait must leave some to those that are waited for. */
    @Test
    void manyClientsWhoseListenersAllWaitForAConnectionComeBack() {
        int many = 20;
        CountDownLatch back = new CountDownLatch(many);
        for (int i = 0; i < many; i++) {
            RealtimeClient client = client(builder().session(() -> "token"));
            client.onDisconnect(reason -> {
                if (reason.equals("io server disconnect")) {
                    client.connect().join();
                    back.countDown();
                }
            });
            get(client.connect());
        }
        server.disconnect();
        await(back);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
