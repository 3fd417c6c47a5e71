package dev.parley.transport;

import java.time.Duration;

/** The echo the Autobahn suite is run against; its limits leave room for the suite's largest messages. Public for its plugin. */
public final class AutobahnEcho {

    private AutobahnEcho() {}

    /** @param args the port */
    public static void main(String[] args) {
        WebSocketLimits limits = new WebSocketLimits(
                16 << 20, 1 << 20, Duration.ofMinutes(1), 64 << 20, Duration.ofSeconds(30), Duration.ofSeconds(5));
        TestServer server = TestServer.start(ListenerOptions.loopback(Integer.parseInt(args[0]), 2), limits);
        System.out.println("echo on " + server.port());
    }
}
