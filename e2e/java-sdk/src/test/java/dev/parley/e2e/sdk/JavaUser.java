package dev.parley.e2e.sdk;

import dev.parley.client.Member;
import dev.parley.client.Message;
import dev.parley.client.RealtimeClient;
import dev.parley.client.RealtimeClientBuilder;
import dev.parley.e2e.sdk.Heard.Event;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A user of the Java client. */
final class JavaUser implements User {

    private final RealtimeClient client;
    private final Heard heard = new Heard();
    private final BlockingQueue<String> connects = new LinkedBlockingQueue<>();

    /** What became of its connections, for whoever looks into a failed test. */
    private final Queue<String> story = new ConcurrentLinkedQueue<>();

    private JavaUser(RealtimeClientBuilder builder) {
        client = builder.build();
        client.onAny(message -> heard.add(event(message)));
        client.onDisconnect(reason -> story.add(reason));
        client.onReconnectAttempt(attempt -> story.add("attempt " + attempt));
        client.onError(error -> story.add(error + " " + error.getCause()));
        client.onConnect(() -> story.add("connected"));
        client.onConnect(() -> connects.add(Objects.requireNonNull(client.getSocketId())));
    }

    static JavaUser connected(RealtimeClientBuilder builder) {
        JavaUser user = new JavaUser(builder);
        Within.patience(user.client.connect(), "a Java client to connect");
        user.awaitConnect();
        return user;
    }

    /** Settings for the server's first app that come back quickly. */
    static RealtimeClientBuilder quick(PackagedServer server) {
        return RealtimeClient.builder(server.url())
                .app(PackagedServer.APP)
                .key(PackagedServer.CLIENT_KEY)
                .reconnectionDelay(Duration.ofMillis(50))
                .reconnectionDelayMax(Duration.ofMillis(200));
    }

    RealtimeClient client() {
        return client;
    }

    /** Until it has connected, once more than this was called before. */
    String awaitConnect() {
        return Take.from(connects, () -> "a connection of a Java client: " + String.join("\n", story));
    }

    private static Event event(Message message) {
        return Event.of(message.event(), message.channel(), message.content().value());
    }

    @Override
    public String id() {
        return Objects.requireNonNull(client.getSocketId());
    }

    @Override
    public Heard heard() {
        return heard;
    }

    @Override
    public void join(String channel, boolean echo) {
        Within.patience(client.join(channel, echo), "join");
    }

    @Override
    public void leave(String channel, boolean echo) {
        Within.patience(client.leave(channel, echo), "leave");
    }

    @Override
    public void update(@Nullable Object profile, boolean echo) {
        Within.patience(client.updateProfile(profile, echo), "update");
    }

    @Override
    public void send(String channel, String event, @Nullable Object content, boolean echo) {
        Within.patience(client.send(channel, event, content, echo), "send");
    }

    @Override
    public void broadcast(String event, @Nullable Object content, boolean echo) {
        Within.patience(client.broadcast(event, content, echo), "broadcast");
    }

    @Override
    public Set<?> members(String channel) {
        return Within.patience(client.getMembers(channel), "members").stream()
                .map(JavaUser::shown)
                .collect(Collectors.toSet());
    }

    private static @Nullable Object shown(Member member) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(Map.of("id", member.id()));
        if (!member.data().isAbsent()) {
            shown.put("data", member.data().value());
        }
        return Bytes.comparable(shown);
    }

    @Override
    public void close() {
        Within.patience(client.disconnect(), "a Java client to close");
    }
}
