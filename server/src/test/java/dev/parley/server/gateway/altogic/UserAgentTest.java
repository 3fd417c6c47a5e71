package dev.parley.server.gateway.altogic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from User-Agent headers. */
class UserAgentTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.57 Safari/537.36 | Chrome 126.0.6478 | Other 0.0.0 | Windows 10.0.0
                    Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87 | Edge 126.0.2592 | Other 0.0.0 | Windows 10.0.0
                    Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0 | Firefox 127.0.0 | Other 0.0.0 | Ubuntu 0.0.0
                    Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15 | Safari 17.4.1 | Mac 0.0.0 | Mac OS X 10.15.7
                    Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1 | Mobile Safari 17.5.0 | iPhone 0.0.0 | iOS 17.5.0
                    Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/AP1A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36 | Chrome Mobile 126.0.0 | Pixel 8 0.0.0 | Android 14.0.0
                    node | node 0.0.0 | Other 0.0.0 | Other 0.0.0
                    node-fetch/1.0 (+https://github.com/bitinn/node-fetch) | node-fetch 1.0.0 | Other 0.0.0 | Other 0.0.0
                    Dart/3.4 (dart:io) | Dart 3.4.0 | Other 0.0.0 | Other 0.0.0
                    curl/8.5.0 | curl 8.5.0 | Other 0.0.0 | Other 0.0.0
                    something new | Other 0.0.0 | Other 0.0.0 | Other 0.0.0
                    Firefox/x. Android | Firefox 0.0.0 | Other 0.0.0 | Android 0.0.0
                    Android 9; ) | Other 0.0.0 | Other 0.0.0 | Android 9.0.0
                    """)
    void commonClientsAreKnown(String header, String browser, String device, String system) {
        UserAgent agent = UserAgent.of(header);

        assertThat(text(agent.browser())).isEqualTo(browser);
        assertThat(text(agent.device())).isEqualTo(device);
        assertThat(text(agent.system())).isEqualTo(system);
    }

    @Test
    void noHeaderIsOther() {
        assertThat(UserAgent.of("")).isEqualTo(UserAgent.of("?"));
        assertThat(UserAgent.of("").browser()).isEqualTo(UserAgent.Product.OTHER);
    }

    private static String text(UserAgent.Product product) {
        return product.family() + " " + product.major() + "." + product.minor() + "." + product.patch();
    }
}
