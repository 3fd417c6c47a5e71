package dev.parley.server.directory;

import dev.parley.server.config.Secret;

/**
 * A server key that was just made.
 *
 * @param key to be shown once: only its hash is stored
 */
public record NewServerKey(KeyInfo info, Secret key) {}
