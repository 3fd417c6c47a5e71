package dev.parley.server.media;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rights for nobody but the user the server runs as, where the file system knows such rights. */
final class OwnerOnly {

    private static final Logger log = LoggerFactory.getLogger(OwnerOnly.class);
    private static final String FOLDER = "rwx------";
    private static final String FILE = "rw-------";

    private OwnerOnly() {}

    /** To make a folder with. */
    static FileAttribute<?>[] folder(Path path) {
        return attributes(path, FOLDER);
    }

    /** To make a file with. */
    static FileAttribute<?>[] file(Path path) {
        return attributes(path, FILE);
    }

    /** Takes the rights of others from a file that something else made. */
    static void limit(Path file) throws IOException {
        if (!isPosix(file)) {
            return;
        }
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(FILE));
        } catch (UnsupportedOperationException | FileSystemException e) {
            if (!Files.exists(file)) {
                throw e;
            }
            // Mounted from where there are no rights. They are a second fence, after the folder's.
            log.debug("the file system sets no rights: {}", MediaStore.withoutName(e));
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Path path, String mode) {
        return isPosix(path)
                ? List.of(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))
                        .toArray(FileAttribute<?>[]::new)
                : new FileAttribute<?>[0];
    }
}
