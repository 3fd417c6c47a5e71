package dev.parley.server.push;

import dev.parley.core.Clock;
import dev.parley.server.delivery.DeliveryException;
import dev.parley.storage.Database;
import dev.parley.storage.SqlWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds devices in the database. Any thread; blocks. */
final class DeviceLookup {

    private static final Logger log = LoggerFactory.getLogger(DeviceLookup.class);

    private final Database database;
    private final Clock clock;

    DeviceLookup(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The devices of users, as far as their sessions are valid; forgets the others. */
    List<Device> alive(String app, List<String> users) throws DeliveryException, InterruptedException {
        List<DeviceStore.Found> found = read(handle -> DeviceStore.find(handle, app, users, clock.millis()));
        List<Device> alive = new ArrayList<>();
        for (DeviceStore.Found each : found) {
            if (each.alive()) {
                alive.add(each.device());
            }
        }
        if (alive.size() < found.size()) {
            forgetDead(app, users);
        }
        return alive;
    }

    /** Whether the device is still its session's, and the session still valid. */
    boolean isAlive(Device device) throws DeliveryException, InterruptedException {
        return read(handle -> DeviceStore.isAlive(handle, device, clock.millis()));
    }

    private <T> T read(SqlWork<T> work) throws DeliveryException, InterruptedException {
        try {
            return database.read(work).toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw DeliveryException.passing("the devices could not be read: "
                    + (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName());
        }
    }

    private void forgetDead(String app, List<String> users) {
        database.<@Nullable Void>write(handle -> {
                    DeviceStore.deleteDead(handle, app, users, clock.millis());
                    return null;
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        log.debug("devices of ended sessions were not forgotten: {}", failure.toString());
                    }
                });
    }
}
