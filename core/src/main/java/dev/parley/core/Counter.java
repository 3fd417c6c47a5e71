package dev.parley.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number with one writer and any readers: a plain add for the shard that owns it, never torn and eventually seen by
 * whoever reads the metrics.
 */
final class Counter {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    /** Owner only. */
    void add(long n) {
        VALUE.setOpaque(this, value + n);
    }

    /** Owner only. */
    void increment() {
        add(1);
    }

    /** Owner only. */
    void decrement() {
        add(-1);
    }

    /** Any thread. */
    long get() {
        return (long) VALUE.getOpaque(this);
    }
}
