package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://h:1, ALTOGIC, -, -, ws://h:1/socket.io/, http://h:1/_api/rest/v1/realtime/get-members, -",
                "https://h/, ALTOGIC, -, -, wss://h/socket.io/, https://h/_api/rest/v1/realtime/get-members, -",
                "HTTP://h/e:a1, ALTOGIC, -, -, ws://h/socket.io/, http://h/e:a1/_api/rest/v1/realtime/get-members, a1",
                "ws://h/E:a1/, ALTOGIC, -, -, ws://h/socket.io/, http://h/e:a1/_api/rest/v1/realtime/get-members, a1",
                "wss://h/e:a1, ALTOGIC, b2, -, wss://h/socket.io/, https://h/e:b2/_api/rest/v1/realtime/get-members, b2",
                "http://a.b.c@localhost:7/e:env, ALTOGIC, -, -, ws://localhost:7/socket.io/, http://localhost:7/e:env/_api/rest/v1/realtime/get-members, env",
                "http://u:p@h, ALTOGIC, a b/c?d, -, error, -, -",
                "http://u:p@h, ALTOGIC, a b?ü, -, ws://h/socket.io/, http://h/e:a%20b%3F%C3%BC/_api/rest/v1/realtime/get-members, a b?ü",
                "http://h/e:a%20b, ALTOGIC, -, -, ws://h/socket.io/, http://h/e:a%20b/_api/rest/v1/realtime/get-members, a b",
                "http://[::1]:7, ALTOGIC, -, -, ws://[::1]:7/socket.io/, http://[::1]:7/_api/rest/v1/realtime/get-members, -",
                "http://127.0.0.1:7/env, AGNOST, -, -, ws://127.0.0.1:7/realtime/realtime/, http://127.0.0.1:7/env/agnost/realtime/get-members, env",
                "http://h/, AGNOST, -, -, ws://h/realtime/realtime/, -, -",
                "http://h, AGNOST, a, -, ws://h/realtime/realtime/, http://h/a/agnost/realtime/get-members, a",
                "http://h, ALTOGIC, a, /chat/socket.io/, ws://h/chat/socket.io/, http://h/chat/e:a/_api/rest/v1/realtime/get-members, a",
                "http://h, ALTOGIC, a, /my io/, ws://h/my%20io/, http://h/e:a/_api/rest/v1/realtime/get-members, a",
            })
    void urlsAreMadeOfTheBase(
            String base, Dialect dialect, String app, String path, String socket, String members, String named) {
        if (socket.equals("error")) {
            assertThatThrownBy(() -> new Address(URI.create(base), dialect, app, path))
                    .isInstanceOf(IllegalArgumentException.class);
            return;
        }
        Address address = new Address(URI.create(base), dialect, app, path);
        assertThat(address.webSocket()).hasToString(socket + "?EIO=4&transport=websocket");
        assertThat(address.polling()).hasToString("http" + socket.substring(2) + "?EIO=4&transport=polling");
        assertThat(address.members()).isEqualTo(members == null ? null : URI.create(members));
        assertThat(address.app()).isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ftp://h, ALTOGIC, -, -, 'http://, https://'",
                "h:80, ALTOGIC, -, -, must begin with",
                "/x, ALTOGIC, -, -, must begin with",
                "http:/x, ALTOGIC, -, -, no host",
                "http://my_host, ALTOGIC, -, -, no underscores",
                "http://h:0, ALTOGIC, -, -, Port 0",
                "http://h:99999, ALTOGIC, -, -, Port 99999",
                "http://h/?key=s3cret, ALTOGIC, -, -, neither ? nor #",
                "http://h/#s3cret, ALTOGIC, -, -, neither ? nor #",
                "http://h/chat, ALTOGIC, -, -, path(",
                "http://h/e:a/b, ALTOGIC, -, -, path(",
                "http://h//, ALTOGIC, -, -, path(",
                "http://h/e:, ALTOGIC, -, -, must not be empty",
                "http://h/e:a%2Fb, ALTOGIC, -, -, path(",
                "http://h/e:a, AGNOST, -, -, '/APP in dialect AGNOST'",
                "http://h/a/b, AGNOST, -, -, path(",
                "http://h/.., AGNOST, -, -, must not be empty",
                "http://h, ALTOGIC, '', -, must not be empty",
                "http://h, ALTOGIC, .., -, must not be empty",
                "http://h, ALTOGIC, -, socket.io, begin with a slash",
                "http://h, ALTOGIC, -, /a/../b, no dots",
                "http://user:s3cret@h/x, ALTOGIC, -, -, path(",
                "http://user:s3cret@my_host/, ALTOGIC, -, -, no host",
            })
    void whatIsNoAddressIsRefusedWithAnAdvice(String base, Dialect dialect, String app, String path, String advice) {
        assertThatThrownBy(() -> new Address(URI.create(base), dialect, app, path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(advice)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void userinfoAndQueryAreNeverShown() {
        URI url = URI.create("http://user:s3cret@h:7/a%20b?key=s3cret#s3cret");
        assertThat(Address.shown(url)).isEqualTo("http://h:7/a%20b");
        URI base = URI.create("http://user:s3cret@h/e:a");
        assertThat(new Address(base, Dialect.ALTOGIC, null, null).toString()).isEqualTo("http://h/socket.io/");
    }
}
