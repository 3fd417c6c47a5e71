package dev.parley.load;

/** Called on the generator's thread around the measured part of a run, so that the caller samples the server there. Must be quick. */
public interface Window {
    Window NONE = new Window() {
        @Override
        public void begin() {}

        @Override
        public void end() {}
    };

    /** Once, when what is measured begins. For idle and storm this is before the first connection is made. */
    void begin();

    /** Once, when it is over. For idle and storm: when the last connection is in. */
    void end();

    /** Idle only: the time of quiet is over and all connections are still open. What a connection holds is measured here. */
    default void settled() {}
}
