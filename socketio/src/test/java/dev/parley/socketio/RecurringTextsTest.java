package dev.parley.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecurringTextsTest {
    private final RecurringTexts texts = new RecurringTexts();

    @Test
    void equalTextsBecomeOne() {
        String first = texts.shared(copyOf("example.com"));
        assertThat(texts.shared(copyOf("example.com"))).isSameAs(first);
    }

    @Test
    void whatTakesAnothersPlaceIsStillItself() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(texts.shared("agent " + i)).isEqualTo("agent " + i);
        }
    }

    @Test
    void longTextsAreNotKept() {
        String text = "x".repeat(10_000);
        texts.shared(text);
        String other = copyOf(text);
        assertThat(texts.shared(other)).isSameAs(other);
    }

    private static String copyOf(String text) {
        return new String(text.toCharArray());
    }
}
