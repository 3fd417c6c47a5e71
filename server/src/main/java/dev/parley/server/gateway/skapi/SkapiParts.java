package dev.parley.server.gateway.skapi;

import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.server.accounts.Accounts;
import dev.parley.server.config.Config;
import dev.parley.server.identity.Admission;
import dev.parley.server.identity.Apps;
import dev.parley.server.ops.ClientAddress;
import dev.parley.server.webpush.WebPushes;
import dev.parley.transport.WebSocketLimits;
import dev.parley.transport.WebSocketUpgrade;
import io.micrometer.core.instrument.MeterRegistry;

/** What the gateway to skapi-js works with. */
public record SkapiParts(
        Config config,
        Apps apps,
        Admission admission,
        Accounts accounts,
        Hub hub,
        WebSocketUpgrade upgrade,
        WebSocketLimits limits,
        WebPushes pushes,
        ClientAddress addresses,
        Clock clock,
        MeterRegistry meters) {}
