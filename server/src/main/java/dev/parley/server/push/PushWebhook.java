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
final class PushWebhook implements Courier.Way<PushWebhook.Load> {

    /** Requests that may be under way. */
    static final int AT_ONCE = 8;

    /** A message for users, and the devices that are known of them. */
    record Load(String app, List<String> users, PushContent content, List<Device> devices) {}

    private final SignedWebhook webhook;

    PushWebhook(SignedWebhook webhook) {
        this.webhook = webhook;
    }

    @Override
    public void carry(String id, Load load) throws DeliveryException, InterruptedException {
        webhook.post(json(id, load));
    }

    private static byte[] json(String id, Load load) {
        ByteBuilder out = new ByteBuilder(1024);
        PushContent content = load.content();
        field(out.append('{'), "id", id);
        field(out.append(','), "app", load.app());
        field(out.append(','), "kind", "message");
        field(out.append(','), "room", content.room());
        field(out.append(','), "title", content.title());
        field(out.append(','), "body", content.body());
        out.appendAscii(",\"users\":[");
        for (int i = 0; i < load.users().size(); i++) {
            JsonText.quote(i == 0 ? out : out.append(','), load.users().get(i));
        }
        out.appendAscii("],\"devices\":[");
        for (int i = 0; i < load.devices().size(); i++) {
            device(i == 0 ? out : out.append(','), load.devices().get(i));
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
