package dev.parley.server.api;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks values against JSON Schema, as much of it as the description uses; a word it does not know is an error. */
final class SchemaCheck {

    static final Set<String> KNOWN = Set.of(
            "$ref",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "anyOf",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "description",
            "default",
            "example");

    private final Description description;
    private final List<String> wrong = new ArrayList<>();

    SchemaCheck(Description description) {
        this.description = description;
    }

    /** What is wrong with the value. */
    List<String> check(JsonNode schema, JsonNode value) {
        check("$", schema, value);
        return wrong;
    }

    private void check(String at, JsonNode given, JsonNode value) {
        JsonNode schema = description.resolved(given);
        schema.propertyNames().forEach(word -> {
            if (!KNOWN.contains(word)) {
                throw new AssertionError("the check does not know " + word);
            }
        });
        if (schema.has("anyOf")) {
            checkAny(at, schema.get("anyOf"), value);
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            wrong.add(at + " is not " + schema.get("const"));
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            wrong.add(at + " is none of " + schema.get("enum"));
        }
        if (schema.has("type") && !isOfType(schema.get("type"), value)) {
            wrong.add(at + " is not " + schema.get("type"));
            return;
        }
        if (value.isObject()) {
            checkObject(at, schema, value);
        } else if (value.isArray()) {
            checkBounds(at, schema, "minItems", "maxItems", value.size());
            for (int i = 0; schema.has("items") && i < value.size(); i++) {
                check(at + "[" + i + "]", schema.get("items"), value.get(i));
            }
        } else if (value.isString()) {
            checkText(at, schema, value.asString());
        } else if (value.isNumber()) {
            checkBounds(at, schema, "minimum", "maximum", value.asLong());
        }
    }

    private void checkAny(String at, JsonNode choices, JsonNode value) {
        for (JsonNode choice : choices) {
            if (new SchemaCheck(description).check(choice, value).isEmpty()) {
                return;
            }
        }
        wrong.add(at + " fits none of the choices");
    }

    private void checkObject(String at, JsonNode schema, JsonNode value) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asString())) {
                wrong.add(at + "." + name.asString() + " is missing");
            }
        }
        boolean closed = schema.has("additionalProperties")
                && !schema.get("additionalProperties").booleanValue(true);
        value.properties().forEach(member -> {
            JsonNode known = schema.path("properties").get(member.getKey());
            if (known != null) {
                check(at + "." + member.getKey(), known, member.getValue());
            } else if (closed) {
                wrong.add(at + "." + member.getKey() + " is not described");
            }
        });
    }

    private void checkText(String at, JsonNode schema, String text) {
        checkBounds(at, schema, "minLength", "maxLength", text.length());
        if (schema.has("pattern") && !text.matches(schema.get("pattern").asString())) {
            wrong.add(at + " does not match " + schema.get("pattern"));
        }
        if (schema.path("format").asString("").equals("date-time")) {
            try {
                OffsetDateTime.parse(text);
            } catch (DateTimeParseException e) {
                wrong.add(at + " is no time");
            }
        }
    }

    private void checkBounds(String at, JsonNode schema, String min, String max, long value) {
        if (value < schema.path(min).asLong(Long.MIN_VALUE)
                || value > schema.path(max).asLong(Long.MAX_VALUE)) {
            wrong.add(at + " is out of bounds");
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode one : list) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (isOfType(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asString()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("the check does not know the type " + type);
        };
    }
}
