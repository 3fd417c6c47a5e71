package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Faults faults = new Faults();
    private final Ledger ledger = new Ledger(2, 3, faults);

    private void receive(int receiver, int sender, int... numbers) {
        for (int number : numbers) {
            ledger.received(receiver, sender, number);
        }
    }

    @Test
    void whatComesOnceAndInOrderIsNoFault() {
        receive(0, 0, 0, 1, 2);
        receive(1, 2, 0, 1);
        ledger.close(0, 0, 3);
        ledger.close(1, 2, 2);
        ledger.close(1, 1, 0);
        assertThat(ledger.lost() + ledger.doubled() + ledger.disordered()).isZero();
        assertThat(faults.first()).isEmpty();
    }

    @Test
    void aGapThatStaysIsALoss() {
        receive(1, 1, 0, 3, 4);
        ledger.close(1, 1, 5);
        assertThat(ledger.lost()).isEqualTo(2);
        assertThat(faults.first()).containsExactly("member 1, of its sender 1, got message 3 when 1 was next");
    }

    @Test
    void aGapThatIsFilledLaterIsDisorderAndNoLoss() {
        receive(0, 2, 0, 2, 1);
        ledger.close(0, 2, 3);
        assertThat(ledger.lost()).isZero();
        assertThat(ledger.disordered()).isEqualTo(1);
        assertThat(ledger.doubled()).isZero();
    }

    @Test
    void whatComesAgainIsDoubledAndNotTheFirstOfItsNumber() {
        receive(0, 0, 0, 1);
        assertThat(ledger.received(0, 0, 0)).isFalse();
        assertThat(ledger.doubled()).isEqualTo(1);
        ledger.close(0, 0, 2);
        assertThat(ledger.lost()).isZero();
    }

    @Test
    void whatWasNeverSentIsAFault() {
        receive(0, 0, 0, 1, 2);
        ledger.close(0, 0, 1);
        assertThat(ledger.doubled()).isEqualTo(2);
        assertThat(faults.first())
                .containsExactly("member 0, of its sender 0, got messages 1 to 2, which were never sent");
    }

    @Test
    void whatDoesNotComeAtTheEndIsLost() {
        receive(0, 0, 0);
        ledger.close(0, 0, 4);
        assertThat(ledger.lost()).isEqualTo(3);
        assertThat(faults.first()).containsExactly("member 0, of its sender 0, did not get messages 1 to 3");
    }
}
