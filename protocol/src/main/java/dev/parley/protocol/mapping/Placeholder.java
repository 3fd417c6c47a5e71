package dev.parley.protocol.mapping;

import dev.parley.protocol.Payload;
import java.util.List;

/** The object that stands for an attachment, as written by mappings, and the check that nothing else looks like it. */
final class Placeholder {
    static final String MARK = "_placeholder";
    static final String NUMBER = "num";
    static final String RESERVED =
            "a member _placeholder that is true marks an attachment; send a byte[], or use another name";

    private Placeholder() {}

    static String text(int number) {
        return "{\"" + MARK + "\":true,\"" + NUMBER + "\":" + number + "}";
    }

    /**
     * The payload of a text and its attachments.
     *
     * @throws MappingException if the text is not one JSON value, or holds other placeholders than those of the attachments
     */
    static Payload complete(byte[] text, List<byte[]> attachments) {
        Payload payload;
        try {
            payload = Payload.json(text);
        } catch (IllegalArgumentException e) {
            String why = "wrong placeholder".equals(e.getMessage()) ? RESERVED : e.getMessage();
            throw new MappingException("cannot write the value: " + why);
        }
        try {
            return payload.withAttachments(attachments);
        } catch (IllegalArgumentException e) {
            throw new MappingException("cannot write the value: " + RESERVED);
        }
    }

    static byte[] attachment(List<byte[]> attachments, long number) {
        if (number < 0 || number >= attachments.size()) {
            throw new MappingException("cannot read the payload: a placeholder has no attachment");
        }
        return attachments.get((int) number);
    }
}
