package dev.parley.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishTest {

    private static final String PUBLISH = "/v1/apps/env1/publish";

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
    void membersGetTheBytesThatCame() {
        try (Device device = new Device(server, "")) {
            device.join("\"a/b\"");

            Backend.Reply reply = backend.post(
                    PUBLISH, "{\"channel\":\"a/b\",\"event\":\"news\",\"message\":{\"n\":1.00, \"x\" : \"\\u00e9\"}}");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().at("/position/offset").asLong()).isPositive();
            assertThat(device.event("news"))
                    .isEqualTo("42[\"news\",{\"channel\":\"a/b\",\"message\":{\"n\":1.00, \"x\" : \"\\u00e9\"}}]");
        }
    }

    @Test
    void everyoneOfTheAppGetsWhatHasNoChannel() {
        try (Device device = new Device(server, "")) {
            assertThat(backend.post(PUBLISH, "{\"event\":\"all\",\"channel\":null}")
                            .status())
                    .isEqualTo(200);

            assertThat(device.event("all")).isEqualTo("42[\"all\",{\"channel\":null}]");
        }
    }

    @Test
    void textsThatAreNamedAreSentAsBytes() {
        try (Device device = new Device(server, "")) {
            device.join("\"b\"");

            Backend.Reply reply = backend.post(PUBLISH, """
                    {"channel":"b","event":"pic","message":{"n":1.00, "png":"AQID", "all":[{"a/b~":"BA=="},"AQID"]},
                    "binary":["/all/0/a~1b~0","/png"]}""");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(device.next(text -> text.startsWith("45")))
                    .isEqualTo("452-[\"pic\",{\"channel\":\"b\",\"message\":{\"n\":1.00, "
                            + "\"png\":{\"_placeholder\":true,\"num\":0}, "
                            + "\"all\":[{\"a/b~\":{\"_placeholder\":true,\"num\":1}},\"AQID\"]}}]");
            assertThat(device.bytes()).containsExactly(1, 2, 3);
            assertThat(device.bytes()).containsExactly(4);
        }
    }

    @Test
    void aWholeMessageMayBeBytes() {
        try (Device device = new Device(server, "")) {
            assertThat(backend.post(PUBLISH, "{\"event\":\"raw\",\"message\":\"AQID\",\"binary\":[\"\"]}")
                            .status())
                    .isEqualTo(200);

            assertThat(device.next(text -> text.startsWith("45"))).startsWith("451-[\"raw\",");
            assertThat(device.bytes()).containsExactly(1, 2, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"/x\"]",
                "[\"/n\"]",
                "[\"/png/0\"]",
                "[\"png\"]",
                "[\"/no\"]",
                "[\"/png\",\"/png\"]",
                "[1]",
                "\"/png\"",
                "[\"/list/00\"]",
                "[\"/list/1\"]",
                "[\"/list/-\"]",
                "[\"\"]"
            })
    void placesWithoutBase64AreRefused(String binary) {
        Backend.Reply reply = backend.post(
                PUBLISH,
                "{\"event\":\"e\",\"message\":{\"n\":1,\"no\":\"not base64\",\"png\":\"AQID\",\"list\":[\"AQID\"]},\"binary\":"
                        + binary + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/errors/0/field").asString()).startsWith("binary");
    }

    @Test
    void batchKeepsItsOrderAcrossChannels() {
        try (Device device = new Device(server, "")) {
            device.join("\"one\"");
            device.join("\"two\"");
            StringBuilder messages = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                messages.append(i == 0 ? "" : ",")
                        .append("{\"channel\":\"")
                        .append(i % 2 == 0 ? "one" : "two")
                        .append("\",\"event\":\"n\",\"message\":")
                        .append(i)
                        .append('}');
            }

            Backend.Reply reply = backend.post(PUBLISH + "/batch", "{\"messages\":[" + messages + "]}");

            assertThat(reply.json().get("positions")).hasSize(100);
            for (int i = 0; i < 100; i++) {
                assertThat(device.event("n")).endsWith("\"message\":" + i + "}]");
            }
        }
    }

    @Test
    void nothingOfABatchIsPublishedIfAnyOfItIsWrong() {
        try (Device device = new Device(server, "")) {
            device.join("\"whole\"");

            Backend.Reply refused = backend.post(
                    PUBLISH + "/batch",
                    "{\"messages\":[{\"channel\":\"whole\",\"event\":\"bad\"},{\"channel\":\"whole\",\"event\":\"\"}]}");
            backend.post(PUBLISH, "{\"channel\":\"whole\",\"event\":\"good\"}");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/field").asString()).isEqualTo("messages[1].event");
            assertThat(device.next(text -> text.startsWith("42[\"bad\"") || text.startsWith("42[\"good\"")))
                    .startsWith("42[\"good\"");
        }
    }

    @Test
    void repeatedCallIsAnsweredAsBeforeAndPublishedOnce() {
        try (Device device = new Device(server, "")) {
            device.join("\"once\"");
            String body = "{\"channel\":\"once\",\"event\":\"e\",\"message\":1}";

            Backend.Reply first = backend.post(PUBLISH, body, "Idempotency-Key", "k-1");
            Backend.Reply second = backend.post(PUBLISH, body, "Idempotency-Key", "k-1");
            Backend.Reply other = backend.post(PUBLISH, body.replace("1}", "2}"), "Idempotency-Key", "k-1");
            backend.post(PUBLISH, "{\"channel\":\"once\",\"event\":\"end\"}");

            assertThat(second.body()).isEqualTo(first.body());
            assertThat(first.header("idempotent-replayed")).isEmpty();
            assertThat(second.header("idempotent-replayed")).isEqualTo("true");
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.code()).isEqualTo("idempotency_key_reused");
            assertThat(device.event("e")).contains("\"message\":1");
            assertThat(device.next(text -> text.startsWith("42"))).startsWith("42[\"end\"");
        }
    }

    @Test
    void refusedCallMayBeRepeatedCorrected() {
        String key = "k-2";
        assertThat(backend.post(PUBLISH, "{\"event\":\"\"}", "Idempotency-Key", key)
                        .status())
                .isEqualTo(400);
        assertThat(backend.post(PUBLISH, "{\"event\":\"e\"}", "Idempotency-Key", key)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keysOfTwoAppsAreNotTheSame() {
        Backend other = new Backend(server, "sk-2");
        backend.post(PUBLISH, "{\"event\":\"a\"}", "Idempotency-Key", "shared");

        Backend.Reply reply = other.post("/v1/apps/env2/publish", "{\"event\":\"b\"}", "Idempotency-Key", "shared");

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void userEventOfAnUnknownUserReachesNobodyAndIsTaken() {
        Backend.Reply reply = backend.post(
                "/v1/apps/env1/users/nobody/events", "{\"event\":\"user:update\",\"user\":{\"name\":\"Han\"}}");

        assertThat(reply.status()).isEqualTo(200);
    }
}
