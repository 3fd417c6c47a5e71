package dev.parley.e2e.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.admin.ParleyAdmin;
import dev.parley.client.Message;
import dev.parley.client.RealtimeClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A back end and a client of Java's on both sides of the server. */
class BackEndTest {

    @Test
    void bytesOfABackEndReachClientsAsBytes() throws Exception {
        try (PackagedServer server = PackagedServer.start();
                RealtimeClient client = RealtimeClient.builder(server.url())
                        .app(PackagedServer.APP)
                        .key(PackagedServer.CLIENT_KEY)
                        .build()) {
            CompletableFuture<Message> picture = new CompletableFuture<>();
            client.once("picture", picture::complete);
            client.connect().get(20, TimeUnit.SECONDS);
            client.join("room").get(20, TimeUnit.SECONDS);
            ParleyAdmin admin = ParleyAdmin.builder(server.url())
                    .app(PackagedServer.APP)
                    .serverKey(PackagedServer.SERVER_KEY)
                    .build();

            admin.realtime().send("room", "picture", Map.of("png", new byte[] {1, 2, 3}));

            Message message = picture.get(20, TimeUnit.SECONDS);
            assertThat(message.channel()).isEqualTo("room");
            assertThat(message.content().value())
                    .isInstanceOfSatisfying(
                            Map.class, map -> assertThat(map.get("png")).isEqualTo(new byte[] {1, 2, 3}));
            assertThat(admin.realtime().getMembers("room"))
                    .extracting(dev.parley.admin.Member::id)
                    .containsExactly(client.getSocketId());
        }
    }
}
