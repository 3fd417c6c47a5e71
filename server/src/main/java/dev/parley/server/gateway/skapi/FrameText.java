package dev.parley.server.gateway.skapi;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.JsonText;
import io.netty.buffer.ByteBuf;

/**
 * The texts of frames to clients. A client reads {@code JSON.parse(decodeURI(text))} (skapi 5), so every percent sign goes out as
 * {@code %25}; it is one byte in UTF-8 and means nothing in JSON, so it can be replaced wherever it stands.
 */
final class FrameText {

    /** What a percent sign grows by. */
    private static final int MORE = 2;

    private FrameText() {}

    /** An error, as a finished text. */
    static byte[] error(ErrorCode code, String message) {
        ByteBuilder json = new ByteBuilder(128);
        json.appendAscii("{\"#error\":");
        JsonText.quote(json, message);
        json.appendAscii(",\"#code\":\"").appendAscii(code.name()).appendAscii("\"}");
        return escaped(json, length(json));
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
        return length + percents * MORE;
    }

    /** Appends the text of this JSON. */
    static void write(ByteBuilder json, int textLength, ByteBuf out) {
        if (textLength == json.length()) {
            out.writeBytes(json.array(), 0, textLength);
        } else {
            out.writeBytes(
                    escaped(json, textLength)); // at once: a call for each of two million signs holds the loop up
        }
    }

    private static byte[] escaped(ByteBuilder json, int textLength) {
        byte[] text = new byte[textLength];
        byte[] source = json.array();
        int at = 0;
        for (int i = 0; i < json.length(); i++) {
            text[at++] = source[i];
            if (source[i] == '%') {
                text[at++] = '2';
                text[at++] = '5';
            }
        }
        return text;
    }
}
