package dev.weir.plugins.engine.support;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Guards what lives in a native library: many may ask it at once, whoever changes or closes it is alone. */
public final class OpenOrClosed {
    private final String name;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * A guard of something open.
     *
     * @param name of the model, for the message of a refusal
     */
    public OpenOrClosed(String name) {
        this.name = name;
    }

    /** What is done under a lock. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T done() throws E;
    }

    /**
     * Does what others may do at the same time.
     *
     * @throws IllegalStateException when it is closed
     */
    public <T, E extends Exception> T shared(Work<T, E> work) throws E {
        return locked(lock.readLock(), work);
    }

    /**
     * Does what must be done alone.
     *
     * @throws IllegalStateException when it is closed
     */
    public <T, E extends Exception> T alone(Work<T, E> work) throws E {
        return locked(lock.writeLock(), work);
    }

    private <T, E extends Exception> T locked(Lock held, Work<T, E> work) throws E {
        held.lock();
        try {
            if (closed) {
                throw new IllegalStateException("model " + name + " is closed");
            }
            return work.done();
        } finally {
            held.unlock();
        }
    }

    /** Closes it once all that runs has ended; the second time nothing is done. */
    public void close(Runnable closing) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                closing.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
