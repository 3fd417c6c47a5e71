package dev.parley.server.gateway.vchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.UserKey;
import dev.parley.server.push.Device;
import dev.parley.server.push.PushNote;
import dev.parley.server.push.Pushes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {

    private static final String USER = "61cd8fb33bd8731be040e103";
    private static final Devices.Session SESSION = new Devices.Session(
            new Profile(new UserKey("chat", USER), "own-id", "Ann", "p.png", "ann"), "session-1", 1234);

    private final List<Device> registered = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();

    private final Devices devices = new Devices(new Pushes() {
        @Override
        public void push(PushNote note) {}

        @Override
        public CompletionStage<@Nullable Void> register(Device device) {
            registered.add(device);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<@Nullable Void> forget(String app, String session) {
            forgotten.add(app + " " + session);
            return CompletableFuture.completedFuture(null);
        }
    });

    @Test
    void tokenIsRememberedForTheSessionOfTheUserOnTheWire() {
        devices.set(SESSION, Devices.Wish.of("  token-1 ", "Android"));

        assertThat(registered).containsExactly(new Device("chat", USER, "session-1", 1234, "token-1", "Android"));
        assertThat(forgotten).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Out", "", "  ", "you don't use firebase on flutter app "})
    void noTokenMeansThatTheDeviceIsForgotten(String token) {
        devices.set(SESSION, Devices.Wish.of(token, null));

        assertThat(forgotten).containsExactly("chat session-1");
        assertThat(registered).isEmpty();
    }

    @Test
    void callThatSaysNothingOfADeviceChangesNone() {
        devices.set(SESSION, Devices.Wish.of(null, "Android"));

        assertThat(registered).isEmpty();
        assertThat(forgotten).isEmpty();
    }
}
