package dev.parley.server.rest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a part of a {@code multipart/form-data} body say. The part's content type is not looked at: v_chat's clients
 * do not know it, and what a file is its bytes tell (vchat 1, "Multipart parser traps").
 *
 * @param fileName as it was sent, or null: then the part is a text, whatever else its headers say
 */
record PartHead(String name, @Nullable String fileName) {

    /** Those that leave the bytes as they are. */
    private static final Set<String> PLAIN = Set.of("binary", "8bit", "7bit");

    /** @throws FormException if it is no part of a form */
    static PartHead parse(byte[] block, int length) {
        String disposition = null;
        for (String line : unfolded(text(block, length)).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (line.isEmpty()) {
                continue;
            }
            if (colon < 1) {
                throw FormException.malformed("A part of the form has a header without a colon.");
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
                case "content-disposition" -> disposition = value;
                case "content-transfer-encoding" -> checkEncoding(value);
                default -> {}
            }
        }
        if (disposition == null) {
            throw FormException.malformed("A part of the form has no Content-Disposition.");
        }
        return of(disposition);
    }

    private static PartHead of(String disposition) {
        Map<String, String> parameters = HeaderParameters.of(disposition);
        String name = parameters.get("name");
        if (!HeaderParameters.value(disposition).equals("form-data") || name == null) {
            throw FormException.malformed("A part of the form has no name.");
        }
        return new PartHead(name, parameters.get("filename"));
    }

    private static void checkEncoding(String value) {
        if (!PLAIN.contains(value.toLowerCase(Locale.ROOT))) {
            throw FormException.malformed("Parts of a form must not be encoded: Content-Transfer-Encoding: binary.");
        }
    }

    /** A line that begins with white space goes on with the one before. */
    private static String unfolded(String block) {
        return block.replace("\r\n ", " ").replace("\r\n\t", " ");
    }

    private static String text(byte[] block, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(block, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw FormException.malformed("The headers of a part of the form are not UTF-8.");
        }
    }

    /** Shows nothing that was sent. */
    @Override
    public String toString() {
        return fileName == null ? "PartHead[text]" : "PartHead[file]";
    }
}
