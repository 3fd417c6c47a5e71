package dev.parley.server.push;

import dev.parley.core.Clock;
import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;
import dev.parley.storage.Database;
import dev.parley.storage.SqlWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first part of every message's way: finds its users' devices and sends it on to each. A few of these wait for the database at
 * once, however many messages there are, so that others get their turn with it.
 */
final class DeviceLookup implements Courier.Way<Telling> {

    private static final Logger log = LoggerFactory.getLogger(DeviceLookup.class);

    private final Database database;
    private final Clock clock;
    private final Courier.@Nullable Lane<FcmSender.Load> devices;
    private final Courier.@Nullable Lane<PushWebhook.Load> posts;

    /**
     * @param devices takes one message per device; null if that way is closed
     * @param posts takes one message for all; null if that way is closed
     */
    DeviceLookup(
            Database database,
            Clock clock,
            Courier.@Nullable Lane<FcmSender.Load> devices,
            Courier.@Nullable Lane<PushWebhook.Load> posts) {
        this.database = database;
        this.clock = clock;
        this.devices = devices;
        this.posts = posts;
    }

    @Override
    public void carry(String id, Telling telling) throws DeliveryException, InterruptedException {
        PushNote note = telling.note();
        List<DeviceStore.Found> found =
                read(handle -> DeviceStore.find(handle, note.app(), telling.users(), clock.millis()));
        List<Device> alive = new ArrayList<>();
        for (DeviceStore.Found each : found) {
            if (each.alive()) {
                alive.add(each.device());
            }
        }
        if (alive.size() < found.size()) {
            forgetDead(note.app(), telling.users());
        }
        PushContent content = PushContent.of(note, telling.shown());
        if (posts != null) {
            posts.send(new PushWebhook.Load(note.app(), telling.users(), content, List.copyOf(alive)));
        }
        if (devices != null && !alive.isEmpty()) {
            FcmMessage message = FcmMessage.of(content);
            alive.forEach(device -> devices.send(new FcmSender.Load(device, message)));
        }
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
