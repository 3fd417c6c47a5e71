package dev.parley.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Reads a request body of bounded size; what is over the bound is never kept. */
public final class BodyReader {

    private final int limit;
    private final Receiver receiver;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean over;

    /**
     * Where a body goes, on the request's loop. One of the last three is called, or none if the connection ends first.
     *
     * @param room asked whether so many more bytes may be held in memory
     */
    public record Receiver(IntPredicate room, Consumer<byte[]> complete, Runnable tooLarge, Runnable noRoom) {}

    private BodyReader(int limit, Receiver receiver) {
        this.limit = limit;
        this.receiver = receiver;
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
        read(request, limit, new Receiver(more -> true, complete, tooLarge, () -> {}));
    }

    /** Reads the body as far as there is room for it. */
    public static void read(HttpServerRequest request, int limit, Receiver receiver) {
        BodyReader reader = new BodyReader(limit, receiver);
        request.handler(reader::append);
        request.endHandler(end -> reader.end());
        String declared = request.getHeader("Content-Length");
        if (declared != null && (declared.length() > 12 || Long.parseLong(declared) > limit)) {
            reader.refuse(receiver.tooLarge());
        }
    }

    private void append(Buffer chunk) {
        if (over) {
            return;
        }
        ByteBuf data = ((BufferInternal) chunk).getByteBuf();
        int more = data.readableBytes();
        if (length + more > limit) {
            refuse(receiver.tooLarge());
            return;
        }
        if (length + more > bytes.length) {
            int size = Math.min(limit, Math.max(length + more, 2 * bytes.length));
            if (!receiver.room().test(size - bytes.length)) {
                refuse(receiver.noRoom());
                return;
            }
            bytes = Arrays.copyOf(bytes, size);
        }
        data.getBytes(data.readerIndex(), bytes, length, more);
        length += more;
    }

    private void refuse(Runnable told) {
        over = true;
        bytes = new byte[0];
        told.run();
    }

    private void end() {
        if (!over) {
            receiver.complete().accept(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        }
    }
}
