package dev.parley.server.accounts;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: for sessions it gets, and for the limits on attempts.
 *
 * @param family {@code altogic}, {@code skapi}, {@code vchat} or {@code server}
 * @param address null if it is not known
 * @param userAgent the User-Agent header; empty if there is none
 */
public record Client(String family, @Nullable InetAddress address, String userAgent) {

    /** The family of v_chat's clients. */
    public static final String VCHAT = "vchat";

    /** The family of skapi-js. */
    public static final String SKAPI = "skapi";
}
