package dev.parley.server.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes over the pictures of users who are imported. */
@FunctionalInterface
interface PictureImport {

    /** Leaves all behind: users get the default picture. */
    PictureImport NONE = (app, file) -> null;

    /**
     * Keeps a picture for an app.
     *
     * @param file its name in the folder of the other backend, never a path
     * @return the URL path under which it is served from now on; null if there is no such picture
     * @throws IOException if it cannot be kept; the message says what to do
     */
    @Nullable
    String take(String app, String file) throws IOException;
}
