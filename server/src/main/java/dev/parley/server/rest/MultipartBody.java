package dev.parley.server.rest;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One multipart body on its way in: from the request's loop, where it is taken apart, to the disk. It is read no faster than the disk
 * takes it. Ends in exactly one of: a form, a failure, or nothing, if the peer is gone; no file stays behind but the form's. Owned by
 * the request's loop.
 */
final class MultipartBody {

    private static final Logger log = LoggerFactory.getLogger(MultipartBody.class);
    /** Bytes under way to the disk above which no more are read, and below which reading goes on. */
    private static final int HIGH_WATER = 256 * 1024;

    private static final int LOW_WATER = 64 * 1024;

    /** Where the body goes. Exactly one of the first two is called, or none; then always {@code over}. */
    record Receiver(Consumer<Form> complete, Consumer<FormException> failed, Runnable over) {}

    private final HttpServerRequest request;
    private final Context loop;
    private final FormLimits limits;
    private final Receiver receiver;
    private final Spool spool;
    private final FormParts parts;
    private final MultipartParser parser;

    private long length;
    private int underWay;
    private boolean paused;
    private boolean over;

    private MultipartBody(
            HttpServerRequest request, String boundary, FormLimits limits, Spool.Target target, Receiver receiver) {
        this.request = request;
        this.loop = ((HttpServerRequestInternal) request).context();
        this.limits = limits;
        this.receiver = receiver;
        this.spool = new Spool(target);
        this.parts = new FormParts(limits, spool, this::write);
        this.parser = new MultipartParser(boundary, parts);
    }

    /** Reads; to be called on the request's loop, before any of the body was read. */
    static void read(
            HttpServerRequest request, String boundary, FormLimits limits, Spool.Target target, Receiver receiver) {
        MultipartBody body = new MultipartBody(request, boundary, limits, target, receiver);
        request.exceptionHandler(gone -> body.gone());
        request.handler(body::append);
        request.endHandler(end -> body.end());
    }

    private void append(Buffer chunk) {
        if (over) {
            return;
        }
        ByteBuf data = ((BufferInternal) chunk).getByteBuf();
        byte[] bytes = new byte[data.readableBytes()];
        data.getBytes(data.readerIndex(), bytes);
        length += bytes.length;
        attempt(() -> {
            if (length > limits.bodyBytes()) {
                throw FormException.tooLarge(
                        "The body has more than " + limits.bodyBytes() + " bytes (" + limits.setting() + ").");
            }
            parser.offer(bytes, 0, bytes.length);
        });
    }

    private void write(byte[] bytes) {
        underWay += bytes.length;
        if (underWay > HIGH_WATER && !paused) {
            paused = true;
            request.pause();
        }
        spool.write(bytes)
                .whenComplete((done, failure) -> loop.runOnContext(onLoop -> {
                    underWay -= bytes.length;
                    if (failure != null) {
                        fail(cause(failure));
                    } else if (paused && underWay < LOW_WATER) {
                        resume();
                    }
                }));
    }

    private void resume() {
        if (paused) {
            paused = false;
            request.resume();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        attempt(() -> {
            parser.end();
            spool.written()
                    .whenComplete((files, failure) -> loop.runOnContext(onLoop -> {
                        if (failure == null) {
                            complete(files);
                        } else {
                            fail(cause(failure));
                        }
                    }));
        });
    }

    private void complete(List<Path> files) {
        if (over) {
            return; // the peer has gone in the meantime
        }
        over = true;
        receiver.over().run();
        receiver.complete().accept(parts.form(files));
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (FormException e) {
            fail(e);
        }
    }

    private void fail(FormException why) {
        if (end(over)) {
            resume();
            receiver.failed().accept(why);
        }
    }

    private void gone() {
        end(over);
    }

    /** Whether this is the end. */
    private boolean end(boolean already) {
        if (already) {
            return false;
        }
        over = true;
        spool.discard();
        receiver.over().run();
        return true;
    }

    private static FormException cause(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof FormException known) {
            return known;
        }
        log.warn("a file that was sent could not be written", cause);
        return new FormException(507, "insufficient_storage", "The server cannot store the file; its log knows why.");
    }
}
