package dev.parley.server.gateway.skapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.server.config.Config;
import dev.parley.server.identity.App;
import dev.parley.server.identity.Session;
import dev.parley.server.webpush.Notification;
import dev.parley.server.webpush.Subscription;
import dev.parley.server.webpush.WebPushes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients ask for about notifications of browsers, and who may send them. */
class NotificationCallsTest {

    private static final String PUSH = "push-notification";
    private static final String NOTE = "\"title\":\"T\",\"body\":\"B\"";

    private static RestWorld world;

    private final Recorded pushes = new Recorded();
    private final NotificationCalls calls = new NotificationCalls(pushes, 200);
    private final Caller caller = caller();

    /** Writes down what it is told. */
    private static final class Recorded implements WebPushes {

        final List<String> told = new ArrayList<>();

        @Override
        public CompletionStage<String> publicKey(String app) {
            return CompletableFuture.completedFuture("BKey-" + app);
        }

        @Override
        public CompletionStage<@Nullable Void> subscribe(String app, String user, Subscription subscription) {
            told.add("+" + app + user + subscription.endpoint() + subscription.p256dh() + subscription.auth());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<@Nullable Void> unsubscribe(String app, String user, String endpoint) {
            told.add("-" + app + user + endpoint);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void push(String app, Set<String> users, Notification notification) {
            told.add(app + users.stream().sorted().toList() + notification.title() + notification.body());
        }

        @Override
        public void pushToAll(String app, Notification notification) {
            told.add(app + " all " + notification.title() + notification.body());
        }
    }

    @BeforeAll
    static void start() {
        world = new RestWorld("", "");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static Caller caller() {
        try {
            String yaml = "apps: [ { id: a, skapi: { service: us31xnotice0, owner: " + RestWorld.OWNER + " } } ]";
            App app = new App(Config.parse(yaml).apps().getFirst());
            Service service =
                    new Service(app, Objects.requireNonNull(app.config().skapi()));
            return new Caller(service, "u", new Session("a", "u", "s", Long.MAX_VALUE, List.of()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CallBody body(String fields) {
        return CallBody.of(("{" + fields + "}").getBytes(StandardCharsets.UTF_8), 64);
    }

    private String push(String fields) {
        pushes.told.clear();
        assertThat(new String(calls.push(caller.service(), body(fields)), StandardCharsets.UTF_8))
                .isEqualTo("\"SUCCESS\"");
        return pushes.told.getFirst();
    }

    @Test
    void browsersAreSubscribedForTheUserWhoCalls() {
        String keys = "\"endpoint\":\"E\",\"keys\":{\"p256dh\":\"P\",\"auth\":\"A\"}";
        calls.subscribe(caller, body(keys));
        calls.unsubscribe(caller, body(keys));

        assertThat(pushes.told).containsExactly("+auEPA", "-auE");
        assertThat(new String(
                        calls.publicKey(caller, body("")).toCompletableFuture().join(), StandardCharsets.UTF_8))
                .isEqualTo("\"BKey-a\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"keys\":{\"p256dh\":\"P\",\"auth\":\"A\"}",
                "\"endpoint\":\"E\"",
                "\"endpoint\":\"E\",\"keys\":[]",
                "\"endpoint\":\"E\",\"keys\":{\"p256dh\":\"P\"}",
                "\"endpoint\":\"E\",\"keys\":{\"p256dh\":1,\"auth\":\"A\"}",
                "\"endpoint\":\"\",\"keys\":{\"p256dh\":\"P\",\"auth\":\"A\"}"
            })
    void aBrowserWithoutAllItsPartsIsRefused(String fields) {
        assertThatThrownBy(() -> calls.subscribe(caller, body(fields))).isInstanceOf(CallRefusal.class);
        assertThat(pushes.told).isEmpty();
    }

    @Test
    void notificationsGoToThoseWhoAreNamedOrToAll() {
        assertThat(push(NOTE + ",\"user_ids\":\"all_users\"")).isEqualTo("a all TB");
        assertThat(push(NOTE + ",\"user_ids\":[\"all_users\"]")).isEqualTo("a all TB");
        assertThat(push(NOTE + ",\"user_ids\":[\"" + RestWorld.BEN.toUpperCase(Locale.ROOT) + "\",\"" + RestWorld.ANNA
                        + "\",\"" + RestWorld.ANNA + "\"]"))
                .isEqualTo("a[" + RestWorld.ANNA + ", " + RestWorld.BEN + "]TB");
        String thousand = IntStream.range(0, 1_000)
                .mapToObj(i -> "\"" + new UUID(0, i) + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(push(NOTE + ",\"user_ids\":" + thousand)).contains(new UUID(0, 999).toString());
        String more = thousand.replace("]", ",\"" + RestWorld.ANNA + "\"]");
        assertThatThrownBy(() -> push(NOTE + ",\"user_ids\":" + more)).isInstanceOf(CallRefusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"title\":\"T\",\"body\":\"B\"",
                "\"title\":\"T\",\"body\":\"B\",\"user_ids\":null",
                "\"title\":\"T\",\"body\":\"B\",\"user_ids\":\"somebody\"",
                "\"title\":\"T\",\"body\":\"B\",\"user_ids\":[\"x\"]",
                "\"title\":\"T\",\"body\":\"B\",\"user_ids\":[1]",
                "\"title\":\"T\",\"body\":\"B\",\"user_ids\":{}",
                "\"title\":\"T\",\"user_ids\":\"all_users\"",
                "\"body\":\"B\",\"user_ids\":\"all_users\"",
                "\"title\":\"\",\"body\":\"B\",\"user_ids\":\"all_users\"",
                "\"title\":\"T\",\"body\":{},\"user_ids\":\"all_users\""
            })
    void aNotificationWithoutAllItsPartsIsRefused(String fields) {
        assertThatThrownBy(() -> push(fields)).isInstanceOf(CallRefusal.class);
        assertThat(pushes.told).isEmpty();
    }

    @Test
    void aNotificationIsAsLongAsTheServerAllows() {
        String all = ",\"user_ids\":\"all_users\"";
        int room = 200 - "{\"title\":\"T\",\"body\":\"\"}".length();
        push("\"title\":\"T\",\"body\":\"" + "x".repeat(room) + "\"" + all);
        assertThatThrownBy(() -> push("\"title\":\"T\",\"body\":\"" + "x".repeat(room + 1) + "\"" + all))
                .hasMessageContaining("200 bytes");
        assertThatThrownBy(() -> push("\"title\":\"T\",\"body\":\"" + "é".repeat(room) + "\"" + all))
                .hasMessageContaining("200 bytes");
    }

    @Test
    void onlyAdminsAndBackEndsOfTheServiceSendNotifications() {
        String note = "," + NOTE + ",\"user_ids\":\"all_users\"";
        String wrong = "," + NOTE;
        assertThat(world.call(world.token("one", RestWorld.ANNA), PUSH, note).bad(403))
                .isEqualTo("INVALID_REQUEST");
        assertThat(world.call("sk-two", PUSH, note).bad(401)).isEqualTo("INVALID_REQUEST");
        // Who may is told what is wrong.
        assertThat(world.call(world.token("one", RestWorld.BEN), PUSH, wrong).bad(400))
                .isEqualTo("INVALID_PARAMETER");
        assertThat(world.call("sk-one", PUSH, wrong).bad(400)).isEqualTo("INVALID_PARAMETER");
        assertThat(world.call("Bearer sk-one", PUSH, note).good().asString()).isEqualTo("SUCCESS");
    }

    @Test
    void aSuspendedServiceSendsNothing() {
        try (RestWorld off = new RestWorld(", suspended: true", "")) {
            assertThat(off.call("sk-one", PUSH, "," + NOTE + ",\"user_ids\":\"all_users\"")
                            .bad(403))
                    .isEqualTo("SERVICE_DISABLED");
        }
    }
}
