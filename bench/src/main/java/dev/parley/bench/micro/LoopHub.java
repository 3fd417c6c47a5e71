package dev.parley.bench.micro;

import dev.parley.core.Broker;
import dev.parley.core.Clock;
import dev.parley.core.Completion;
import dev.parley.core.Hub;
import dev.parley.core.HubOptions;
import dev.parley.core.Lane;
import dev.parley.core.Name;
import dev.parley.core.Shard;
import dev.parley.core.Subscriber;
import dev.parley.core.SubscriberSpec;
import dev.parley.core.WireFormat;
import dev.parley.server.gateway.altogic.AltogicGateway;
import dev.parley.socketio.Carrier;
import java.util.List;

/** A hub with one shard on the benchmark's own thread. */
final class LoopHub {
    static final String APP = "default";

    final DirectLoop loop = new DirectLoop();
    final WireFormat format = AltogicGateway.formats().of(Carrier.WEBSOCKET_4);
    private final Hub hub = new Hub(HubOptions.defaults(), Broker.embedded(), Clock.system(), List.of(loop));

    Subscriber subscriber(String id) {
        return subscriber(hub.shard(0), format, id);
    }

    /** A subscriber that counts. On the shard's thread. */
    static Subscriber subscriber(Shard shard, WireFormat format, String id) {
        CountingOutbound outbound = new CountingOutbound();
        Lane lane = shard.lane(outbound);
        return shard.open(new SubscriberSpec(id, APP, null, format, outbound, lane, Integer.MAX_VALUE));
    }

    /** Opens members of a channel. */
    void fill(String channel, int members) {
        fill(hub.shard(0), format, channel, members);
        loop.drain();
    }

    static void fill(Shard shard, WireFormat format, String channel, int members) {
        for (int i = 0; i < members; i++) {
            subscriber(shard, format, channel + ":" + i).join(Name.of(channel), false, Completion.IGNORED);
        }
    }
}
