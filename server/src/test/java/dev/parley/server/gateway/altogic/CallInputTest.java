package dev.parley.server.gateway.altogic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from queries and bodies of calls. */
class CallInputTest {

    @Test
    void aPlusInAQueryIsAPlus() {
        assertThat(CallQuery.of("email=a+b@c.d").text("email")).isEqualTo("a+b@c.d");
        assertThat(CallQuery.of("email=a%2Bb%40c.d").text("email")).isEqualTo("a+b@c.d");
        assertThat(CallQuery.of("code=1&phone=%2b14155550100").text("phone")).isEqualTo("+14155550100");
        assertThat(CallQuery.of("n=%C3%A4").text("n")).isEqualTo("ä");
    }

    @Test
    void theFirstOfTwoParametersCounts() {
        assertThat(CallQuery.of("a=1&a=2").text("a")).isEqualTo("1");
    }

    @Test
    void absentAndBlankParametersAreNamed() {
        assertThat(CallQuery.of(null).optional("code")).isNull();
        for (String query : new String[] {"", "code", "code=", "code=%20", "other=1"}) {
            assertThatThrownBy(() -> CallQuery.of(query).text("code"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("'code'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%ff", "a=%c3", "%=1"})
    void wronglyEncodedQueriesAreRefused(String query) {
        assertThatThrownBy(() -> CallQuery.of(query)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void aQueryWithTooManyParametersIsRefused() {
        assertThatThrownBy(() -> CallQuery.of("a&".repeat(40))).isInstanceOf(InvalidInput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "1", "\"a\"", "null", "{\"a\":1}x"})
    void bodiesThatAreNoObjectAreRefused(String body) {
        assertThatThrownBy(() -> body(body)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void invalidUtf8AndDeepNestingAreRefused() {
        assertThatThrownBy(() -> CallBody.of(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> body("{\"userData\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void fieldsOfTheWrongTypeAreNamed() {
        CallBody body = body("{\"email\":1,\"password\":[],\"token\":{},\"name\":7}");

        assertThatThrownBy(() -> body.text("email")).hasMessageContaining("'email'");
        assertThatThrownBy(() -> body.password("password")).hasMessageContaining("'password'");
        assertThatThrownBy(() -> body.optional("token")).hasMessageContaining("'token'");
        assertThatThrownBy(body::profile).hasMessageContaining("'name'");
    }

    @Test
    void newPasswordsHaveSixToFiftyCharacters() {
        for (String good : new String[] {"123456", "p".repeat(50), "🔑".repeat(50)}) {
            assertThat(body("{\"password\":\"" + good + "\"}").newPassword("password"))
                    .isEqualTo(good);
        }
        for (String bad : new String[] {"12345", "p".repeat(51), "🔑🔑🔑🔑🔑"}) {
            CallBody body = body("{\"password\":\"" + bad + "\"}");
            assertThatThrownBy(() -> body.newPassword("password"))
                    .hasMessageContaining("6 to 50")
                    .hasMessageNotContaining(bad);
            assertThat(body.password("password")).as("one somebody has").isEqualTo(bad);
        }
    }

    @Test
    void theProfileIsANameOrAnObject() {
        assertThat(body("{\"nameOrUserData\":\"Luke\"}").profile()).isEqualTo(new CallBody.Profile("Luke", null));
        assertThat(body("{\"name\":\"Luke\"}").profile()).isEqualTo(new CallBody.Profile("Luke", null));
        assertThat(body("{\"userData\":{\"age\":19,\"name\":\"Luke\"}}").profile())
                .isEqualTo(new CallBody.Profile("Luke", "{\"age\":19,\"name\":\"Luke\"}"));
        assertThat(body("{\"nameOrUserData\":{\"name\":7}}").profile())
                .isEqualTo(new CallBody.Profile(null, "{\"name\":7}"));
        assertThat(body("{\"nameOrUserData\":null}").profile()).isEqualTo(new CallBody.Profile(null, null));
        assertThat(body("{}").profile()).isEqualTo(new CallBody.Profile(null, null));
    }

    @Test
    void aProfileHasABound() {
        String fits = "{\"userData\":{\"a\":\"" + "x".repeat(64 * 1024 - 8) + "\"}}";
        String exceeds = "{\"userData\":{\"a\":\"" + "x".repeat(64 * 1024 - 7) + "\"}}";

        assertThat(body(fits).profile().json()).hasSize(64 * 1024);
        assertThatThrownBy(() -> body(exceeds).profile()).hasMessageContaining("65536");
    }

    private static CallBody body(String json) {
        return CallBody.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
