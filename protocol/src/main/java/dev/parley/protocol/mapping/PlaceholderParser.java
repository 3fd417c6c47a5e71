package dev.parley.protocol.mapping;

import dev.parley.protocol.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.JsonTokenId;
import tools.jackson.core.SerializableString;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * A parser of a payload's text that shows each placeholder as one token with its attachment inside, {@link
 * JsonToken#VALUE_EMBEDDED_OBJECT}, so that readers of binary formats understand it.
 *
 * <p>Where an object opens, the payload is asked whether it is a placeholder; if so, the parser below goes to the object's
 * end, and until the next token this one stands for it.
 */
final class PlaceholderParser extends JsonParserDelegate {
    private final Payload payload;
    private byte @Nullable [] attachment;
    /** A place in the payload's array, and how many characters are before it. */
    private int index;

    private long characters;

    /**
     * A parser of a payload.
     *
     * @param text a parser of the payload's characters; one of bytes does not understand names with half a surrogate pair
     */
    PlaceholderParser(JsonParser text, Payload payload) {
        super(text);
        this.payload = payload;
        this.index = payload.offset();
    }

    @Override
    public @Nullable JsonToken nextToken() {
        attachment = null;
        JsonToken token = delegate.nextToken();
        if (token != JsonToken.START_OBJECT) {
            return token;
        }
        int number =
                payload.placeholderAt(indexOf(delegate.currentTokenLocation().getCharOffset()));
        if (number < 0) {
            return token;
        }
        attachment = Placeholder.attachment(payload.attachments(), number);
        delegate.skipChildren();
        return JsonToken.VALUE_EMBEDDED_OBJECT;
    }

    /** Where the character with this number is in the payload's array; the numbers asked for must grow. */
    private int indexOf(long character) {
        byte[] text = payload.array();
        while (characters < character || (text[index] & 0xC0) == 0x80) {
            int b = text[index++];
            if ((b & 0xC0) != 0x80) {
                characters += (b & 0xF8) == 0xF0 ? 2 : 1;
            }
        }
        return index;
    }

    @Override
    public @Nullable JsonToken nextValue() {
        JsonToken token = nextToken();
        return token == JsonToken.PROPERTY_NAME ? nextToken() : token;
    }

    @Override
    public @Nullable String nextName() {
        return nextToken() == JsonToken.PROPERTY_NAME ? currentName() : null;
    }

    @Override
    public boolean nextName(SerializableString name) {
        return name.getValue().equals(nextName());
    }

    @Override
    public int nextNameMatch(PropertyNameMatcher matcher) {
        String name = nextName();
        if (name != null) {
            return matcher.matchName(name);
        }
        return hasToken(JsonToken.END_OBJECT)
                ? PropertyNameMatcher.MATCH_END_OBJECT
                : PropertyNameMatcher.MATCH_ODD_TOKEN;
    }

    @Override
    public @Nullable JsonToken currentToken() {
        return attachment == null ? delegate.currentToken() : JsonToken.VALUE_EMBEDDED_OBJECT;
    }

    /** The token that is there; only while there is one. */
    JsonToken token() {
        return Objects.requireNonNull(currentToken());
    }

    /** The text of a string token. */
    String text() {
        return Objects.requireNonNull(getString());
    }

    /** The attachment of an embedded object's token. */
    byte[] attachment() {
        return Objects.requireNonNull(attachment);
    }

    @Override
    public int currentTokenId() {
        return attachment == null ? delegate.currentTokenId() : JsonTokenId.ID_EMBEDDED_OBJECT;
    }

    @Override
    public boolean hasTokenId(int id) {
        return currentTokenId() == id;
    }

    @Override
    public boolean hasToken(JsonToken token) {
        return currentToken() == token;
    }

    @Override
    public void clearCurrentToken() {
        attachment = null;
        delegate.clearCurrentToken();
    }

    /** The attachment as it came, not a copy; null if the token is another. */
    @Override
    public byte @Nullable [] getEmbeddedObject() {
        return attachment;
    }

    @Override
    public byte[] getBinaryValue(Base64Variant variant) {
        return attachment == null ? delegate.getBinaryValue(variant) : attachment;
    }

    @Override
    public int readBinaryValue(Base64Variant variant, OutputStream out) {
        byte[] bytes = getBinaryValue(variant);
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.length;
    }

    @Override
    public JsonParser skipChildren() {
        if (attachment == null) {
            delegate.skipChildren();
        }
        return this;
    }

    @Override
    public @Nullable String getString() {
        return attachment == null ? delegate.getString() : null;
    }

    @Override
    public @Nullable String getValueAsString() {
        return attachment == null ? delegate.getValueAsString() : null;
    }

    @Override
    public @Nullable String getValueAsString(@Nullable String otherwise) {
        return attachment == null ? delegate.getValueAsString(otherwise) : otherwise;
    }
}
