package dev.parley.server.media;

import dev.parley.server.rest.Exchange;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves what {@link MediaStore} keeps, to anybody who knows its name: GET and HEAD, with ranges and validators (vchat 6). */
public final class MediaPages {

    private static final Logger log = LoggerFactory.getLogger(MediaPages.class);
    /** A name never stands for anything else. */
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private static final String FOR_A_DAY = "public, max-age=86400";

    private final MediaStore store;
    private final Map<String, MediaFile> builtIn;

    /** Loads the default pictures. */
    public MediaPages(MediaStore store) {
        this.store = store;
        builtIn = Map.of(
                MediaName.PROFILE + "/" + MediaStore.DEFAULT_USER_PICTURE,
                MediaFile.BuiltIn.load(MediaStore.DEFAULT_USER_PICTURE),
                MediaName.PROFILE + "/" + MediaStore.DEFAULT_GROUP_PICTURE,
                MediaFile.BuiltIn.load(MediaStore.DEFAULT_GROUP_PICTURE));
    }

    /**
     * Answers a request, from its loop.
     *
     * @param app whose file it is
     * @param path {@code profile/<name>} or {@code messages/<name>}, as it came: names have no characters that would be escaped
     */
    public void serve(Exchange exchange, String app, String path) {
        HttpMethod method = exchange.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            exchange.header("Allow", "GET, HEAD");
            exchange.fail(405, "method_not_allowed", "This path answers GET and HEAD only.");
            return;
        }
        int slash = path.indexOf('/');
        String name = path.substring(slash + 1);
        MediaFile known = builtIn.get(path);
        if (known != null) {
            answer(exchange, known, name, FOR_A_DAY);
        } else if (slash > 0 && path.substring(0, slash).equals(MediaName.folderOf(name))) {
            find(exchange, app, path.substring(0, slash), name);
        } else {
            notFound(exchange);
        }
    }

    private static void notFound(Exchange exchange) {
        exchange.fail(404, "resource_not_found", "There is no such file.");
    }

    private void find(Exchange exchange, String app, String folder, String name) {
        HttpServerRequest request = exchange.request();
        Context loop = ((HttpServerRequestInternal) request).context();
        store.beside(() -> {
            MediaFile file = open(app, folder, name);
            if (file == null) {
                notFound(exchange);
                return;
            }
            loop.runOnContext(onLoop -> {
                if (request.response().closed()) {
                    close(file);
                } else {
                    answer(exchange, file, name, FOR_EVER);
                }
            });
        });
    }

    private @Nullable MediaFile open(String app, String folder, String name) {
        try {
            return MediaFile.OnDisk.open(store.file(app, folder, name));
        } catch (IOException | RuntimeException e) {
            log.warn("a file cannot be opened: {}", MediaStore.withoutName(e));
            return null;
        }
    }

    private void answer(Exchange exchange, MediaFile file, String name, String caching) {
        HttpServerRequest request = exchange.request();
        HttpServerResponse response = request.response();
        Validators validators = file.validators();
        describe(response, MediaName.ending(name));
        response.putHeader(HttpHeaders.ETAG, validators.tag())
                .putHeader(HttpHeaders.LAST_MODIFIED, validators.lastModified())
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                .putHeader(HttpHeaders.CACHE_CONTROL, caching);
        if (validators.isUnchanged(request)) {
            response.setStatusCode(304).end();
            close(file);
        } else if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(file.length()))
                    .end();
            close(file);
        } else {
            send(exchange, file, ByteRange.of(validators.range(request), file.length()));
        }
    }

    /** Whatever a file holds: a browser shows pictures, sound and film only, and runs nothing. */
    private static void describe(HttpServerResponse response, String ending) {
        String shown = ContentType.shown(ending);
        response.putHeader(HttpHeaders.CONTENT_TYPE, shown == null ? ContentType.saved(ending) : shown)
                .putHeader("Content-Disposition", shown == null ? "attachment" : "inline")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "sandbox; default-src 'none'")
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        // The same for every origin, so that one answer may be kept for all; no token is needed for it.
        response.headers().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS).remove(HttpHeaders.VARY);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Content-Length, Content-Range, Accept-Ranges");
    }

    private void send(Exchange exchange, MediaFile file, ByteRange range) {
        HttpServerResponse response = exchange.request().response();
        switch (range) {
            case ByteRange.Whole whole -> send(response, file, 0, file.length());
            case ByteRange.Part part -> {
                response.setStatusCode(206)
                        .putHeader(
                                HttpHeaders.CONTENT_RANGE,
                                "bytes " + part.from() + "-" + part.to() + "/" + file.length());
                send(response, file, part.from(), part.count());
            }
            case ByteRange.Unsatisfiable none -> {
                close(file);
                response.headers().remove("Content-Disposition");
                response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.length());
                exchange.fail(416, "range_not_satisfiable", "The file has " + file.length() + " bytes.");
            }
        }
    }

    private void send(HttpServerResponse response, MediaFile file, long from, long count) {
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(count));
        file.send(response, from, count).onComplete(sent -> {
            close(file);
            if (sent.failed()) {
                log.debug("a file was not sent to its end: {}", String.valueOf(sent.cause()));
            }
        });
    }

    private void close(MediaFile file) {
        store.beside(file::close);
    }
}
