package dev.parley.server.gateway.vchat;

import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.config.VChat;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.Apps;
import dev.parley.server.media.MediaPages;
import dev.parley.server.media.MediaStore;
import dev.parley.server.ops.ClientAddress;
import dev.parley.server.push.Pushes;
import dev.parley.server.rest.FormReader;
import dev.parley.storage.Database;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What serves v_chat's clients is made of.
 *
 * @param database has {@link dev.parley.chat.Chat#SCHEMA}
 */
public record VChatParts(
        Apps apps,
        Admission admission,
        Accounts accounts,
        Database database,
        Hub hub,
        MediaStore media,
        MediaPages pages,
        FormReader forms,
        Pushes pushes,
        ClientAddress addresses,
        VChat settings,
        Clock clock,
        MeterRegistry meters) {}
