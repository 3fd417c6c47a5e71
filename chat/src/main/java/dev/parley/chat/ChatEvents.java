package dev.parley.chat;

/** Where changes of rooms are told. */
public interface ChatEvents {

    /**
     * Something was committed. Changes of one room come one after another in the order of their commits, which is also the order
     * of their message ids; changes of different rooms may come at once. Each is told at most once: not if the process ends
     * between commit and telling.
     *
     * <p>Called on a thread of the database: pass it on and return. What it throws is logged and stops nothing.
     */
    void changed(RoomChange change);
}
