package dev.parley.server.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where endpoints may be. */
class PushHostsTest {

    private final PushHosts usual;

    PushHostsTest() throws IOException {
        usual = new PushHosts(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fcm.googleapis.com/fcm/send/abc:APA91b-_",
                "https://fcm.googleapis.com:443/wp/abc",
                "HTTPS://FCM.googleapis.COM/wp/abc",
                "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
                "https://web.push.apple.com/QAbc",
                "https://wns2-by3p.notify.windows.com/w/?token=BQY%2b%3d"
            })
    void theBrowsersPushServicesAreKnown(String endpoint) {
        assertThat(usual.check(endpoint)).hasToString(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fcm.googleapis.com/x",
                "/x",
                "https:///x",
                "https:fcm.googleapis.com",
                "mailto:a@fcm.googleapis.com",
                "ftp://fcm.googleapis.com/x",
                "http://fcm.googleapis.com/x",
                "http://fcm.googleapis.com:443/x",
                "https://fcm.googleapis.com:8443/x",
                "https://fcm.googleapis.com:80/x",
                "https://fcm.googleapis.com:0/x",
                "https://a@fcm.googleapis.com/x",
                "https://a:b@fcm.googleapis.com/x",
                "https://@fcm.googleapis.com/x",
                "https://fcm.googleapis.com/x#y",
                "https://fcm.googleapis.com@localhost/x",
                "https://fcm.googleapis.com\\@localhost/x",
                "https://localhost\\.push.apple.com/x",
                "https://localhost/x",
                "https://127.0.0.1/x",
                "http://127.0.0.1:8080/x",
                "https://[::1]/x",
                "https://[::ffff:127.0.0.1]/x",
                "https://2130706433/x",
                "https://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/x",
                "https://evil-fcm.googleapis.com.example.com/x",
                "https://fcm.googleapis.com.example.com/x",
                "https://evilfcm.googleapis.com/x",
                "https://a.fcm.googleapis.com/x",
                "https://fcm.googleapis.com./x",
                "https://push.apple.com/x",
                "https://.push.apple.com/x",
                "https://evilpush.apple.com/x",
                "https://web.push.apple.com.evil.org/x",
                "https://web.push.apple.com%2eevil.org/x",
                "https://web%2epush.apple.com/x",
                "https://web_1.push.apple.com/x",
                "https://web.push.apple.com:99999/x",
                "https://fcm.googleapis.com/\u00e9",
                "https://f\u0441m.googleapis.com/x",
                "https://fcm.googleapis.com/a b",
                "https://fcm.googleapis.com/a\r\nHost: x"
            })
    void nothingElseIs(String endpoint) {
        assertThatThrownBy(() -> usual.check(endpoint))
                .isInstanceOf(WebPushException.class)
                .hasMessageStartingWith("endpoint ");
    }

    @Test
    void anEndpointIsNotLongerThanTheBound() {
        String most = "https://fcm.googleapis.com/" + "a".repeat(2048 - 27);

        assertThat(usual.check(most)).hasToString(most);
        assertThatThrownBy(() -> usual.check(most + "a")).hasMessageContaining("2048");
    }

    @Test
    void theListReplacesTheUsualOnesAndMayNamePorts() throws Exception {
        PushHosts hosts =
                new PushHosts(List.of("push.example.com:8443", "*.Example.org", "http://127.0.0.1:4000", "push.local"));

        hosts.check("https://push.example.com:8443/x");
        hosts.check("https://a.b.example.org/x");
        hosts.check("http://127.0.0.1:4000/x");
        hosts.check("https://push.local/x");
        assertThat(List.of(
                        "https://push.example.com/x",
                        "https://example.org/x",
                        "https://a.example.org:8443/x",
                        "http://127.0.0.1:4001/x",
                        "https://127.0.0.1:4000/x",
                        "http://127.0.0.2:4000/x",
                        "http://push.local/x",
                        "https://fcm.googleapis.com/x"))
                .allSatisfy(endpoint ->
                        assertThatThrownBy(() -> hosts.check(endpoint)).isInstanceOf(WebPushException.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://push.example.com",
                "*",
                "push.*.com",
                "http://localhost:80",
                "http://10.0.0.1:80",
                "a/b",
                "",
                "*.",
                "a..b"
            })
    void aServiceThatIsNoHostIsNamedAtTheStart(String service) {
        assertThatThrownBy(() -> new PushHosts(List.of(service)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("push.web.services: ");
    }

    @Test
    void theOriginHasNoUsualPort() {
        assertThat(PushHosts.origin(usual.check("https://FCM.googleapis.com:443/x")))
                .isEqualTo("https://fcm.googleapis.com");
    }
}
