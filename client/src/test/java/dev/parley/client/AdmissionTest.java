package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Payload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final int MOST = 10;
    /** As much again as may wait, and what may be under way. */
    private static final int ROOM = 2 * MOST + 2 * Traffic.WINDOW;

    private final Admission admission = new Admission(new Options.Bounds(MOST, 250, Overflow.FAIL, 1, 1));
    private final Commands commands = new Commands(new Callbacks(Runnable::run, 1), true);

    private Command<@Nullable Void> message(int bytes) {
        return commands.message(null, "e", Payload.json("\"" + "x".repeat(bytes) + "\""), null);
    }

    @Test
    void asManyAsMayWaitAndBeUnderWayComeIn() {
        Admission roomy = new Admission(new Options.Bounds(MOST, 1_000_000, Overflow.FAIL, 1, 1));
        Command<?> one = message(1);
        for (int i = 0; i < ROOM; i++) {
            assertThat(roomy.enter(one)).isTrue();
        }
        assertThat(roomy.enter(one)).isFalse();
        assertThat(roomy.enter(one))
                .as("nothing is counted that was not let in")
                .isFalse();

        roomy.leave(one);
        assertThat(roomy.enter(one)).isTrue();
    }

    @Test
    void aRefusalIsTheFirstAgainWhenThereIsMuchRoom() {
        Command<?> one = message(1);
        for (int i = 0; i < MOST; i++) {
            admission.enter(one);
        }
        assertThat(admission.isFirstRefusal()).isTrue();
        assertThat(admission.isFirstRefusal()).isFalse();
        admission.leave(one);
        assertThat(admission.isFirstRefusal()).isFalse();
        for (int i = 1; i < MOST; i++) {
            admission.leave(one);
        }
        assertThat(admission.isFirstRefusal()).isTrue();
    }

    @Test
    void bytesAreBoundedButOneAloneComesIn() {
        Command<?> large = message(2_000);
        assertThat(admission.enter(large)).isTrue();
        assertThat(admission.enter(message(1))).isFalse();

        admission.leave(large);
        assertThat(admission.enter(message(100))).isTrue();
        assertThat(admission.enter(message(400))).isFalse();
        assertThat(admission.enter(message(1))).isTrue();
    }
}
