package dev.parley.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.server.MovableClock;
import dev.parley.server.config.Config;
import dev.parley.server.config.ConfigException;
import dev.parley.server.delivery.Message;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import dev.parley.storage.Database;
import dev.parley.storage.Dialect;
import dev.parley.storage.TestDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Accounts on a fresh database, with everything recorded that goes out of them. */
final class AccountWorld implements AutoCloseable {

    static final String PASSWORD = "some-password-1";
    static final String PAGES = "redirectUrls: [ 'https://example.com/welcome', 'http://localhost:3000' ]";

    /** An event that was raised. */
    record Event(
            String user,
            UserEvents.Kind kind,
            @Nullable SessionInfo session,
            @Nullable User now) {}

    /** A change that was noted for other processes. */
    record Noted(String app, String kind, String subject) {}

    final MovableClock clock = new MovableClock();
    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<Noted> noted = new CopyOnWriteArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Database database;
    final Accounts accounts;
    final Path folder;
    private final List<Accounts> others = new ArrayList<>();

    /** Runs when an event is raised. */
    volatile Runnable onEvent = () -> {};

    AccountWorld(Dialect dialect, Path folder) throws Exception {
        this(dialect, folder, "");
    }

    /** @param identity more settings of {@code identity}, as {@code name: value, ...} */
    AccountWorld(Dialect dialect, Path folder, String identity) throws Exception {
        this.folder = folder;
        database = Database.open(TestDatabases.fresh(dialect, folder, AccountParts.SCHEMA));
        accounts = open(identity);
    }

    private Accounts open(String identity) throws Exception {
        String fast = "";
        for (String setting :
                List.of("hashMemory: 64KiB", "hashPasses: 1", "hashThreads: 2", "attemptsPerAccount: 100")) {
            String name = setting.substring(0, setting.indexOf(':'));
            fast += identity.contains(name) ? "" : setting + ", ";
        }
        Config config = Config.parse("identity: { " + fast + identity + " }");
        return new Accounts(new AccountParts(
                database,
                config.identity(),
                clock,
                message -> messages.add(message),
                (app, user, kind, session, now) -> {
                    events.add(new Event(user, kind, session, now));
                    onEvent.run();
                    return Stages.done();
                },
                (handle, app, kind, subject) -> noted.add(new Noted(app, kind, subject)),
                () -> "https://chat.example.com",
                folder,
                meters));
    }

    /** Another process on the same database and folder. */
    Accounts another(String identity) throws Exception {
        Accounts other = open(identity);
        others.add(other);
        return other;
    }

    static App app(String auth) {
        return app("one", auth);
    }

    static App app(String id, String auth) {
        try {
            return new App(Config.parse("apps: [ { id: " + id + ", requireKey: false, auth: { " + auth + " } } ]")
                    .apps()
                    .getFirst());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Client client(String address) {
        try {
            return new Client("altogic", InetAddress.getByName(address), "test/1");
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Client client() {
        return client("192.0.2.1");
    }

    static SignUp signUp(Login login) {
        return new SignUp(login, PASSWORD, "Luke", null, null, null);
    }

    SignedIn luke(App app) {
        return get(accounts.signUp(app, signUp(Login.email("luke@example.com")), client()));
    }

    SignedIn signIn(App app, String email, String password) {
        return get(accounts.signIn(app, Login.email(email), password, client()));
    }

    Session session(App app, SignedIn in) {
        return found(app, token(in));
    }

    static String token(SignedIn in) {
        SessionInfo info = in.session();
        assertThat(info).isNotNull();
        return info == null ? "" : info.token();
    }

    Session found(App app, String token) {
        Session session = find(app, token);
        assertThat(session).isNotNull();
        return session == null ? new Session("", "", "", 0, List.of()) : session;
    }

    @Nullable
    Session find(App app, String token) {
        return get(accounts.finder().find(app, token));
    }

    /** The session of a token of skapi-js. */
    Session foundOfSkapi(App app, String token) {
        Session session = findOfSkapi(app, token);
        assertThat(session).isNotNull();
        return session == null ? new Session("", "", "", 0, List.of()) : session;
    }

    @Nullable
    Session findOfSkapi(App app, String token) {
        return get(accounts.skapi().find(app, token));
    }

    /** The next message that goes out. */
    Message message() throws InterruptedException {
        Message message = messages.poll(20, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        return message == null ? new Message("", Message.Channel.SMS, Message.Kind.MAGIC_LINK, "", Map.of()) : message;
    }

    /** The key of the link in the next message. */
    String key() throws InterruptedException {
        String link = message().values().getOrDefault("link", "");
        assertThat(link).startsWith("https://chat.example.com/v1/links/one?key=");
        return link.substring(link.indexOf('=') + 1);
    }

    String code() throws InterruptedException {
        return message().values().getOrDefault("code", "");
    }

    List<UserEvents.Kind> kinds() {
        return events.stream().map(Event::kind).toList();
    }

    static <T extends @Nullable Object> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static @Nullable AccountError refusal(CompletionStage<?> stage) {
        Throwable thrown = catchThrowable(() -> get(stage));
        assertThat(thrown).isInstanceOf(AccountException.class);
        return thrown instanceof AccountException refused ? refused.error() : null;
    }

    @Override
    public void close() {
        others.forEach(Accounts::close);
        accounts.close();
        database.close();
    }
}
