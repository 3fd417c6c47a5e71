package dev.parley.server.push;

import dev.parley.server.delivery.DeliveryException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What FCM answered: a status, and for an error {@code {"error":{"status","message","details":[{"@type","errorCode"}]}}}.
 *
 * @param code the error's name, as specific as FCM says it; empty if there is none
 * @param badToken whether the error is about the device's token itself
 */
record FcmAnswer(int status, String code, boolean badToken) {

    /** What Google asks for when a quota is used up and the answer names no time. */
    private static final Duration QUOTA_PAUSE = Duration.ofMinutes(1);

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]{0,63}");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static FcmAnswer of(int status, String body) {
        if (status >= 200 && status < 300) {
            return new FcmAnswer(status, "", false);
        }
        try {
            JsonNode error = JSON.readTree(body).path("error");
            return new FcmAnswer(status, code(error), status == 400 && isAboutToken(error));
        } catch (JacksonException e) { // a page of some proxy
            return new FcmAnswer(status, "", false);
        }
    }

    private static String code(JsonNode error) {
        String code = error.path("status").asString("");
        for (JsonNode detail : error.path("details")) {
            if (isOf(detail, "FcmError")) {
                code = detail.path("errorCode").asString(code);
            }
        }
        return CODE.matcher(code).matches() ? code : "";
    }

    private static boolean isAboutToken(JsonNode error) {
        boolean fcm = false;
        for (JsonNode detail : error.path("details")) {
            fcm |= isOf(detail, "FcmError");
            if (isOf(detail, "ApnsError") && detail.path("reason").asString("").equals("Unregistered")) {
                return true;
            }
            for (JsonNode violation : detail.path("fieldViolations")) {
                if (violation.path("field").asString("").equals("message.token")) {
                    return true;
                }
            }
        }
        String message = error.path("message").asString("").toLowerCase(Locale.ROOT);
        return fcm && message.contains("registration token");
    }

    private static boolean isOf(JsonNode detail, String type) {
        return detail.path("@type").asString("").endsWith("." + type);
    }

    /** Whether another access token may help. FCM also says 401 when Apple or a browser's maker refused it. */
    boolean refusesAccessToken() {
        return status == 401 && !code.equals("THIRD_PARTY_AUTH_ERROR");
    }

    /** Null if the message was taken. */
    @Nullable
    DeliveryException failure(Optional<Duration> retryAfter) {
        if (status >= 200 && status < 300) {
            return null;
        }
        String what = "FCM answered with " + status + (code.isEmpty() ? "" : " " + code);
        boolean gone = badToken
                || (status == 404 && code.equals("UNREGISTERED"))
                || (status == 403 && code.equals("SENDER_ID_MISMATCH"));
        if (gone) {
            return DeliveryException.gone(what);
        }
        if (status == 429 || status == 408 || status >= 500) {
            return DeliveryException.passing(what, retryAfter.orElse(status == 429 ? QUOTA_PAUSE : Duration.ZERO));
        }
        return DeliveryException.lasting(what);
    }
}
