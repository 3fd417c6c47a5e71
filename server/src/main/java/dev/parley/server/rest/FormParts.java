package dev.parley.server.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gathers the parts of one body: texts in memory, files through a {@link Spool}. Owned by the request's loop. */
final class FormParts implements MultipartParser.Parts {

    private static final int MAX_FILE_NAME = 255;

    private record FilePart(String name, String fileName, long size) {}

    private final FormLimits limits;
    private final Spool spool;
    private final Consumer<byte[]> write;

    private final Map<String, List<String>> texts = new LinkedHashMap<>();
    private final List<FilePart> files = new ArrayList<>();
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private PartHead part = new PartHead("", null);
    private int parts;
    private long textBytes;
    private long fileBytes;

    /** @param write takes bytes of the file the spool has begun last, and slows the sender down if it must */
    FormParts(FormLimits limits, Spool spool, Consumer<byte[]> write) {
        this.limits = limits;
        this.spool = spool;
        this.write = write;
    }

    @Override
    public void begin(PartHead head) {
        parts++;
        if (parts > FormLimits.MAX_PARTS) {
            throw FormException.tooLarge("The form has more than " + FormLimits.MAX_PARTS + " parts.");
        }
        part = head;
        fileBytes = 0;
        text.reset();
        countText(head.name().length());
        if (head.fileName() == null) {
            return;
        }
        if (!limits.takesFiles()) {
            throw new FormException(400, "invalid_request_body", "This path takes no files.");
        }
    }

    @Override
    public void data(byte[] bytes, int from, int to) {
        int count = to - from;
        if (part.fileName() == null) {
            countText(count);
            text.write(bytes, from, count);
            return;
        }
        if (fileBytes == 0) {
            beginFile();
        }
        fileBytes += count;
        if (fileBytes > limits.file()) {
            throw FormException.tooLarge(
                    "A file has more than " + limits.file() + " bytes (" + limits.setting() + ").");
        }
        write.accept(Arrays.copyOfRange(bytes, from, to));
    }

    private void beginFile() {
        if (files.size() == FormLimits.MAX_FILES) {
            throw FormException.tooLarge("The form has more than " + FormLimits.MAX_FILES + " files.");
        }
        spool.begin();
    }

    private void countText(int count) {
        textBytes += count;
        if (textBytes > limits.texts().bytes()) {
            throw limits.texts().exceeded("The texts of the form have");
        }
    }

    @Override
    public void end() {
        String fileName = part.fileName();
        if (fileName == null) {
            texts.computeIfAbsent(part.name(), name -> new ArrayList<>()).add(decoded());
            return;
        }
        if (fileBytes == 0) {
            if (fileName.isEmpty()) {
                return; // what a browser sends for a field of files that was left empty
            }
            beginFile();
        }
        spool.end();
        files.add(new FilePart(part.name(), withoutPath(fileName), fileBytes));
    }

    private String decoded() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw FormException.malformed("A text of the form is not UTF-8.");
        }
    }

    private static String withoutPath(String fileName) {
        int start = Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1;
        String name = fileName.substring(start).replaceAll("\\p{Cntrl}", "");
        if (name.length() <= MAX_FILE_NAME) {
            return name;
        }
        int cut = name.length() - MAX_FILE_NAME; // the ending tells most
        return name.substring(Character.isLowSurrogate(name.charAt(cut)) ? cut + 1 : cut);
    }

    /** @param written the files in order */
    Form form(List<Path> written) {
        Map<String, List<UploadedFile>> named = new LinkedHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            FilePart file = files.get(i);
            named.computeIfAbsent(file.name(), name -> new ArrayList<>())
                    .add(new UploadedFile(written.get(i), file.fileName(), file.size()));
        }
        AtomicBoolean discarded = new AtomicBoolean();
        return new Form(new FormFields.Parts(texts), named, () -> {
            if (!written.isEmpty() && discarded.compareAndSet(false, true)) {
                spool.discard();
            }
        });
    }

    static @Nullable String boundary(String contentType) {
        String boundary = HeaderParameters.of(contentType).get("boundary");
        return boundary == null || boundary.isEmpty() || boundary.length() > 200 ? null : boundary;
    }
}
