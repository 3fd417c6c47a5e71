package dev.parley.server.delivery;

import dev.parley.protocol.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Leaves a message to a program of the operator's: {@code {id, app, channel, kind, to, subject, text, values}}. */
final class WebhookCarrier implements Carrier {

    private final SignedWebhook webhook;

    WebhookCarrier(SignedWebhook webhook) {
        this.webhook = webhook;
    }

    @Override
    public void carry(String id, Message message, Texts.Text text) throws DeliveryException, InterruptedException {
        webhook.post(json(id, message, text).getBytes(StandardCharsets.UTF_8));
    }

    private static String json(String id, Message message, Texts.Text text) {
        StringBuilder out = new StringBuilder("{");
        field(out, "id", id);
        field(out, "app", message.app());
        field(out, "channel", message.channel().name().toLowerCase(Locale.ROOT));
        field(out, "kind", message.kind().name().toLowerCase(Locale.ROOT));
        field(out, "to", message.to());
        field(out, "subject", text.subject());
        field(out, "text", text.body());
        out.append(",\"values\":{");
        StringBuilder values = new StringBuilder();
        for (Map.Entry<String, String> value : new TreeMap<>(message.values()).entrySet()) {
            field(values, value.getKey(), value.getValue());
        }
        return out.append(values).append("}}").toString();
    }

    private static void field(StringBuilder out, String name, String value) {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != '{') {
            out.append(',');
        }
        out.append(JsonText.quote(name)).append(':').append(JsonText.quote(value));
    }
}
