package dev.parley.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChannelCallsTest {

    private static final String APP = "/v1/apps/env1";

    private static RunningServer server;
    private static Backend backend;

    @BeforeAll
    static void start() {
        server = RunningServer.of(Backend.SETTINGS);
        backend = new Backend(server, "sk-1");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void channelsComeInPagesInTheOrderOfTheirNames() {
        try (Device device = new Device(server, "")) {
            for (String name : new String[] {"p:3", "p:1", "p:2", "q"}) {
                device.join("\"" + name + "\"");
            }

            JsonNode first = backend.get(APP + "/channels?prefix=p%3A&limit=2").json();
            JsonNode second = backend.get(APP + "/channels?prefix=p%3A&limit=2&after="
                            + first.get("next").asString())
                    .json();

            assertThat(first.get("channels").findValuesAsString("name")).containsExactly("p:1", "p:2");
            assertThat(second.get("channels").findValuesAsString("name")).containsExactly("p:3");
            assertThat(second.get("next").isNull()).isTrue();
        }
    }

    @Test
    void channelsOfOtherAppsAreNotListed() {
        try (Device device = new Device(server, "")) {
            device.join("\"mine\"");

            assertThat(new Backend(server, "sk-2").get("/v1/apps/env2/channels").body())
                    .doesNotContain("mine");
        }
    }

    @Test
    void namesInPathsAreDecodedOnce() {
        try (Device device = new Device(server, "")) {
            device.join("\"50%2F/\\u00e9 +\"");

            JsonNode channel =
                    backend.get(APP + "/channels/50%252F%2F%C3%A9%20+").json();

            assertThat(channel.get("name").asString()).isEqualTo("50%2F/é +");
            assertThat(channel.get("members").asInt()).isEqualTo(1);
        }
        assertThat(backend.get(APP + "/channels/nobody").json().get("members").asInt())
                .isZero();
    }

    @Test
    void membersComeInPagesAndShowTheirProfiles() {
        try (Device one = new Device(server, "");
                Device two = new Device(server, "");
                Device three = new Device(server, "")) {
            one.send("42[\"update\",{\"data\":{\"name\": \"Han\"}}]");
            for (Device device : new Device[] {one, two, three}) {
                device.join("\"m\"");
            }

            JsonNode first = backend.get(APP + "/channels/m/members?limit=2").json();
            JsonNode second = backend.get(APP + "/channels/m/members?limit=2&after="
                            + first.get("next").asString())
                    .json();

            assertThat(first.get("total").asInt()).isEqualTo(3);
            assertThat(second.get("next").isNull()).isTrue();
            assertThat(first.get("members").findValuesAsString("id"))
                    .hasSize(2)
                    .doesNotContainAnyElementsOf(second.get("members").findValuesAsString("id"));
            assertThat(backend.get(APP + "/channels/m/members").body())
                    .contains("\"id\":\"" + one.id() + "\",\"user\":null,\"data\":{\"name\": \"Han\"}")
                    .contains("{\"id\":\"" + two.id() + "\",\"user\":null}");
        }
    }

    @Test
    void halfACharacterInAClientsChannelNameHarmsNoList() {
        try (Device device = new Device(server, "")) {
            device.join("\"half\\ud800\"");

            Backend.Reply reply = backend.get(APP + "/channels?prefix=half&limit=1");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().get("next").asString()).isEqualTo("half\uFFFD");
        }
    }

    @Test
    void disconnectedDeviceIsToldAndGone() {
        try (Device device = new Device(server, "");
                Device watcher = new Device(server, "")) {
            device.join("\"d\"");
            watcher.join("\"d\"");

            assertThat(backend.delete(APP + "/subscribers/" + device.id()).status())
                    .isEqualTo(204);

            device.gone();
            assertThat(watcher.event("channel:leave")).contains(device.id());
            assertThat(backend.delete(APP + "/subscribers/" + device.id()).code())
                    .isEqualTo("subscriber_not_found");
            assertThat(new Backend(server, "sk-2")
                            .delete("/v1/apps/env2/subscribers/" + watcher.id())
                            .status())
                    .isEqualTo(404);
        }
    }
}
