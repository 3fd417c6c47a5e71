package dev.parley.client;

import static dev.parley.client.Observer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.testing.FakeServer;
import dev.parley.client.testing.Received;
import dev.parley.client.testing.Verdict;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EventListener;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each name of the tables of the originals' API (altogic-agnost 7) is here, and does what the originals document. */
class ParityTest {

    private static final List<String> JS_METHODS = List.of(
            "onConnect",
            "onReconnectAttempt",
            "onDisconnect",
            "onError",
            "open",
            "close",
            "getSocketId",
            "isConnected",
            "on",
            "once",
            "onAny",
            "off",
            "offAny",
            "getListeners",
            "broadcast",
            "send",
            "join",
            "leave",
            "updateProfile",
            "onJoin",
            "onLeave",
            "onUpdate",
            "getMembers",
            "onUserEvent");
    private static final List<String> DART_METHODS = List.of(
            "onConnect",
            "onReconnectAttempt",
            "onDisconnect",
            "onError",
            "open",
            "close",
            "getSocketId",
            "isConnected",
            "on",
            "onAny",
            "once",
            "off",
            "offAny",
            "broadcast",
            "send",
            "join",
            "leave",
            "updateProfile",
            "onJoin",
            "onLeave",
            "onUpdate",
            "getMembers",
            "onUserEvent");
    private static final List<String> OPTIONS =
            List.of("autoJoinChannels", "echoMessages", "bufferMessages", "reconnectionDelay", "timeout");
    private static final List<String> USER_EVENTS =
            List.of("signin", "signout", "update", "delete", "pwdchange", "emailchange", "phonechange");

    /** The names of the tables that a test shows. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Shows {
        String[] value();
    }

    private FakeServer server;
    private RealtimeClient client;
    private Observer seen;

    @BeforeEach
    void start() {
        server = FakeServer.start();
        client = builder().build();
        seen = Observer.of(client);
    }

    @AfterEach
    void stop() {
        Observer.shut(client);
        server.close();
        assertThat(server.problems()).isEmpty();
    }

    private RealtimeClientBuilder builder() {
        return RealtimeClient.builder(server.url().toString()).reconnectionDelay(Observer.SOON);
    }

    @Test
    void everyMethodOfTheTablesIsThereAndShown() {
        Set<String> methods = Arrays.stream(RealtimeClient.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertThat(methods).containsAll(JS_METHODS).containsAll(DART_METHODS);
        assertThat(shown()).containsAll(JS_METHODS).containsAll(DART_METHODS);
    }

    @Test
    void everyOptionOfTheTablesIsThereAndShown() {
        Set<String> methods = Arrays.stream(RealtimeClientBuilder.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertThat(methods).containsAll(OPTIONS);
        assertThat(shown()).containsAll(OPTIONS);
    }

    /** A name that no table has would be shown for nothing. */
    @Test
    void nothingElseIsShown() {
        Set<String> names = new TreeSet<>(JS_METHODS);
        names.addAll(DART_METHODS);
        names.addAll(OPTIONS);
        assertThat(shown()).containsExactlyElementsOf(names);
    }

    private static Set<String> shown() {
        return Arrays.stream(ParityTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class) && method.isAnnotationPresent(Shows.class))
                .flatMap(method -> Stream.of(method.getAnnotation(Shows.class).value()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @Shows({"onConnect", "onDisconnect", "onReconnectAttempt", "getSocketId", "isConnected"})
    void connectionsAreToldAndHaveTheIdThatTheServerKnows() {
        assertThat(client.isConnected()).isFalse();
        assertThat(client.getSocketId()).isNull();
        get(client.connect());
        assertThat(client.isConnected()).isTrue();
        assertThat(client.getSocketId()).isEqualTo(server.peers().get(0).id());
        String first = seen.connects.next();
        assertThat(first).isEqualTo(server.peers().get(0).id());

        server.dropConnection();

        assertThat(seen.disconnects.next()).startsWith("transport ");
        assertThat(seen.attempts.next()).isEqualTo(1);
        String second = seen.connects.next();
        assertThat(second).isNotEqualTo(first).isEqualTo(server.peers().get(0).id());
    }

    @Test
    @Shows({"open", "close"})
    void openConnectsAndCloseDisconnectsWithoutComingBack() {
        client.open();
        seen.connects.next();
        client.close();
        assertThat(seen.disconnects.next()).isEqualTo("io client disconnect");
        server.awaitPeers(0);
        assertThat(client.isConnected()).isFalse();
        assertThat(client.getSocketId()).isNull();
        seen.attempts.isEmpty();

        client.open();
        seen.connects.next();
        assertThat(server.attempts()).isEqualTo(2);
    }

    @Test
    @Shows("close")
    void closeKeepsChannelsAndProfileForTheNextOpen() {
        get(client.connect());
        get(client.updateProfile(Map.of("n", 1)));
        get(client.join("room"));
        Observer.shut(client);
        server.clearReceived();
        get(client.connect());
        server.awaitMembers("room", 1);
        assertThat(server.received())
                .extracting(Received::kind)
                .filteredOn(kind -> kind != Received.Kind.DISCONNECT)
                .containsExactly(Received.Kind.CONNECT, Received.Kind.UPDATE, Received.Kind.JOIN);
    }

    @Test
    @Shows("onError")
    void refusalsAreErrorsWithTheirCode() {
        server.onConnect(peer -> Verdict.refuse("invalid_client_key", "No such key."));
        client.open();
        RealtimeException error = seen.errors.next();
        assertThat(error).isInstanceOf(RefusedException.class).hasMessageContaining("No such key.");
        assertThat(error.code()).isEqualTo("invalid_client_key");
    }

    @Test
    @Shows({"on", "once", "onAny", "getListeners"})
    void listenersGetWhatTheyAskedFor() {
        Log<String> every = new Log<>("message");
        Log<String> first = new Log<>("message");
        MessageListener on =
                message -> every.add(message.channel() + " " + message.content().json());
        MessageListener once = message -> first.add(message.content().json());
        client.on("tick", on);
        client.once("tick", once);
        assertThat(client.getListeners("tick")).containsExactly(on, once);
        assertThat(client.getListeners("other")).isEmpty();
        get(client.connect());
        get(client.join("room", false));

        server.send("room", "tick", "1");
        server.broadcast("tick", "2");
        server.broadcast("other", "3");

        assertThat(every.next(2)).containsExactly("room 1", "null 2");
        assertThat(first.next()).isEqualTo("1");
        assertThat(seen.texts(3)).containsExactly("1", "2", "3");
        first.isEmpty();
        every.isEmpty();
        assertThat(client.getListeners("tick")).containsExactly(on);
    }

    @Test
    @Shows("off")
    void offTakesOneListenerOrAllOfAnEventOrAllOut() {
        List<String> called = new ArrayList<>();
        MessageListener first = message -> called.add("first " + message.event());
        MessageListener second = message -> called.add("second " + message.event());
        for (String event : List.of("a", "b", "c")) {
            client.on(event, first);
            client.on(event, second);
            client.on(event, first);
        }
        client.off("a", first);
        client.off("b");
        assertThat(client.getListeners("a")).containsExactly(second);
        assertThat(client.getListeners("b")).isEmpty();
        get(client.connect());
        List.of("a", "b", "c").forEach(event -> server.broadcast(event, "0"));
        seen.messages.next(3);
        server.broadcast("a", "1"); // what was called is seen when this has come
        seen.messages.next();
        assertThat(called.subList(0, 4)).containsExactly("second a", "first c", "second c", "first c");

        client.off();
        called.clear();
        assertThat(client.getListeners("a")).isEmpty();
        assertThat(client.getListeners("c")).isEmpty();
        List.of("a", "b", "c").forEach(event -> server.broadcast(event, "2"));
        seen.messages.next(3); // those of onAny stay
        assertThat(called).isEmpty();
    }

    @Test
    @Shows("offAny")
    void offAnyTakesOneListenerOrAllOut() {
        Log<String> first = new Log<>("message");
        Log<String> second = new Log<>("message");
        Log<String> named = new Log<>("message");
        MessageListener any = message -> first.add(message.event());
        client.onAny(any);
        client.onAny(message -> second.add(message.event()));
        client.on("c", message -> named.add(message.event()));
        get(client.connect());
        server.broadcast("a", "0");
        assertThat(first.next()).isEqualTo("a");
        client.offAny(any);
        server.broadcast("b", "0");
        assertThat(second.next(2)).containsExactly("a", "b");
        client.offAny();
        server.broadcast("c", "0");
        assertThat(named.next()).isEqualTo("c");
        first.isEmpty();
        second.isEmpty();
    }

    @Test
    @Shows({"send", "broadcast", "bufferMessages"})
    void theEchoOfACallIsOnTheWireWithAndWithoutBuffering() {
        for (boolean buffer : List.of(true, false)) {
            server.clearReceived();
            RealtimeClient other = builder().bufferMessages(buffer).build();
            get(other.connect());
            get(other.send("room", "e", 1));
            get(other.send("room", "e", 2, true));
            get(other.send("room", "e", 3, false));
            get(other.broadcast("e", 4));
            get(other.broadcast("e", 5, true));
            get(other.broadcast("e", 6, false));
            assertThat(server.received(Received.Kind.MESSAGE))
                    .extracting(Received::echo)
                    .containsExactly(null, true, false, null, true, false);
            assertThat(server.received(Received.Kind.MESSAGE))
                    .extracting(Received::channel)
                    .containsExactly("room", "room", "room", null, null, null);
            Observer.shut(other);
        }
    }

    @Test
    @Shows("bufferMessages")
    void messagesBeforeTheConnectionWaitOnlyIfTheyAreBuffered() {
        assertThat(client.send("room", "e", "early")).isNotDone();
        get(client.connect());
        assertThat(server.awaitReceived(Received.Kind.MESSAGE).json()).isEqualTo("\"early\"");

        RealtimeClient other = builder().bufferMessages(false).build();
        RealtimeException failure = Observer.failure(other.send("room", "e", "early"));
        assertThat(failure).isInstanceOf(NotSentException.class);
        assertThat(failure.code()).isEqualTo("not_connected");
        assertThat(other.join("room")).isNotDone();
        get(other.connect());
        server.awaitMembers("room", 1);
        Observer.shut(other);
    }

    @Test
    @Shows({"join", "leave", "updateProfile", "onJoin", "onLeave", "onUpdate", "getMembers"})
    void presenceIsToldWithIdAndProfile() {
        Log<String> told = new Log<>("presence");
        client.onJoin(event -> told.add("join " + shown(event)));
        client.onLeave(event -> told.add("leave " + shown(event)));
        client.onUpdate(event -> told.add("update " + shown(event)));
        get(client.connect());
        get(client.join("room", false));
        RealtimeClient other = builder().build();
        get(other.connect());
        String id = String.valueOf(other.getSocketId());

        get(other.join("room"));
        get(other.updateProfile(Map.of("name", "Luke")));
        assertThat(told.next(2))
                .containsExactly("join room " + id + " null", "update room " + id + " {\"name\":\"Luke\"}");
        assertThat(get(client.getMembers("room")))
                .extracting(Member::id)
                .containsExactly(client.getSocketId(), other.getSocketId());
        assertThat(get(client.getMembers("room")).get(0).data().isAbsent()).isTrue();
        assertThat(get(client.getMembers("room")).get(1).data().value()).isEqualTo(Map.of("name", "Luke"));

        get(other.leave("room"));
        assertThat(told.next()).isEqualTo("leave room " + id + " {\"name\":\"Luke\"}");
        assertThat(server.members("room")).containsExactly(client.getSocketId());
        Observer.shut(other);
    }

    private static String shown(MemberEvent event) {
        return event.channel() + " " + event.member().id() + " "
                + event.member().data().json();
    }

    @Test
    @Shows({"join", "leave", "updateProfile", "echoMessages"})
    void theEchoOfACallWinsOverTheOption() {
        for (boolean echo : List.of(true, false)) {
            server.clearReceived();
            RealtimeClient other = builder().echoMessages(echo).build();
            Observer told = Observer.of(other);
            get(other.connect());
            get(other.join("a"));
            get(other.join("b", !echo));
            get(other.updateProfile(1));
            get(other.updateProfile(2, !echo));
            get(other.leave("a"));
            get(other.leave("b", !echo));
            get(other.broadcast("end", null, true));
            assertThat(server.awaitReceived(Received.Kind.CONNECT).peer().authMap())
                    .containsEntry("echoMessages", echo);
            assertThat(server.received())
                    .filteredOn(one -> one.kind() != Received.Kind.DISCONNECT)
                    .extracting(Received::echo)
                    .containsExactly(null, null, !echo, null, !echo, null, !echo, true);
            List<String> events = new ArrayList<>();
            for (String event = ""; !event.equals("end"); ) {
                event = told.messages.next().event();
                events.add(event);
            }
            assertThat(events)
                    .containsExactly("channel:join", "channel:update", "channel:update", "channel:leave", "end");
            Observer.shut(other);
        }
    }

    @Test
    @Shows("getMembers")
    void membersAreGivenWithoutAConnection() {
        get(client.connect());
        get(client.join("room"));
        RealtimeClient other = builder().app("app").build();
        assertThat(get(other.getMembers("room"))).extracting(Member::id).containsExactly(client.getSocketId());
        assertThat(get(other.getMembers("empty"))).isEmpty();
        assertThat(other.isConnected()).isFalse();
    }

    @Test
    @Shows("onUserEvent")
    void userEventsHaveSessionAndUser() {
        Log<UserEvent> told = new Log<>("user event");
        UserEventListener listener = told::add;
        client.onUserEvent(listener);
        get(client.connect());
        for (String name : USER_EVENTS) {
            server.userEvent("user:" + name, "{\"token\":\"t\"}", "{\"_id\":\"u\"}");
            UserEvent event = told.next();
            assertThat(event.name()).isEqualTo("user:" + name);
            assertThat(event.session().value()).isEqualTo(Map.of("token", "t"));
            assertThat(event.user().value()).isEqualTo(Map.of("_id", "u"));
        }
        server.userEvent("user:signout", "null", "null");
        assertThat(told.next().session().value()).isNull();

        // Anybody may send a message of that name; it is no user event.
        server.broadcast("user:signout", "{\"token\":\"forged\"}");
        client.off("user:signin", (EventListener) listener);
        server.userEvent("user:signin", "null", "null");
        server.userEvent("user:update", "null", "null");
        assertThat(told.next().name()).isEqualTo("user:update");
    }

    @Test
    @Shows("autoJoinChannels")
    void channelsAreJoinedAgainOnlyIfAskedFor() {
        for (boolean auto : List.of(true, false)) {
            server.clearReceived();
            RealtimeClient other = builder().autoJoinChannels(auto).build();
            Observer told = Observer.of(other);
            get(other.connect());
            get(other.join("room"));
            told.connects.next();
            server.dropConnection(String.valueOf(other.getSocketId()));
            told.connects.next();
            get(other.send("room", "e", 1));
            assertThat(server.received(Received.Kind.JOIN)).hasSize(auto ? 2 : 1);
            Observer.shut(other);
        }
    }

    @Test
    @Shows("reconnectionDelay")
    void theDelayOfTheFirstAttemptIsTheOption() {
        get(client.connect());
        seen.connects.next();
        server.dropConnection();
        seen.connects.next(); // after 10 ms, where the default is a second: the bound of BackoffTest

        LiveTimers timers = new LiveTimers();
        RealtimeClient other = builder()
                .reconnectionDelay(Duration.ofHours(2))
                .reconnectionDelayMax(Duration.ofHours(2))
                .timers(timers)
                .build();
        get(other.connect());
        server.dropConnection(String.valueOf(other.getSocketId()));
        Observer.await().until(() -> timers.longest().compareTo(Duration.ofHours(1)) >= 0);
        assertThat(timers.longest()).isLessThanOrEqualTo(Duration.ofHours(3));
        Observer.shut(other);
    }

    @Test
    @Shows("timeout")
    void anAttemptEndsAfterTheTimeout() {
        server.onConnect(peer -> Verdict.ignore());
        RealtimeClient other = builder()
                .transports(TransportKind.WEBSOCKET)
                .timeout(Duration.ofMillis(100))
                .build();
        RealtimeException failure = Observer.failure(other.connect());
        assertThat(failure).isInstanceOf(ConnectionException.class).hasMessageContaining("100 ms");
        assertThat(failure.code()).isEqualTo("timeout");
        Observer.shut(other);
    }
}
