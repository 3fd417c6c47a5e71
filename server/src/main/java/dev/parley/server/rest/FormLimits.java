package dev.parley.server.rest;

import dev.parley.server.config.Media;

/**
 * How much a form may carry.
 *
 * @param texts bytes of all texts together
 * @param file bytes of each file
 * @param files whether there may be any
 */
record FormLimits(int texts, int file, boolean files) {

    static final int MAX_PARTS = 100;
    /** A video is two: its thumbnail and itself. */
    static final int MAX_FILES = 4;

    /** Bytes of fields and files. */
    static FormLimits of(int restBodyBytes, Media media, boolean files) {
        return new FormLimits(restBodyBytes, media.fileBytes(), files);
    }

    /** Bytes of the whole body. */
    long bodyBytes() {
        return (files ? 2L * file : 0) + texts;
    }
}
