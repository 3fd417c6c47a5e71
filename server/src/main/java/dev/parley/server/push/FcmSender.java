package dev.parley.server.push;

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
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The way over Firebase Cloud Messaging's HTTP v1 API: one request per device. Any thread; blocks. */
final class FcmSender implements Courier.Way<FcmSender.Load>, AutoCloseable {

    /** Requests that may be under way; over HTTP/2 they share a connection. */
    static final int AT_ONCE = 64;

    private static final int MAX_BYTES = 64 * 1024;

    /**
     * A message for a device.
     *
     * @param foundAt when the device was read, of the clock's nanoseconds
     */
    record Load(Device device, FcmMessage message, long foundAt) {}

    private final HttpClient http;
    private final AccessTokens tokens;
    private final URI target;
    private final Duration timeout;
    private final Clock clock;

    FcmSender(Push.Fcm settings, ServiceAccount account, Duration timeout, Clock clock) {
        this.timeout = timeout;
        this.clock = clock;
        String endpoint = settings.endpoint().toString();
        String base = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        this.target = URI.create(base + "/v1/projects/" + account.project() + "/messages:send");
        boolean secure = "https".equalsIgnoreCase(target.getScheme());
        this.http = HttpClient.newBuilder()
                .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
        this.tokens = new AccessTokens(account, http, timeout, clock);
    }

    @Override
    public void carry(String id, Load load) throws DeliveryException, InterruptedException {
        String token = tokens.token();
        HttpResponse<String> answer = post(load, token);
        FcmAnswer read = FcmAnswer.of(answer.statusCode(), answer.body());
        if (read.refusesAccessToken()) {
            tokens.refused(token);
            String fresh = tokens.token();
            answer = post(load, fresh);
            read = FcmAnswer.of(answer.statusCode(), answer.body());
            if (read.refusesAccessToken()) {
                tokens.refusedAnew(fresh);
            }
        }
        DeliveryException failure = read.failure(RetryAfter.of(answer, clock));
        if (failure != null) {
            throw failure;
        }
    }

    private HttpResponse<String> post(Load load, String token) throws DeliveryException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(timeout)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        load.message().json(load.device().token())))
                .build();
        try {
            return http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
        } catch (IOException e) {
            throw DeliveryException.passing(
                    "FCM did not answer: " + e.getClass().getSimpleName());
        }
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
