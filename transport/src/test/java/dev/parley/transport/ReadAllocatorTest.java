package dev.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Loop;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One buffer for all reads of a loop, and never for two that are under way. */
class ReadAllocatorTest {

    private final ReadAllocator allocator = new ReadAllocator(new ThisThread());

    @AfterEach
    void givesItBack() {
        allocator.close();
    }

    @Test
    void readsOneAfterTheOtherShareABufferThatIsEmptyEachTime() {
        ByteBuf first = allocator.ioBuffer(100);
        first.writeBytes(new byte[100]);
        first.release();

        ByteBuf second = allocator.ioBuffer(2048);
        assertThat(second).isSameAs(first);
        assertThat(second.isReadable()).isFalse();
        second.release();
    }

    @Test
    void whatIsKeptIsLeftAlone() {
        ByteBuf kept = allocator.ioBuffer(100).writeByte(7);
        ByteBuf other = allocator.ioBuffer(100).writeByte(8);

        assertThat(other).isNotSameAs(kept);
        assertThat(kept.readByte()).isEqualTo((byte) 7);
        kept.release();
        other.release();
        assertThat(other.refCnt()).isZero();
    }

    @Test
    void otherThreadsGetBuffersOfTheirOwn() {
        ByteBuf elsewhere =
                CompletableFuture.supplyAsync(() -> allocator.ioBuffer(100)).join();
        ByteBuf here = allocator.ioBuffer(100);

        assertThat(elsewhere).isNotSameAs(here);
        elsewhere.release();
        here.release();
    }

    @Test
    void moreThanItHoldsIsABufferOfItsOwn() {
        ByteBuf large = allocator.ioBuffer(1 << 20);
        ByteBuf usual = allocator.ioBuffer(100);

        assertThat(large).isNotSameAs(usual);
        assertThat(large.capacity()).isGreaterThanOrEqualTo(1 << 20);
        large.release();
        usual.release();
    }

    private static final class ThisThread implements Loop {
        private final Thread thread = Thread.currentThread();

        @Override
        public void execute(Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean inLoop() {
            return Thread.currentThread() == thread;
        }

        @Override
        public void schedule(Runnable task, long delayMillis) {
            throw new UnsupportedOperationException();
        }
    }
}
