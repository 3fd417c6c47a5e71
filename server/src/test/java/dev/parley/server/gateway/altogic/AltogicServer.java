package dev.parley.server.gateway.altogic;

import dev.parley.core.AudienceKey;
import dev.parley.core.Broker;
import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.core.HubOptions;
import dev.parley.core.Name;
import dev.parley.core.Shard;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Apps;
import dev.parley.server.identity.Session;
import dev.parley.server.identity.Sessions;
import dev.parley.server.ops.ClientAddress;
import dev.parley.server.rest.Exchange;
import dev.parley.server.rest.Family;
import dev.parley.socketio.SocketIoOptions;
import dev.parley.socketio.SocketIoServer;
import dev.parley.testkit.HttpAnswer;
import dev.parley.testkit.RawConnection;
import dev.parley.testkit.RawWebSocket;
import dev.parley.transport.Listener;
import dev.parley.transport.ListenerOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The gateway on a listener, with apps that can be changed and sessions the test makes; and clients of it. */
final class AltogicServer implements AutoCloseable {

    private static final int MAX_BODY = 100_000;

    /** By token. A token of a session that is not there leads to nobody. */
    final Map<String, CompletableFuture<@Nullable Session>> sessions = new ConcurrentHashMap<>();

    final Apps apps;
    final Admission admission;
    final Hub hub;
    private final Listener listener;
    private final SocketIoServer io;

    AltogicServer(String yaml) {
        apps = new Apps(config(yaml).apps());
        Clock clock = Clock.system();
        listener = Listener.create(ListenerOptions.loopback(0, 2));
        hub = new Hub(HubOptions.defaults(), Broker.embedded(), clock, listener.loops());
        List<Shard> shards =
                IntStream.range(0, hub.shards()).mapToObj(hub::shard).toList();
        listener.attach(shards, clock);
        Sessions known = (app, token) -> sessions.getOrDefault(token, CompletableFuture.completedFuture(null));
        admission = new Admission(known, clock);
        io = new SocketIoServer(SocketIoOptions.defaults(), hub, listener.upgrade(), clock);
        io.namespace("/", new AltogicGateway(apps, admission, hub, "test"));
        ChannelMembers members = new ChannelMembers(apps, admission, hub, new ClientAddress(List.of()), MAX_BODY);
        listener.start(shards, (shard, request) -> {
                    if (String.valueOf(request.path()).endsWith("get-members")) {
                        members.altogic(new Exchange(request, Family.ALTOGIC), null);
                    } else {
                        io.handle(shard, request);
                    }
                })
                .await();
    }

    static Config config(String yaml) {
        try {
            return Config.parse(yaml);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Gives the only app other settings. */
    App change(String yaml) {
        return apps.put(config("apps: [ " + yaml + " ]").apps().getFirst(), Set.of());
    }

    /** A session under a token of the same name as its user. */
    Session signIn(String user, long expiresAt, String... channels) {
        Session session = new Session("a", user, "id of " + user, expiresAt, List.of(channels));
        sessions.put(user, CompletableFuture.completedFuture(session));
        return session;
    }

    Session signIn(String user, String... channels) {
        return signIn(user, Long.MAX_VALUE, channels);
    }

    void tell(AudienceKey audience, String event) {
        hub.publish(audience, Name.of(event), null).toCompletableFuture().join();
    }

    int size(AudienceKey audience) {
        return hub.memberCount(audience).toCompletableFuture().join();
    }

    int connections() {
        return io.engine().size();
    }

    /** A members call over HTTP. */
    HttpAnswer members(String channel, @Nullable String token) {
        try (RawConnection connection = RawConnection.open(listener.port())) {
            String body = "{\"channel\":\"" + channel + "\"}";
            connection.send("POST /_api/rest/v1/realtime/get-members HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nX-Client-Key: ck\r\n"
                    + (token == null ? "" : "Session: " + token + "\r\n")
                    + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
            return connection.answer();
        }
    }

    /** How many packets and calls were refused for that reason. */
    double refused(String reason) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        admission.refusals().bindTo(registry);
        return registry.get("parley.packets.refused")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    /** A client that is in. */
    Client client(@Nullable String token) {
        Client client = asking("{\"clientKey\":\"ck\"" + (token == null ? "" : ",\"Session\":\"" + token + "\"") + "}");
        client.next("40");
        return client;
    }

    /** A client that has asked to come in. */
    Client asking(String auth) {
        Client client = new Client(RawWebSocket.connect(listener.port(), "/socket.io/?EIO=4&transport=websocket"));
        client.socket.text();
        client.send("40" + auth);
        return client;
    }

    /** One WebSocket. */
    static final class Client implements AutoCloseable {
        final RawWebSocket socket;
        private int calls;

        Client(RawWebSocket socket) {
            this.socket = socket;
        }

        void send(String packet) {
            socket.send(packet);
        }

        /** Sends an event and returns what it is acknowledged with; what comes before is forgotten. */
        String call(String event, String argument) {
            int id = ++calls;
            send("42" + id + "[\"" + event + "\"," + argument + "]");
            return next("43" + id + "[");
        }

        /** The next packet that begins so; others are forgotten. */
        String next(String beginning) {
            String text = socket.text();
            while (!text.startsWith(beginning)) {
                text = socket.text();
            }
            return text;
        }

        /** What it receives until the packet that begins so, without that one. */
        List<String> until(String beginning) {
            List<String> before = new ArrayList<>();
            for (String text = socket.text(); !text.startsWith(beginning); text = socket.text()) {
                before.add(text);
            }
            return before;
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Override
    public void close() {
        listener.shutdown(Duration.ofMillis(100)).await();
        listener.close().await();
    }
}
