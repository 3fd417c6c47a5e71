package dev.parley.server.config;

import java.nio.file.Path;

/**
 * The data folder.
 *
 * @param dir may be relative to the working directory
 */
public record Data(
        @Setting(
                doc = "The folder for the database, media and generated keys. It is made if it is missing. A relative"
                        + " path counts from the folder the server is started in.",
                def = "./parley-data")
        Path dir) {}
