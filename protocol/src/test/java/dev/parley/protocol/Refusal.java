package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.protocol.ProtocolException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** Asserts that a codec refused something, and why. */
final class Refusal {
    private final @Nullable Throwable thrown;

    private Refusal(@Nullable Throwable thrown) {
        this.thrown = thrown;
    }

    static Refusal of(ThrowingCallable call) {
        return new Refusal(catchThrowable(call));
    }

    void isMalformed() {
        is(Reason.MALFORMED);
    }

    void is(Reason reason) {
        assertThat(thrown).isInstanceOf(ProtocolException.class);
        ProtocolException refused = (ProtocolException) thrown;
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
        assertThat(refused.getStackTrace()).isEmpty();
    }
}
