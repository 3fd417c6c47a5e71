package dev.parley.client;

import java.net.http.HttpClient;

/** One HTTP client for all realtime clients that bring none, made when the first needs it: it has a thread, and a client has none. */
final class SharedHttpClient {

    private SharedHttpClient() {}

    private static final class Holder {
        static final HttpClient CLIENT = HttpClient.newHttpClient();
    }

    static HttpClient get() {
        return Holder.CLIENT;
    }
}
