package dev.parley.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What homes tell one shard: who is in an audience here, and what was published to it. In the homes' order. */
final class FanOut {
    private final Shard shard;
    private final OpenBatch batch;
    private final Map<AudienceKey, LocalAudience> audiences = new HashMap<>();

    FanOut(Shard shard, OpenBatch batch) {
        this.shard = shard;
        this.batch = batch;
    }

    void arrive(Publication publication) {
        LocalAudience audience = audiences.get(publication.audience());
        if (audience == null) {
            return; // closed here, and the home does not know it yet
        }
        batch.append(audience, publication, excluded(publication.envelope()));
        shard.tick();
    }

    private @Nullable Subscriber excluded(Envelope envelope) {
        Sender sender = envelope.sender();
        return envelope.echo() || sender == null ? null : shard.subscriber(sender.subscriberId());
    }

    void admit(Membership membership) {
        if (!membership.subscriber.isOpen() || membership.dropped) {
            return; // its leave is on the way
        }
        LocalAudience audience = audiences.computeIfAbsent(membership.key, LocalAudience::new);
        sealIf(audience);
        audience.add(membership);
    }

    /** Takes a member off; not while sealing. */
    void dismiss(Membership membership) {
        LocalAudience audience = membership.audience;
        if (audience == null) {
            return; // closed before it was admitted, or taken off when it was closed
        }
        sealIf(audience);
        audience.remove(membership);
        membership.subscriber.dismissed(membership);
        if (audience.size() == 0) {
            audiences.remove(audience.key);
        }
    }

    /** At most {@code limit} of the audience's members here; a copy. */
    List<Subscriber> members(AudienceKey key, int limit) {
        LocalAudience audience = audiences.get(key);
        if (audience == null) {
            return List.of();
        }
        return List.copyOf(audience.members.subList(0, Math.min(limit, audience.size())));
    }

    private void sealIf(LocalAudience audience) {
        if (batch.audience() == audience) {
            // In a turn: who is closed on the way leaves when the walk is over.
            shard.seal();
        }
    }

    /** For checks. */
    Map<AudienceKey, LocalAudience> audiences() {
        return audiences;
    }
}
