package dev.parley.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which verifier proofs are checked against. */
class VerifiersTest {

    private static final String UUID = "0b0e7c1a-5a7e-4c5b-9d0f-1f2e3d4c5b6a";

    private final Verifiers verifiers = new Verifiers(new byte[32]);
    private final User luke = new User(
            "one", "1", "1", UUID, null, false, null, false, null, null, null, null, "{}", "email", false, 0, 0, 0);

    private UserRow row(@Nullable String verifier) {
        return new UserRow(luke, new StoredPassword(null, verifier));
    }

    @Test
    void aUserWhoHasOneIsCheckedAgainstItsOwn() {
        UserRow row = row(verifiers.make(luke, "secret"));
        Verifiers.Verifier own = verifiers.of(row);
        assertThat(own).isNotNull();
        assertThat(verifiers.ofName("one", "name", row)).isEqualTo(own);
    }

    @Test
    void whoHasNoneThatCanBeReadIsNobody() {
        Verifiers.Verifier nobodys = verifiers.ofName("one", "name", null);
        assertThat(nobodys.user()).isNotEqualTo(UUID);
        assertThat(verifiers.ofName("one", "name", row(null))).isEqualTo(nobodys);
        String strange = new Verifiers("x".repeat(32).getBytes(StandardCharsets.US_ASCII)).make(luke, "secret");
        assertThat(verifiers.ofName("one", "name", row(strange))).isEqualTo(nobodys);
        assertThat(verifiers.ofName("one", "name", row(Base64.getEncoder().encodeToString(new byte[428]))))
                .isEqualTo(nobodys);
    }

    @Test
    void nobodyIsTheSameForANameInAnAppAndNoOther() {
        Verifiers.Verifier nobodys = verifiers.ofName("one", "name", null);
        assertThat(new Verifiers(new byte[32]).ofName("one", "name", null)).isEqualTo(nobodys);
        assertThat(verifiers.ofName("two", "name", null)).isNotEqualTo(nobodys);
        assertThat(verifiers.ofName("one", "other", null)).isNotEqualTo(nobodys);
    }
}
