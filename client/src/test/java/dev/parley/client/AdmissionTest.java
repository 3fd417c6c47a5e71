package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Admission admission = new Admission(new Options.Bounds(3, 250, Overflow.FAIL, 1, 1));
    private final Commands commands = new Commands(new Callbacks(Runnable::run, 1), true);

    private Command<@Nullable Void> message(int bytes) {
        return commands.message(null, "e", Payload.json("\"" + "x".repeat(bytes) + "\""), null);
    }

    @Test
    void asManyAsMayWaitComeIn() {
        Command<?> one = message(1);
        assertThat(admission.enter(one)).isTrue();
        assertThat(admission.enter(message(1))).isTrue();
        assertThat(admission.enter(message(1))).isTrue();
        assertThat(admission.enter(message(1))).isFalse();
        assertThat(admission.enter(message(1)))
                .as("nothing is counted that was not let in")
                .isFalse();

        admission.leave(one);
        assertThat(admission.enter(message(1))).isTrue();
    }

    @Test
    void bytesAreBoundedButOneAloneComesIn() {
        Command<?> large = message(1_000);
        assertThat(admission.enter(large)).isTrue();
        assertThat(admission.enter(message(1))).isFalse();

        admission.leave(large);
        assertThat(admission.enter(message(100))).isTrue();
        assertThat(admission.enter(message(200))).isFalse();
        assertThat(admission.enter(message(1))).isTrue();
    }
}
