package dev.parley.server.push;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import dev.parley.server.delivery.Courier;
import dev.parley.server.delivery.DeliveryException;
import dev.parley.server.delivery.SignedWebhook;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The way over a program of the operator's:
 * {@code {id, app, kind, room, title, body, users, devices: [{user, token, platform}], data}}.
 */
final class PushWebhook implements Courier.Way<Telling> {

    /** Requests that may be under way. */
    static final int AT_ONCE = 8;

    private final SignedWebhook webhook;
    private final DeviceLookup lookup;

    PushWebhook(SignedWebhook webhook, DeviceLookup lookup) {
        this.webhook = webhook;
        this.lookup = lookup;
    }

    /** Devices are looked up in every try: what waits has none, and a device that is somebody else's by now is not named. */
    @Override
    public void carry(String id, Telling telling) throws DeliveryException, InterruptedException {
        webhook.post(json(id, telling, lookup.alive(telling.app(), telling.users())));
    }

    private static byte[] json(String id, Telling telling, List<Device> devices) {
        ByteBuilder out = new ByteBuilder(1024);
        PushContent content = telling.content();
        field(out.append('{'), "id", id);
        field(out.append(','), "app", telling.app());
        field(out.append(','), "kind", "message");
        field(out.append(','), "room", content.room());
        field(out.append(','), "title", content.title());
        field(out.append(','), "body", content.body());
        out.appendAscii(",\"users\":[");
        for (int i = 0; i < telling.users().size(); i++) {
            JsonText.quote(i == 0 ? out : out.append(','), telling.users().get(i));
        }
        out.appendAscii("],\"devices\":[");
        for (int i = 0; i < devices.size(); i++) {
            device(i == 0 ? out : out.append(','), devices.get(i));
        }
        out.appendAscii("],\"data\":{");
        String before = "";
        for (Map.Entry<String, String> value : new TreeMap<>(content.data()).entrySet()) {
            field(out.appendAscii(before), value.getKey(), value.getValue());
            before = ",";
        }
        return out.appendAscii("}}").toByteArray();
    }

    private static void device(ByteBuilder out, Device device) {
        field(out.append('{'), "user", device.user());
        field(out.append(','), "token", device.token());
        field(out.append(','), "platform", device.platform());
        out.append('}');
    }

    private static void field(ByteBuilder out, String name, @Nullable String value) {
        JsonText.quote(out, name);
        out.append(':');
        if (value == null) {
            out.appendAscii("null");
        } else {
            JsonText.quote(out, value);
        }
    }
}
