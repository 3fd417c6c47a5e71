package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestTest {

    @Test
    void everyFrameOfACoalescedWriteIsCounted() throws IOException {
        List<String> calls = new ArrayList<>();
        Window window = new Window() {
            @Override
            public void begin() {
                calls.add("begin");
            }

            @Override
            public void end() {
                calls.add("end");
            }
        };
        Scenario.Self self = new Scenario.Self(20, 128, 16, Duration.ofMillis(50), Duration.ofSeconds(1));
        Report report = self.run(window);
        assertThat(report.faults()).isEmpty();
        assertThat(report.isSound()).isTrue();
        assertThat(report.more().get("frames_per_read")).isGreaterThan(1);
        assertThat(report.latency().getTotalCount()).isPositive();
        assertThat(calls).containsExactly("begin", "end");
    }
}
