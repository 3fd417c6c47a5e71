package dev.parley.examples.notifier;

import dev.parley.admin.ForbiddenException;
import dev.parley.admin.InvalidRequestException;
import dev.parley.admin.NotFoundException;
import dev.parley.admin.ParleyException;
import dev.parley.admin.RateLimitedException;
import dev.parley.admin.UnauthorizedException;
import dev.parley.admin.UnavailableException;

/** What to do about an error. */
final class Advice {

    private Advice() {}

    /** The error in the words of the library, and what the user of this program can do. */
    static String of(ParleyException error) {
        return error.getMessage() + advice(error);
    }

    private static String advice(ParleyException error) {
        if (error instanceof UnauthorizedException) {
            return "\n  Take the server key that belongs to --app (--key-file).";
        }
        if (error instanceof ForbiddenException) {
            return "\n  The key is good, but not for this. Is it the key of --app?";
        }
        if (error instanceof NotFoundException) {
            return "\n  Look at --url and --app.";
        }
        if (error instanceof InvalidRequestException) {
            return "\n  The same message will be refused again.";
        }
        if (error instanceof RateLimitedException limited) {
            return limited.retryAfter()
                    .map(wait -> "\n  Try again in " + wait.toSeconds() + " seconds.")
                    .orElse("\n  Try again later.");
        }
        if (error instanceof UnavailableException unavailable) {
            return unavailable.outcomeUnknown()
                    ? "\n  It may have been published all the same."
                    : "\n  It was not published. Is the server running at --url?";
        }
        return "";
    }
}
