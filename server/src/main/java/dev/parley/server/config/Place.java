package dev.parley.server.config;

/**
 * Where something was written.
 *
 * @param source a file, an environment variable or a flag
 * @param line counted from 1; 0 when the source has no lines
 */
record Place(String source, int line) {
    static Place of(String source) {
        return new Place(source, 0);
    }

    @Override
    public String toString() {
        return line > 0 ? source + ":" + line : source;
    }
}
