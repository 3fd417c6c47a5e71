package dev.parley.server.rest;

import dev.parley.protocol.EventArguments;
import dev.parley.protocol.JsonFields;
import dev.parley.protocol.JsonLimits;
import dev.parley.protocol.Payload;
import dev.parley.protocol.ProtocolException;
import dev.parley.server.config.Config;
import dev.parley.server.config.Media;
import dev.parley.server.ops.ClientAddress;
import dev.parley.transport.BodyReader;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the bodies of calls that come as JSON or as {@code multipart/form-data}. Files go to the disk while they come; nothing of
 * them is kept in memory. Whatever cannot be read is answered in the family's words, and leaves no file behind.
 */
public final class FormReader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FormReader.class);
    private static final long RETRY_SECONDS = 2;
    /** Of the heap, for bodies that come as JSON. */
    private static final int BUDGET_PART = 8;

    private final int textBytes;
    private final JsonLimits jsonLimits;
    private final Media media;
    private final Incoming incoming;
    private final ExecutorService disk = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("upload-", 0).factory());
    private final Spool.Target target;
    private final UploadShares uploads;
    private final BodyBudget texts;
    private final ClientAddress addresses;
    private final LongAdder refused = new LongAdder();

    private FormReader(Config config, Incoming incoming, long budget) {
        textBytes = config.limits().restBodyBytes();
        jsonLimits = new JsonLimits(
                config.limits().maxJsonDepth(), JsonLimits.DEFAULT.maxNumberLength(), Math.max(1, textBytes));
        media = config.media();
        uploads = new UploadShares(media.uploads());
        texts = new BodyBudget(budget);
        addresses = new ClientAddress(config.listen().trustedProxies());
        this.incoming = incoming;
        target = new Spool.Target(incoming.folder(), media.keepFree(), disk);
    }

    /**
     * Makes a folder for files that come, and deletes what a killed process left of others. Blocks.
     *
     * @throws IOException if there can be no such folder
     */
    public static FormReader open(Config config, MeterRegistry meters) throws IOException {
        return open(config, meters, Runtime.getRuntime().maxMemory() / BUDGET_PART);
    }

    /** @param budget bytes of JSON and the like that may be in memory while they come */
    static FormReader open(Config config, MeterRegistry meters, long budget) throws IOException {
        FormReader reader = new FormReader(config, Incoming.open(config.data().dir()), budget);
        Gauge.builder("parley.media.uploads", reader.uploads, UploadShares::taken)
                .description("requests that are sending forms")
                .register(meters);
        FunctionCounter.builder("parley.media.uploads.refused", reader.refused, LongAdder::sum)
                .description("forms that were refused because of their size, their syntax or too many at once")
                .register(meters);
        return reader;
    }

    /**
     * Reads a body and hands it over, on the request's loop; the receiver closes it. A request without a body is an empty form.
     *
     * @param files which may come; with {@link FormFiles#NONE} any is refused with 400
     * @param texts how much else may come
     */
    public void read(Exchange exchange, FormFiles files, FormTexts texts, Consumer<Form> next) {
        HttpServerRequest request = exchange.request();
        if (hasNoBody(request)) {
            next.accept(Form.empty());
            return;
        }
        String header = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String type = header == null ? "" : HeaderParameters.value(header);
        FormTexts.Limit limit = texts.limit(textBytes);
        if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            refuse(exchange, unsupported("The body must not be compressed."));
        } else if (type.equals("multipart/form-data") && header != null) {
            multipart(exchange, header, files.limits(limit, media), next);
        } else if (type.equals("application/json")) {
            text(exchange, limit, body -> Form.of(object(parse(body))), next);
        } else if (type.equals("application/x-www-form-urlencoded")) {
            text(exchange, limit, body -> Form.of(UrlEncodedForm.parse(body)), next);
        } else {
            refuse(
                    exchange,
                    unsupported("The body must be JSON (Content-Type: application/json) or a form"
                            + " (Content-Type: multipart/form-data)."));
        }
    }

    /**
     * Reads a JSON body that is an array of objects, and hands them over, on the request's loop. They carry no files and need not be
     * closed. A request without a body is an empty list.
     */
    public void readList(Exchange exchange, Consumer<List<Form>> next) {
        HttpServerRequest request = exchange.request();
        if (hasNoBody(request)) {
            next.accept(List.of());
            return;
        }
        String header = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (header == null
                || !HeaderParameters.value(header).equals("application/json")
                || request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            refuse(exchange, unsupported("The body must be JSON: Content-Type: application/json."));
            return;
        }
        text(exchange, FormTexts.USUAL.limit(textBytes), body -> objects(parse(body)), next);
    }

    /** Bytes of bodies that are in memory while they come. */
    long bodyBytes() {
        return texts.taken();
    }

    private static boolean hasNoBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null && (length == null || length.equals("0"));
    }

    private static FormException unsupported(String message) {
        return new FormException(415, "unsupported_media_type", message);
    }

    private interface Reading<T> {
        T read(byte[] body);
    }

    private <T> void text(Exchange exchange, FormTexts.Limit limit, Reading<T> reading, Consumer<T> next) {
        HttpServerRequest request = exchange.request();
        BodyBudget.Share share = texts.new Share();
        request.exceptionHandler(gone -> share.close());
        BodyReader.read(
                request,
                limit.bytes(),
                new BodyReader.Receiver(
                        share,
                        body -> {
                            T result;
                            try (share) {
                                result = reading.read(body);
                            } catch (FormException e) {
                                refuse(exchange, e);
                                return;
                            }
                            handOver(exchange, () -> {}, () -> next.accept(result));
                        },
                        () -> {
                            share.close();
                            refuse(exchange, limit.exceeded("The body has"));
                        },
                        () -> {
                            share.close();
                            refuse(
                                    exchange,
                                    new FormException(
                                            503, "server_busy", "The server has too much to read; try again."));
                        }));
    }

    private Payload parse(byte[] body) {
        try {
            return Payload.parse(body, 0, body.length, jsonLimits);
        } catch (ProtocolException e) {
            throw FormException.malformed("The body is not JSON: " + e.getMessage());
        }
    }

    private static JsonFields object(Payload json) {
        JsonFields fields = JsonFields.read(json);
        if (fields == null) {
            throw FormException.malformed("The body must be a JSON object.");
        }
        return fields;
    }

    private static List<Form> objects(Payload json) {
        EventArguments elements = EventArguments.ofArray(json);
        if (elements == null) {
            throw FormException.malformed("The body must be a JSON array.");
        }
        List<Form> forms = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            JsonFields fields = JsonFields.read(elements.argument(i));
            if (fields == null) {
                throw FormException.malformed("The body must be an array of objects.");
            }
            forms.add(Form.of(fields));
        }
        return List.copyOf(forms);
    }

    private void multipart(Exchange exchange, String contentType, FormLimits limits, Consumer<Form> next) {
        HttpServerRequest request = exchange.request();
        String boundary = FormParts.boundary(contentType);
        if (boundary == null) {
            refuse(exchange, FormException.malformed("The form's Content-Type has no boundary."));
            return;
        }
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared != null && (declared.length() > 12 || Long.parseLong(declared) > limits.bodyBytes())) {
            refuse(
                    exchange,
                    FormException.tooLarge(
                            "The body has more than " + limits.bodyBytes() + " bytes (" + limits.setting() + ")."));
            return;
        }
        Runnable over = uploads.take(addresses.of(request));
        if (over == null) {
            refuse(
                    exchange,
                    new FormException(
                            429,
                            "too_many_requests",
                            "Too many files are being sent, by all or from your address; try again."));
            return;
        }
        MultipartBody.read(
                request,
                boundary,
                limits,
                target,
                new MultipartBody.Receiver(
                        form -> handOver(exchange, form::close, () -> next.accept(form)),
                        why -> refuse(exchange, why),
                        over));
    }

    private static void handOver(Exchange exchange, Runnable discard, Runnable next) {
        try {
            next.run();
        } catch (RuntimeException e) {
            discard.run();
            log.warn("a form could not be worked on", e);
            exchange.fail(500, "internal_server_error", "The server failed to answer; its log knows why.");
        }
    }

    /** Answers; if more of the body is to come, nobody reads it and the connection ends. */
    private void refuse(Exchange exchange, FormException why) {
        refused.increment();
        HttpServerRequest request = exchange.request();
        if (!request.isEnded()) {
            request.response()
                    .putHeader(HttpHeaders.CONNECTION, "close")
                    .endHandler(sent -> BodyReader.endConnection(request));
        }
        exchange.failFor(
                why.status(),
                why.code(),
                why.getMessage(),
                why.status() == 429 || why.status() == 503 ? RETRY_SECONDS : 0);
    }

    /** Waits for what is being written, and deletes what is left in the folder. To be called when no request runs any more. Blocks. */
    @Override
    public void close() {
        disk.close();
        incoming.close();
    }
}
