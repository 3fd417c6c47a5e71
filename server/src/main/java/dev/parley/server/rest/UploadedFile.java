package dev.parley.server.rest;

import java.nio.file.Path;

/**
 * A file that came in a form. It lies in a folder for such files and is deleted with its {@link Form}; who wants to keep it moves
 * it away before.
 *
 * @param fileName what the sender calls it: never a path, and not to be trusted
 * @param size bytes
 */
public record UploadedFile(Path path, String fileName, long size) {

    /** Says how large it is. */
    @Override
    public String toString() {
        return "UploadedFile[" + size + "]";
    }
}
