package dev.parley.server.media;

import dev.parley.core.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.stream.FileImageInputStream;

/** A file of which a decoder gets nothing any more when its time is over, or its thread is interrupted. One thread. */
final class DecodingStream extends FileImageInputStream {

    private final Clock clock;
    private final long end;
    private boolean late;

    DecodingStream(Path file, Clock clock, Duration most) throws IOException {
        super(file.toFile());
        this.clock = clock;
        end = clock.nanos() + most.toNanos();
    }

    /** Whether it took too long. */
    boolean isLate() {
        return late;
    }

    @Override
    public int read() throws IOException {
        check();
        return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        check();
        return super.read(bytes, offset, length);
    }

    private void check() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the decoder was interrupted");
        }
        late |= clock.nanos() - end > 0;
        if (late) {
            throw new IOException("the decoder took too long");
        }
    }
}
