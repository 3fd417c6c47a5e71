package dev.parley.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads a request body of bounded size; what is over the bound is never kept. */
public final class BodyReader {

    private final int limit;
    private final Consumer<byte[]> complete;
    private final Runnable tooLarge;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean over;

    private BodyReader(int limit, Consumer<byte[]> complete, Runnable tooLarge) {
        this.limit = limit;
        this.complete = complete;
        this.tooLarge = tooLarge;
    }

    /**
     * Ends the connection of a request whose body is not wanted, after the answer has been written: the peer, who may still be
     * sending, gets to read the answer. Call it on the request's loop.
     */
    public static void endConnection(HttpServerRequest request) {
        Channel channel = ((ConnectionBase) request.connection()).channel();
        HttpDeadlines deadlines = channel.pipeline().get(HttpDeadlines.class);
        if (deadlines == null) {
            channel.close();
        } else {
            deadlines.end();
        }
    }

    /** Reads the body and calls exactly one of the two, on the request's loop, unless the connection ends first. */
    public static void read(HttpServerRequest request, int limit, Consumer<byte[]> complete, Runnable tooLarge) {
        BodyReader reader = new BodyReader(limit, complete, tooLarge);
        request.handler(reader::append);
        request.endHandler(end -> reader.end());
        String declared = request.getHeader("Content-Length");
        if (declared != null && (declared.length() > 12 || Long.parseLong(declared) > limit)) {
            reader.refuse();
        }
    }

    private void append(Buffer chunk) {
        if (over) {
            return;
        }
        ByteBuf data = ((BufferInternal) chunk).getByteBuf();
        int more = data.readableBytes();
        if (length + more > limit) {
            refuse();
            return;
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(length + more, 2 * bytes.length)));
        }
        data.getBytes(data.readerIndex(), bytes, length, more);
        length += more;
    }

    private void refuse() {
        over = true;
        bytes = new byte[0];
        tooLarge.run();
    }

    private void end() {
        if (!over) {
            complete.accept(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        }
    }
}
