package dev.parley.admin;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/** What came back. */
@SuppressWarnings("ArrayRecordComponent") // nobody writes to it
record Answer(int status, HttpHeaders headers, byte[] body) {

    /** Stands for an answer that got lost. */
    static final Answer NO_CONTENT = new Answer(204, HttpHeaders.of(Map.of(), (name, value) -> true), new byte[0]);

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Shows no content: it may be a token. */
    @Override
    public String toString() {
        return "Answer[" + status + "]";
    }
}
