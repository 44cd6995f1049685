package dev.weir.plugins.engine.onnx;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets many ask a model at once; what changes it waits for them, and after closing nobody comes in. */
final class OpenGate {
    private final String name;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** A gate to the model of this name. */
    OpenGate(String name) {
        this.name = name;
    }

    /** What is done inside. */
    interface Work<T, E extends Exception> {
        T done() throws E;
    }

    <T, E extends Exception> T reading(Work<T, E> work) throws E {
        return inside(lock.readLock(), work);
    }

    <T, E extends Exception> T changing(Work<T, E> work) throws E {
        return inside(lock.writeLock(), work);
    }

    private <T, E extends Exception> T inside(Lock held, Work<T, E> work) throws E {
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

    /** Closes the gate and then, the first time only, does this. */
    void close(Runnable last) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                last.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
