package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacersTest {

    private final List<String> sent = new ArrayList<>();
    private final int[] numbers = new int[10];
    private final Pacer.Sends sends = (sender, due) -> {
        sent.add(sender + "@" + due);
        return numbers[sender]++;
    };

    @Test
    void theNextMessageLeavesWhenAllMembersHaveOne() {
        AllReceived pacer = new AllReceived(1, 2, 2);
        pacer.turn(5, sends);
        assertThat(sent).containsExactly("0@5", "0@5");
        pacer.delivered(0, 0, false);
        pacer.turn(6, sends);
        assertThat(sent).hasSize(2);
        pacer.delivered(0, 0, false);
        pacer.turn(7, sends);
        assertThat(sent).containsExactly("0@5", "0@5", "0@7");
    }

    @Test
    void oneAtATimeTheSendersTakeTurns() {
        AllReceived pacer = new AllReceived(3, 1, 1);
        for (int i = 0; i < 4; i++) {
            pacer.turn(i, sends);
            pacer.delivered(i % 3, i / 3, true);
        }
        assertThat(sent).containsExactly("0@0", "1@1", "2@2", "0@3");
    }

    @Test
    void aSenderGoesOnWhenItsOwnMessageIsBack() {
        EchoReturned pacer = new EchoReturned(2, 2);
        pacer.turn(1, sends);
        assertThat(sent).containsExactly("0@1", "0@1", "1@1", "1@1");
        pacer.delivered(0, 0, false);
        pacer.turn(2, sends);
        assertThat(sent).hasSize(4);
        pacer.delivered(0, 0, true);
        pacer.delivered(0, 1, true);
        pacer.turn(3, sends);
        assertThat(sent).endsWith("0@3", "0@3").hasSize(6);
    }

    @Test
    void atARateWhatWasLateCountsFromWhenItWasDue() {
        Steady pacer = new Steady(2, 1e9 / 100);
        assertThat(pacer.turn(1_000, sends)).isEqualTo(100);
        assertThat(pacer.turn(1_350, sends)).isEqualTo(50);
        assertThat(sent).containsExactly("0@1000", "1@1100", "0@1200", "1@1300");
        assertThat(pacer.latest()).isEqualTo(250);
    }

    @Test
    void churnersHaveOneTurnEach() {
        TurnAbout pacer = new TurnAbout(3, 2, 2);
        pacer.turn(1, sends);
        assertThat(sent).containsExactly("0@1", "1@1");
        pacer.delivered(1, 0, false);
        pacer.delivered(1, 0, false);
        pacer.turn(2, sends);
        assertThat(sent).containsExactly("0@1", "1@1", "2@2");
        pacer.delivered(2, 0, false);
        pacer.delivered(2, 0, false);
        pacer.turn(3, sends);
        assertThat(sent).endsWith("1@3");
    }
}
