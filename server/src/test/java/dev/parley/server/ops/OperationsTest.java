package dev.parley.server.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.RunningServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Health and metrics. */
class OperationsTest {

    private static final String WITH_TOKEN = RunningServer.TWO_APPS + "ops: { token: a-long-operations-token }\n";

    @Test
    void aRunningServerIsLiveAndReady() {
        try (RunningServer server = RunningServer.of(RunningServer.TWO_APPS)) {
            assertThat(server.get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void metricsAnswerThisMachine() {
        try (RunningServer server = RunningServer.of(RunningServer.TWO_APPS)) {
            HttpResponse<String> answer = server.get("/metrics");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("parley_engine_connections")
                    .contains("parley_websockets")
                    .contains("parley_hub_publications")
                    .contains("parley_hub_deliveries")
                    .contains("parley_bytes_in")
                    .contains("parley_bytes_out")
                    .contains("parley_closes_total{reason=\"slow\"}")
                    .contains("parley_engine_refused")
                    .contains("parley_loop_lag_seconds")
                    .contains("jvm_memory_used_bytes");
        }
    }

    @Test
    void metricsAskOthersForTheToken() {
        try (RunningServer server = RunningServer.of(WITH_TOKEN)) {
            // A proxy on this machine passes on requests of other machines.
            HttpResponse<String> passedOn =
                    server.send(server.request("/metrics").header("X-Forwarded-For", "203.0.113.9"));
            HttpResponse<String> wrong = server.send(server.request("/metrics")
                    .header("X-Forwarded-For", "203.0.113.9")
                    .header("Authorization", "Bearer nope"));
            HttpResponse<String> right = server.send(server.request("/metrics")
                    .header("X-Forwarded-For", "203.0.113.9")
                    .header("Authorization", "Bearer a-long-operations-token"));

            assertThat(passedOn.statusCode()).isEqualTo(401);
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(right.statusCode()).isEqualTo(200);
        }
    }
}
