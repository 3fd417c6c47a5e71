package dev.parley.protocol.mapping;

import dev.parley.protocol.ByteBuilder;
import dev.parley.protocol.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** A generator that writes binary values as placeholders and puts the bytes with a draft's attachments. */
final class AttachmentGenerator extends JsonGeneratorDelegate {
    private final PayloadDraft draft;

    AttachmentGenerator(JsonGenerator text, PayloadDraft draft) {
        super(text, false);
        this.draft = draft;
    }

    /** Writes a payload as it is, its placeholders renumbered. */
    void writePayload(Payload payload) {
        ByteBuilder text = new ByteBuilder(payload.length() + 16);
        payload.appendTo(text, draft.attachments().size());
        writeRawValue(text.toString());
        draft.attachments().addAll(payload.attachments());
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
        boolean whole = offset == 0 && length == data.length;
        writeRawValue(Placeholder.text(draft.attachments().size()));
        draft.attachments().add(whole ? data : Arrays.copyOfRange(data, offset, offset + length));
        return this;
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) {
        try {
            byte[] bytes = length < 0 ? data.readAllBytes() : data.readNBytes(length);
            writeBinary(variant, bytes, 0, bytes.length);
            return bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public JsonGenerator writePOJO(@Nullable Object value) {
        return value instanceof byte[] bytes ? writeBinary(bytes) : super.writePOJO(value);
    }

    @Override
    public JsonGenerator writeEmbeddedObject(@Nullable Object value) {
        return value instanceof byte[] bytes ? writeBinary(bytes) : super.writeEmbeddedObject(value);
    }
}
