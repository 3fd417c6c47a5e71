package dev.parley.core;

/**
 * Something a shard does in one go.
 *
 * <p>Put on a loop it takes its turn there ({@link Shard#turn}), so that whatever it starts on the same shard happens
 * after it, not inside it.
 */
abstract class Task implements Runnable {

    /** The shard that is to do it now; a task that travels there and back changes its answer. */
    abstract Shard where();

    abstract void act();

    @Override
    public final void run() {
        where().turn(this);
    }
}
