package dev.parley.server.api;

import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.config.Config;
import dev.parley.server.directory.AppDirectory;
import dev.parley.server.directory.Audit;
import dev.parley.server.identity.Apps;
import dev.parley.server.ops.ClientAddress;
import dev.parley.storage.Database;

/**
 * What the API is a door to.
 *
 * @param database where the audit is written
 */
public record ApiParts(
        Config config,
        Apps apps,
        Hub hub,
        Accounts accounts,
        AppDirectory directory,
        Audit audit,
        Database database,
        ClientAddress addresses,
        Clock clock) {}
