package dev.parley.server.api;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The API's description, as a test reads it. */
final class Description {

    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch", "head");

    /**
     * One operation of it.
     *
     * @param path as it stands there
     * @param place what stands at the path, for parameters that all its operations have
     */
    record Operation(String method, String path, JsonNode place, JsonNode node) {}

    private final JsonNode root;

    Description() {
        try (InputStream in = Description.class.getResourceAsStream("/openapi.yaml")) {
            root = new YAMLMapper().readTree(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        root.get("paths")
                .properties()
                .forEach(path -> METHODS.forEach(method -> {
                    JsonNode node = path.getValue().get(method);
                    if (node != null) {
                        all.add(new Operation(method, path.getKey(), path.getValue(), node));
                    }
                }));
        return all;
    }

    /** The parameters of an operation and of its path. */
    List<JsonNode> parameters(Operation operation) {
        List<JsonNode> all = new ArrayList<>();
        operation.place().path("parameters").forEach(parameter -> all.add(resolved(parameter)));
        operation.node().path("parameters").forEach(parameter -> all.add(resolved(parameter)));
        return all;
    }

    /** What stands at the other end of a reference. */
    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : resolved(root.at(reference.asString().substring(1)));
    }

    /** Asserts that an answer is one of those described. */
    void check(String method, String rawPath, int status, @Nullable String contentType, String body) {
        Operation operation = operations().stream()
                .filter(one -> one.method().equalsIgnoreCase(method) && matches(one.path(), rawPath))
                .min((a, b) -> Integer.compare(braces(a.path()), braces(b.path())))
                .orElseThrow(() -> new AssertionError(method + " " + rawPath + " is not described"));
        JsonNode response = operation.node().get("responses").get(Integer.toString(status));
        String what = operation.node().get("operationId").asString() + " answered " + status;
        if (response == null) {
            throw new AssertionError(what + ", which is not described: " + body);
        }
        JsonNode content = resolved(response).get("content");
        if (content == null) {
            if (!body.isEmpty()) {
                throw new AssertionError(what + " with a body that is not described: " + body);
            }
            return;
        }
        String type = contentType == null ? "" : contentType.split(";")[0];
        JsonNode media = content.get(type);
        if (media == null) {
            throw new AssertionError(what + " as " + contentType);
        }
        if (type.contains("json")) {
            List<String> wrong = new SchemaCheck(this).check(media.get("schema"), new YAMLMapper().readTree(body));
            if (!wrong.isEmpty()) {
                throw new AssertionError(what + " against its schema: " + wrong + " in " + body);
            }
        }
    }

    private static int braces(String path) {
        return (int) path.chars().filter(c -> c == '{').count();
    }

    private static boolean matches(String template, String rawPath) {
        Iterator<String> segments =
                List.of(rawPath.split("\\?", 2)[0].split("/")).iterator();
        StringBuilder expression = new StringBuilder();
        for (String segment : template.split("/")) {
            expression.append(expression.isEmpty() && segment.isEmpty() ? "" : "/");
            expression.append(segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment));
        }
        return segments.hasNext() && rawPath.split("\\?", 2)[0].matches(expression.toString());
    }
}
