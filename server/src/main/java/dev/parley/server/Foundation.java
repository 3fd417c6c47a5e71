package dev.parley.server;

import dev.parley.core.AudienceKey;
import dev.parley.core.Broker;
import dev.parley.core.Clock;
import dev.parley.core.Hub;
import dev.parley.core.Shard;
import dev.parley.server.config.Config;
import dev.parley.server.identity.Apps;
import dev.parley.server.ops.ClientAddress;
import dev.parley.server.ops.Metrics;
import dev.parley.transport.Listener;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.IntStream;

/** What everything else in a server stands on: its loops, the hub on them, the apps, and what is measured. */
record Foundation(
        Config config, Tuning tuning, ClientAddress addresses, Metrics metrics, Listener listener, Hub hub, Apps apps) {

    static Foundation lay(Config config) {
        Tuning tuning = new Tuning(config);
        ClientAddress addresses = new ClientAddress(config.listen().trustedProxies());
        Metrics metrics = new Metrics();
        Listener listener = Listener.create(tuning.listener(addresses));
        Hub hub = new Hub(tuning.hub(), Broker.embedded(), Clock.system(), listener.loops());
        Foundation made = new Foundation(config, tuning, addresses, metrics, listener, hub, new Apps(config.apps()));
        listener.attach(made.shards(), hub.clock());
        made.apps().onRemoved(app -> hub.disconnect(AudienceKey.app(app.id())));
        return made;
    }

    List<Shard> shards() {
        return IntStream.range(0, hub.shards()).mapToObj(hub::shard).toList();
    }

    Clock clock() {
        return hub.clock();
    }

    MeterRegistry meters() {
        return metrics.registry();
    }

    /** Ends what was begun here, when a server does not come to be. */
    void abandon() {
        hub.close();
        listener.close();
        metrics.close();
    }
}
