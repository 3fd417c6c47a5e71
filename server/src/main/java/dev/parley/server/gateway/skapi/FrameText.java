package dev.parley.server.gateway.skapi;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import io.netty.buffer.ByteBuf;

/**
 * The texts of frames to clients. A client reads {@code JSON.parse(decodeURI(text))} (skapi 5), so every percent sign goes out as
 * {@code %25}; it is one byte in UTF-8 and means nothing in JSON, so it can be replaced wherever it stands.
 */
final class FrameText {

    private static final byte[] PERCENT = {'%', '2', '5'};

    private FrameText() {}

    /** An error, as a finished text. */
    static byte[] error(ErrorCode code, String message) {
        ByteBuilder json = new ByteBuilder(128);
        json.appendAscii("{\"#error\":");
        JsonText.quote(json, message);
        json.appendAscii(",\"#code\":\"").appendAscii(code.name()).appendAscii("\"}");
        ByteBuilder text = new ByteBuilder(json.length() + 16);
        byte[] source = json.array();
        for (int i = 0; i < json.length(); i++) {
            if (source[i] == '%') {
                text.append(PERCENT);
            } else {
                text.append(source[i]);
            }
        }
        return text.toByteArray();
    }

    /** How many bytes the text of this JSON has. */
    static int length(ByteBuilder json) {
        return length(json.array(), json.length());
    }

    /** How many bytes the first {@code length} of these have when they are sent to a client. */
    static int length(byte[] json, int length) {
        int percents = 0;
        for (int i = 0; i < length; i++) {
            if (json[i] == '%') {
                percents++;
            }
        }
        return length + percents * (PERCENT.length - 1);
    }

    /** Appends the text of this JSON. */
    static void write(ByteBuilder json, int textLength, ByteBuf out) {
        byte[] source = json.array();
        int length = json.length();
        if (textLength == length) {
            out.writeBytes(source, 0, length);
            return;
        }
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (source[i] == '%') {
                out.writeBytes(source, from, i - from).writeBytes(PERCENT);
                from = i + 1;
            }
        }
        out.writeBytes(source, from, length - from);
    }
}
