package dev.parley.server.rest;

/**
 * How much a form may carry.
 *
 * @param texts of all texts together
 * @param files how many of full size
 * @param file bytes of each file
 * @param setting the setting that says so of files
 */
record FormLimits(FormTexts.Limit texts, int files, int file, String setting) {

    static final int MAX_PARTS = 100;
    /** Whoever sends more than a call takes is told by the call, which knows better why. */
    static final int MAX_FILES = 4;

    boolean takesFiles() {
        return files > 0;
    }

    /** Bytes of the whole body. */
    long bodyBytes() {
        return (long) files * file + texts.bytes();
    }
}
