package dev.parley.server.gateway.vchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.Refusal;
import dev.parley.chat.RefusedException;
import dev.parley.server.accounts.AccountError;
import dev.parley.server.accounts.AccountException;
import dev.parley.server.media.MediaException;
import dev.parley.storage.DatabaseBusyException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {

    @ParameterizedTest
    @EnumSource
    void whatARuleForbidsIsTheCallersFault(Refusal refusal) {
        CallException why = Failures.reason(new CompletionException(new RefusedException(refusal)));

        assertThat(why.status()).isBetween(400, 429);
        assertThat(why.text()).isNotBlank();
        assertThat(why.retryAfterSeconds() > 0).isEqualTo(why.status() == 429);
    }

    @ParameterizedTest
    @EnumSource
    void accountsKeepTheirStatuses(AccountError error) {
        CallException why = Failures.reason(new AccountException(error, 7));

        assertThat(why.status()).isEqualTo(error.status());
        assertThat(why.text()).isNotBlank();
        assertThat(why.retryAfterSeconds()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_A_MEMBER, 403, You Not Exist In This Room",
        "NOT_AN_ADMIN, 403, you dont have access",
        "UNKNOWN_ROOM, 404, there is no such room",
        "BLOCKED, 403, the room is blocked",
        "BUSY, 429, too much waits to be written: try again a little later",
        "WRONG_KIND, 400, 'this works in the other kind of room only: single or group'"
    })
    void theOriginalsWordsAreKept(Refusal refusal, int status, String text) {
        CallException why = Failures.reason(new RefusedException(refusal));

        assertThat(why.status()).isEqualTo(status);
        assertThat(why.text()).isEqualTo(text);
    }

    @Test
    void filesAndDatabasesSayWhetherToTryAgain() {
        assertThat(Failures.reason(new MediaException(507, "x", "no space")).status())
                .isEqualTo(507);
        assertThat(Failures.reason(new MediaException(429, "x", "busy")).retryAfterSeconds())
                .isPositive();
        CallException busy = Failures.reason(new CompletionException(new DatabaseBusyException()));
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.retryAfterSeconds()).isPositive();
    }

    @Test
    void whatNobodyForesawIsNotTold() {
        CallException why = Failures.reason(new CompletionException(new IllegalStateException("secret-1")));

        assertThat(why.status()).isEqualTo(500);
        assertThat(why.text()).doesNotContain("secret-1");
    }
}
