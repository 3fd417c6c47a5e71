package dev.parley.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Jobs that wait for a thread of SQLite, first come first served. Any thread. Bounded; once it is closed it takes nothing more,
 * and those who take get the rest and then nothing.
 */
final class WorkQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Job<?>> jobs = new ArrayDeque<>();
    private final int limit;
    private boolean closed;

    WorkQueue(int limit) {
        this.limit = limit;
    }

    /** Answers the job at once if it cannot wait here. */
    void put(Job<?> job) {
        RuntimeException refusal = null;
        lock.lock();
        try {
            if (closed) {
                refusal = DatabaseUnavailableException.closed();
            } else if (jobs.size() >= limit) {
                refusal = new DatabaseBusyException();
            } else {
                jobs.add(job);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            job.refuse(refusal);
        }
    }

    /**
     * Waits until there is something.
     *
     * @return at most this many, in order; empty when it is closed and nothing is left
     */
    List<Job<?>> take(int most) {
        lock.lock();
        try {
            while (jobs.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            List<Job<?>> taken = new ArrayList<>(Math.min(most, jobs.size()));
            while (taken.size() < most && !jobs.isEmpty()) {
                taken.add(jobs.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return jobs.size();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Answers those that still wait: nobody will get to them any more. */
    void abandon() {
        take(Integer.MAX_VALUE).forEach(job -> job.refuse(DatabaseUnavailableException.closed()));
    }
}
