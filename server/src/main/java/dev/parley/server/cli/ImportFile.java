package dev.parley.server.cli;

import dev.parley.server.accounts.ImportedUser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of users of a v_chat backend, in the form of its {@code migrate-old-users} call (vchat 3, U7):
 * {@code [{"email": …, "name": …, "image": …}, …]}. What is wrong in it is named as in {@code [0].email}, counted from 0.
 */
final class ImportFile {

    private static final String NO_IMAGE = "default";
    private static final Pattern FILE_NAME = Pattern.compile("[^/\\\\:\\p{Cntrl}]{1,255}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @param image the name of a file, or null */
    record Entry(String email, String name, @Nullable String image) {

        /** Shows nothing. */
        @Override
        public String toString() {
            return "Entry[]";
        }
    }

    /**
     * All of the file.
     *
     * @param problems what is wrong in it, one line each; empty if it can be imported
     */
    record Content(List<Entry> entries, List<String> problems) {}

    private final Map<String, Integer> places = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private ImportFile() {}

    /** @throws IOException if it cannot be read or is no JSON array; the message says which file */
    static Content read(Path path) throws IOException {
        JsonNode all = json(path);
        if (!all.isArray()) {
            throw new IOException(
                    path + " must be a JSON array of users, [{\"email\": ..., \"name\": ..., \"image\": ...}]");
        }
        ImportFile file = new ImportFile();
        for (int i = 0; i < all.size(); i++) {
            file.add(i, all.get(i));
        }
        return new Content(List.copyOf(file.entries), List.copyOf(file.problems));
    }

    private static JsonNode json(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return JSON.readTree(in);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + path, e);
        } catch (JacksonException e) {
            var place = e.getLocation();
            String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            throw new IOException(path + " is not JSON" + where, e);
        } catch (IOException e) {
            throw new IOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void add(int index, JsonNode node) {
        String at = "[" + index + "]";
        if (!node.isObject()) {
            problems.add(at + " is not an object");
            return;
        }
        int before = problems.size();
        String email = text(at, node, "email");
        String name = text(at, node, "name");
        String image = image(at, node.get("image"));
        if (email == null || name == null || problems.size() > before) {
            return;
        }
        String problem = new ImportedUser(email, name, null, null).problem();
        Integer first = places.putIfAbsent(email.strip(), index);
        if (problem != null) {
            problems.add(at + ": " + problem);
        } else if (first != null) {
            problems.add(at + ".email is the same as [" + first + "].email");
        } else {
            entries.add(new Entry(email, name, image));
        }
    }

    private @Nullable String text(String at, JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            problems.add(at + "." + field + " is missing");
            return null;
        }
        if (!value.isString()) {
            problems.add(at + "." + field + " is not a string");
            return null;
        }
        return value.asString();
    }

    private @Nullable String image(String at, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            problems.add(at + ".image is not a string");
            return null;
        }
        String image = value.asString();
        if (image.equals(NO_IMAGE)) {
            return null;
        }
        if (!FILE_NAME.matcher(image).matches() || image.equals(".") || image.equals("..")) {
            problems.add(at + ".image must be \"" + NO_IMAGE + "\" or the name of a file, without its folder");
            return null;
        }
        return image;
    }
}
