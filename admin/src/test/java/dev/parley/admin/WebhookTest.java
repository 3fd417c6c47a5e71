package dev.parley.admin;

import static dev.parley.admin.WebhookVerifier.Result.GENUINE;
import static dev.parley.admin.WebhookVerifier.Result.MALFORMED_HEADER;
import static dev.parley.admin.WebhookVerifier.Result.NOT_SIGNED;
import static dev.parley.admin.WebhookVerifier.Result.WRONG_SIGNATURE;
import static dev.parley.admin.WebhookVerifier.Result.WRONG_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

    private static final byte[] BODY = "{\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8);

    /** printf '1893456000.{"id":"1"}' | openssl dgst -sha256 -hmac s3cret-ü. */
    private static final String SIGNATURE = "cbc792e0100574a3ec8c49f7580f6f09144e31ec4edcb9b4ad8b96d4716a0c21";

    private static final String HEADER = "t=1893456000,v1=" + SIGNATURE;

    private static WebhookVerifier at(long seconds) {
        return WebhookVerifier.of("s3cret-ü", new Timers() {
            @Override
            Instant now() {
                return Instant.ofEpochSecond(seconds);
            }
        });
    }

    @Test
    void whatTheServerSignedIsGenuineForFiveMinutes() {
        assertThat(at(1893456000).verify(BODY, HEADER)).isEqualTo(GENUINE);
        assertThat(at(1893456300).isGenuine(BODY, HEADER)).isTrue();
        assertThat(at(1893456301).verify(BODY, HEADER)).isEqualTo(WRONG_TIME);
        assertThat(at(1893455699).verify(BODY, HEADER)).isEqualTo(WRONG_TIME);
        assertThat(at(1893456301).tolerance(Duration.ofHours(1)).verify(BODY, HEADER))
                .isEqualTo(GENUINE);
    }

    @Test
    void anythingElseIsNot() {
        WebhookVerifier verifier = at(1893456000);
        byte[] changed = "{\"id\":\"2\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(verifier.verify(changed, HEADER)).isEqualTo(WRONG_SIGNATURE);
        assertThat(verifier.verify(BODY, HEADER.replace("t=1893456000", "t=1893456001")))
                .isEqualTo(WRONG_SIGNATURE);
        assertThat(WebhookVerifier.of("other").verify(BODY, HEADER)).isEqualTo(WRONG_SIGNATURE);
        assertThat(verifier.verify(BODY, null)).isEqualTo(NOT_SIGNED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t=1893456000",
                "t=,v1=cbc792e0100574a3ec8c49f7580f6f09144e31ec4edcb9b4ad8b96d4716a0c21",
                "t=1893456000,v1=cbc792e0100574a3ec8c49f7580f6f09144e31ec4edcb9b4ad8b96d4716a0c2100",
                "t=-1,v1=cbc792e0100574a3ec8c49f7580f6f09144e31ec4edcb9b4ad8b96d4716a0c21",
                "v1=cbc792e0100574a3ec8c49f7580f6f09144e31ec4edcb9b4ad8b96d4716a0c21,t=1"
            })
    void headersOfAnotherFormAreRefused(String header) {
        assertThat(at(1893456000).verify(BODY, header)).isEqualTo(MALFORMED_HEADER);
    }

    @Test
    void theSecretIsNotShown() {
        assertThat(at(0).toString()).doesNotContain("s3cret");
        assertThatThrownBy(() -> WebhookVerifier.of("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMailIsRead() {
        Webhook webhook = Webhook.parse("""
                {"id":"d1","app":"shop","channel":"email","kind":"magic_link","to":"han@example.com","subject":"S","text":"T",
                 "values":{"link":"https://example.com/x"},"new":[]}""".getBytes(StandardCharsets.UTF_8));
        assertThat(webhook)
                .isEqualTo(new Webhook.Delivery(
                        "d1",
                        "shop",
                        "email",
                        "magic_link",
                        "han@example.com",
                        "S",
                        "T",
                        Map.of("link", "https://example.com/x")));
        assertThat(webhook.toString()).doesNotContain("example.com");
    }

    @Test
    void aPushMessageIsRead() {
        Webhook webhook = Webhook.parse("""
                {"id":"p1","app":"default","kind":"message","room":"61cd","title":"Leia","body":"hello","users":["a","b"],
                 "devices":[{"user":"a","token":"tt","platform":"Android"},{"user":"a","token":"t2","platform":null}],
                 "data":{"roomId":"61cd","message":"{\\"_id\\":1}"}}""".getBytes(StandardCharsets.UTF_8));
        assertThat(webhook)
                .isEqualTo(new Webhook.Push(
                        "p1",
                        "default",
                        "message",
                        "61cd",
                        "Leia",
                        "hello",
                        List.of("a", "b"),
                        List.of(new Webhook.Device("a", "tt", "Android"), new Webhook.Device("a", "t2", null)),
                        Map.of("roomId", "61cd", "message", "{\"_id\":1}")));
        assertThat(webhook.toString()).doesNotContain("hello", "tt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"to\":1}", "{\"room\":\"r\"}", "{\"to\":\"a\"", "nonsense"})
    void anythingElseIsRefused(String body) {
        assertThatThrownBy(() -> Webhook.parse(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
