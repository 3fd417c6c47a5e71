package dev.parley.e2e.sdk;

import dev.parley.e2e.sdk.Heard.Event;
import dev.parley.e2e.sdk.NodeScript.Happening;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A user of the unmodified altogic-js. Its methods cannot know when the server is done, except by what comes back. */
final class AltogicUser implements User {

    private final Heard heard = new Heard();
    private final BlockingQueue<String> connects = new LinkedBlockingQueue<>();
    private final NodeScript script;
    private volatile String id = "";

    private AltogicUser(PackagedServer server) {
        script = new NodeScript(
                "altogic-user.mjs",
                List.of(
                        String.valueOf(server.port()),
                        PackagedServer.APP,
                        PackagedServer.CLIENT_KEY,
                        "{\"echoMessages\":true,\"bufferMessages\":true,\"reconnectionDelay\":100}"),
                this::happened);
    }

    static AltogicUser connected(PackagedServer server) {
        AltogicUser user = new AltogicUser(server);
        user.awaitConnect();
        return user;
    }

    private void happened(Happening happening) {
        switch (happening.kind()) {
            case "connect" -> {
                id = (String) Objects.requireNonNull(happening.value());
                connects.add(id);
            }
            case "event" -> heard.add(event(happening.value()));
            default -> {}
        }
    }

    private static Event event(@Nullable Object value) {
        String name = (String) Heard.in(value, "event");
        List<?> arguments = (List<?>) Heard.in(value, "args");
        if (!arguments.isEmpty() && arguments.getFirst() instanceof Map<?, ?> first && first.containsKey("channel")) {
            return Event.of(name, (String) first.get("channel"), first.get("message"));
        }
        return Event.of(name, null, arguments.isEmpty() ? null : arguments.getFirst());
    }

    /** Until it has connected, once more than this was called before. */
    String awaitConnect() {
        return Take.from(connects, "a connection of altogic-js");
    }

    /** Signs a new user up; the session's token. */
    String signUp(String email, String password) {
        return (String) Heard.in(Heard.in(script.call("signUp", email, password), "session"), "token");
    }

    /** Ends that session. */
    void signOut() {
        script.call("signOut");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Heard heard() {
        return heard;
    }

    @Override
    public void join(String channel, boolean echo) {
        script.call("join", channel, echo);
    }

    @Override
    public void leave(String channel, boolean echo) {
        script.call("leave", channel, echo);
    }

    @Override
    public void update(@Nullable Object profile, boolean echo) {
        script.call("update", profile, echo);
    }

    @Override
    public void send(String channel, String event, @Nullable Object content, boolean echo) {
        script.call("send", channel, event, content, echo);
    }

    @Override
    public void broadcast(String event, @Nullable Object content, boolean echo) {
        script.call("broadcast", event, content, echo);
    }

    @Override
    public Set<?> members(String channel) {
        List<?> members = (List<?>) Objects.requireNonNull(script.call("members", channel));
        return new HashSet<>((List<?>) Objects.requireNonNull(Bytes.comparable(members)));
    }

    @Override
    public void close() {
        script.close();
    }
}
