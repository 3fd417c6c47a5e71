package dev.parley.server.config;

/**
 * One thing that is wrong with the settings.
 *
 * @param place where: {@code parley.yaml:3}, an environment variable or a flag
 * @param message what is wrong and what to do
 */
public record Problem(String place, String message) {
    @Override
    public String toString() {
        return place + ": " + message;
    }
}
