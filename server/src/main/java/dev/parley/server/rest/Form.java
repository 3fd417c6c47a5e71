package dev.parley.server.rest;

import dev.parley.protocol.JsonFields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call carries: the fields of a JSON object, or the parts of a {@code multipart/form-data} body. Both look alike. Any
 * thread, one at a time.
 */
public final class Form implements AutoCloseable {

    private final FormFields fields;
    private final Map<String, List<UploadedFile>> files;
    private final Runnable discard;

    Form(FormFields fields, Map<String, List<UploadedFile>> files, Runnable discard) {
        this.fields = fields;
        this.files = files;
        this.discard = discard;
    }

    static Form of(JsonFields json) {
        return new Form(new FormFields.Members(json), Map.of(), () -> {});
    }

    static Form of(Map<String, List<String>> texts) {
        return new Form(new FormFields.Parts(texts), Map.of(), () -> {});
    }

    /** Of calls that carry nothing. */
    public static Form empty() {
        return of(Map.of());
    }

    /**
     * A field's text; numbers and booleans of JSON as they are written. Null if it is absent, JSON null, an object or an array. Of
     * a field that is repeated, the last one.
     */
    public @Nullable String text(String name) {
        return fields.text(name);
    }

    /**
     * Several texts: an array of JSON, a field that is repeated (also called {@code name[]}), or a text that is itself a JSON
     * array. A single text is a list of one.
     *
     * @return null if the field is absent or something else
     */
    public @Nullable List<String> texts(String name) {
        return fields.texts(name);
    }

    /**
     * An object: one of JSON, or a text that is itself a JSON object.
     *
     * @return its JSON text, or null if the field is absent or something else
     */
    public @Nullable String object(String name) {
        return fields.object(name);
    }

    /** The files of this name in the order they came; none if it came as JSON. */
    public List<UploadedFile> files(String name) {
        return files.getOrDefault(name, List.of());
    }

    /** Deletes the files that were not moved away. Does not block: the disk is worked on elsewhere. May be called again. */
    @Override
    public void close() {
        discard.run();
    }
}
