package dev.parley.server.webpush;

import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;
import dev.parley.server.push.WayOutcomes;

/** What becomes of messages to browsers. */
final class Outcomes {

    private Outcomes() {}

    /** Of one to a browser: counted, and its first try told. */
    record OfLoads(WayOutcomes<Load> counts) implements Courier.Outcomes<Load> {

        @Override
        public void delivered(Load load) {
            counts.delivered(load);
            load.tried().run();
        }

        @Override
        public void gaveUp(Load load, int attempts, DeliveryException why) {
            counts.gaveUp(load, attempts, why);
            load.tried().run();
        }

        @Override
        public void dropped(Load load) {
            counts.dropped(load);
            load.tried().run();
        }

        @Override
        public void postponed(Load load, int attempt, DeliveryException why) {
            load.tried().run();
        }
    }

    /** Of one whose browsers are looked for: nothing was sent when they could not be found. */
    record OfLookups<T>(WayOutcomes<?> counts, Runnable ended) implements Courier.Outcomes<T> {

        @Override
        public void delivered(T load) {} // counted when it has arrived

        @Override
        public void gaveUp(T load, int attempts, DeliveryException why) {
            counts.failed(attempts, why);
            ended.run();
        }

        @Override
        public void dropped(T load) {
            counts.dropped();
            ended.run();
        }
    }
}
