package dev.parley.server.gateway.altogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.server.accounts.SessionInfo;
import dev.parley.server.accounts.User;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Users and sessions as the libraries read them. */
class AccountJsonTest {

    @Test
    void aUserHasWhatDartInsistsOn() {
        JsonNode user = json(AccountJson.user(user("{}", null)));

        assertThat(user.toString())
                .isEqualTo("{\"_id\":\"u1\",\"provider\":\"altogic\",\"providerUserId\":\"luke@x.test\","
                        + "\"email\":\"luke@x.test\",\"emailVerified\":true,\"signUpAt\":\"2023-11-14T22:13:20.000Z\","
                        + "\"lastLoginAt\":\"2023-11-14T22:13:20.120Z\",\"updatedAt\":\"2023-11-14T22:13:20.003Z\"}");
    }

    @Test
    void theProfileStandsBesideOurFieldsAndReplacesNone() {
        String profile = "{\"age\":19,\"_id\":\"x\",\"email\":\"x\",\"phone\":\"x\",\"emailVerified\":0,"
                + "\"password\":\"p\",\"provider\":1,\"signUpAt\":null,\"name\":\"Other\",\"profilePicture\":\"pic\","
                + "\"big\":12345678901234567890.1200,\"far\":1e400,\"deep\":{\"password\":1},\"__proto__\":{}}";

        JsonNode user = json(AccountJson.user(user(profile, "Luke")));

        assertThat(user.get("name").asString()).isEqualTo("Luke");
        assertThat(user.get("_id").asString()).isEqualTo("u1");
        assertThat(user.get("email").asString()).isEqualTo("luke@x.test");
        assertThat(user.get("age").asInt()).isEqualTo(19);
        assertThat(user.get("profilePicture").asString()).isEqualTo("pic");
        assertThat(AccountJson.user(user(profile, "Luke")))
                .contains("\"big\":12345678901234567890.1200", "\"far\":1E+400");
        assertThat(user.has("password") || user.has("phone") || user.has("__proto__"))
                .isFalse();
        assertThat(user.propertyNames()).doesNotHaveDuplicates();
    }

    @Test
    void aProfileThatIsNoObjectIsLeftOut() {
        for (String odd : new String[] {"", "[1]", "null", "{"}) {
            assertThat(json(AccountJson.user(user(odd, null))).get("_id").asString())
                    .isEqualTo("u1");
        }
    }

    @Test
    void aSessionHasEveryTextThatDartInsistsOn() {
        JsonNode session = json(AccountJson.session(session("")));

        assertThat(session.propertyNames())
                .containsExactly("userId", "token", "creationDtm", "accessGroupKeys", "userAgent");
        assertThat(session.get("token").asString()).isEqualTo("tok");
        assertThat(session.get("accessGroupKeys").isArray()).isTrue();
        JsonNode agent = session.get("userAgent");
        List<String> values = new ArrayList<>();
        for (JsonNode product : List.of(agent, agent.get("device"), agent.get("os"))) {
            for (String field : new String[] {"family", "major", "minor", "patch"}) {
                assertThat(product.get(field).isString()).isTrue();
                values.add(product.get(field).asString());
            }
        }
        assertThat(values).hasSize(12).containsOnly("Other", "0");
    }

    @Test
    void signedInNamesBothAlways() {
        JsonNode waiting = json(AccountJson.signedIn(user("{}", null), null));
        JsonNode in = json(AccountJson.signedIn(user("{}", null), session("node")));

        assertThat(waiting.get("session").isNull()).isTrue();
        assertThat(in.get("session").get("userAgent").get("family").asString()).isEqualTo("node");
        assertThat(json(AccountJson.sessions(List.of(session(""), session("")))).size())
                .isEqualTo(2);
        assertThat(AccountJson.sessions(List.of())).isEqualTo("[]");
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static User user(String profile, @Nullable String name) {
        return new User(
                "a",
                "u1",
                "u1",
                "uuid",
                "luke@x.test",
                true,
                null,
                false,
                null,
                null,
                name,
                null,
                profile,
                "email",
                false,
                1_700_000_000_000L,
                1_700_000_000_120L,
                1_700_000_000_003L);
    }

    private static SessionInfo session(String agent) {
        return new SessionInfo(
                "a", "s1", "u1", "tok", "altogic", 1_700_000_000_000L, 1_800_000_000_000L, agent, null, List.of());
    }
}
