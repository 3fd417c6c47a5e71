package dev.parley.server.gateway.altogic;

import dev.parley.core.Hub;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.Apps;
import dev.parley.server.ops.ClientAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AltogicCalls} work with.
 *
 * @param publicUrl where clients reach this server, or null
 * @param maxBody bytes of a request body
 */
public record CallParts(
        Apps apps,
        Admission admission,
        Accounts accounts,
        Hub hub,
        ClientAddress addresses,
        @Nullable URI publicUrl,
        int maxBody) {}
