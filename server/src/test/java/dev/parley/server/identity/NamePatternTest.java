package dev.parley.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names with stars. */
class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "room, room, true", "room, rooms, false", "room, ROOM, false", "*, '', true", "*, anything, true",
        "**, anything, true", "room:*, room:, true", "room:*, room, false", "*:end, a:end, true", "*:end, :ends, false",
        "a*a, a, false", "a*a, aa, true", "ab*ba, aba, false", "a*b*c, aXXbYYc, true", "a*b*c, acb, false",
        "*aab*, aaab, true", "a**b, ab, true", "'*\u00e4*', 'x\u00e4y', true", "?, x, false", "r.om, room, false",
        "'a*b', 'a\nb', true", "*ab*ab*, abab, true", "*ab*ab*, abXb, false"
    })
    void aStarStandsForAnyCharacters(String pattern, String name, boolean matches) {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void aUsersIdIsTakenToTheLetter() {
        assertThat(matches("own:{user}", "luke", "own:luke")).isTrue();
        assertThat(matches("own:{user}", "*", "own:luke")).isFalse();
        assertThat(matches("own:{user}", "{user}", "own:{user}")).isTrue();
        assertThat(matches("own:{user}:*", "a*b", "own:a*b:x")).isTrue();
        assertThat(matches("own:{user}:*", "a*b", "own:aXb:x")).isFalse();
        assertThat(matches("*{user}*{user}", "lu", "xlulu")).isTrue();
        assertThat(matches("own:*", null, "own:luke")).isTrue();
        assertThat(NamePattern.of("own:{user}", null)).isNull();
    }

    private static boolean matches(String pattern, @org.jspecify.annotations.Nullable String user, String name) {
        NamePattern made = NamePattern.of(pattern, user);
        return made != null && made.matches(name);
    }

    @Test
    void itAgreesWithARegularExpressionOnRandomNames() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = random(random, "aab*", random.nextInt(8));
            String name = random(random, "aab", random.nextInt(12));
            boolean expected = Pattern.matches(pattern.replace("*", ".*"), name);
            assertThat(NamePattern.of(pattern).matches(name))
                    .as("'%s' and '%s', seed %d", pattern, name, seed)
                    .isEqualTo(expected);
        }
    }

    private static String random(Random random, String letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void namesMadeToBeSlowAreNot() {
        String piece = "a".repeat(400) + "b";
        NamePattern pattern = NamePattern.of("*" + (piece + "*").repeat(8) + "c");
        String name = "a".repeat(4095) + "c";
        Assertions.assertTimeout(Duration.ofSeconds(3), () -> {
            for (int i = 0; i < 10_000; i++) {
                assertThat(pattern.matches(name)).isFalse();
            }
        });
    }
}
