package dev.parley.server.webpush;

import dev.parley.core.Clock;
import dev.parley.server.config.Push;
import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;
import dev.parley.server.delivery.RetryAfter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to push services (RFC 8030, 5): one request per browser. Any thread; blocks. */
final class WebSender implements Courier.Way<Load>, AutoCloseable {

    /** Requests that may be under way; over HTTP/2 those to one service share a connection. */
    static final int AT_ONCE = 64;

    private final PushHosts hosts;
    private final VapidTokens tokens;
    private final Duration timeout;
    private final String keepSeconds;
    private final Clock clock;
    private @Nullable HttpClient http;

    WebSender(PushHosts hosts, Push settings, Clock clock) {
        this.hosts = hosts;
        this.tokens = new VapidTokens(settings.web().contact(), clock);
        this.timeout = settings.timeout();
        this.keepSeconds = String.valueOf(settings.web().keepFor().toSeconds());
        this.clock = clock;
    }

    /** Made when it is wanted first: it reads all the certificates of the JDK. */
    private synchronized HttpClient http() {
        HttpClient client = http;
        if (client == null) {
            client = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(timeout)
                    .build();
            http = client;
        }
        return client;
    }

    @Override
    public void carry(String id, Load load) throws DeliveryException, InterruptedException {
        URI target = target(load.browser());
        String service = PushHosts.host(target);
        HttpResponse<?> answer = post(target, service, load);
        DeliveryException failure = failure(service, answer);
        if (failure != null) {
            throw failure;
        }
    }

    /** The settings may have changed since the browser was subscribed. */
    private URI target(Browser browser) throws DeliveryException {
        try {
            return hosts.check(browser.endpoint());
        } catch (WebPushException e) {
            throw DeliveryException.lasting("a browser's push service is not, or no longer, of push.web.services");
        }
    }

    private HttpResponse<?> post(URI target, String service, Load load) throws DeliveryException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(target)
                .version(PushHosts.isSecure(target) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .timeout(timeout)
                .header("Authorization", tokens.authorization(load.key(), PushHosts.origin(target)))
                .header("Content-Encoding", "aes128gcm")
                .header("Content-Type", "application/octet-stream")
                .header("TTL", keepSeconds)
                .header("Urgency", "normal")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        load.browser().encrypted(load.payload().bytes())))
                .build();
        try {
            return http().send(request, _ -> new ShortAnswer());
        } catch (IOException e) {
            throw DeliveryException.passing(
                    service + " did not answer: " + e.getClass().getSimpleName());
        }
    }

    private @Nullable DeliveryException failure(String service, HttpResponse<?> answer) {
        int status = answer.statusCode();
        String what = service + " answered with " + status;
        if (status >= 200 && status < 300) {
            return null;
        }
        if (status == 404 || status == 410) {
            return DeliveryException.gone(what);
        }
        if (status == 429 || status == 408 || status >= 500) {
            return DeliveryException.passing(what, RetryAfter.of(answer, clock).orElse(Duration.ZERO));
        }
        return DeliveryException.lasting(what);
    }

    /** Breaks off what is under way. */
    @Override
    public synchronized void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
