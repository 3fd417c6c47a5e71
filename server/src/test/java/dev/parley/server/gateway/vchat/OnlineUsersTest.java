package dev.parley.server.gateway.vchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.UserKey;
import org.junit.jupiter.api.Test;

class OnlineUsersTest {

    private static final UserKey LUKE = new UserKey("a", "luke");

    private final OnlineUsers online = new OnlineUsers();

    @Test
    void theFirstSocketBringsAUserOnlineAndTheLastTakesItOff() {
        assertThat(online.add(LUKE)).isTrue();
        assertThat(online.add(LUKE)).isFalse();
        assertThat(online.remove(LUKE)).isFalse();
        assertThat(online.isOnline(LUKE)).isTrue();
        assertThat(online.remove(LUKE)).isTrue();
        assertThat(online.isOnline(LUKE)).isFalse();
        assertThat(online.size()).isZero();
    }

    @Test
    void usersOfDifferentAppsAreDifferentUsers() {
        online.add(LUKE);
        assertThat(online.isOnline(new UserKey("b", "luke"))).isFalse();
        assertThat(online.add(new UserKey("b", "luke"))).isTrue();
    }

    @Test
    void newsAreCountedWhileTheUserIsOnline() {
        online.told(LUKE);
        long before = online.news(LUKE);
        online.add(LUKE);
        long first = online.news(LUKE);
        online.told(LUKE);
        assertThat(first).isNotEqualTo(before);
        assertThat(online.news(LUKE)).isNotEqualTo(first);
    }
}
