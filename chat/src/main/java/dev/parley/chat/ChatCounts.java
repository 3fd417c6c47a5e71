package dev.parley.chat;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What is counted. Any thread. */
final class ChatCounts {

    private final LongAdder messages = new LongAdder();
    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);

    ChatCounts() {
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
    }

    void written(int count) {
        messages.add(count);
    }

    void refused(Refusal refusal) {
        refusals(refusal).increment();
    }

    LongAdder messages() {
        return messages;
    }

    LongAdder refusals(Refusal refusal) {
        return refusals.computeIfAbsent(refusal, _ -> new LongAdder());
    }
}
