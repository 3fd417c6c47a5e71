package dev.parley.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The description and the table of routes say the same. */
class ContractTest {

    private final Description description = new Description();

    static Stream<Endpoint> endpoints() {
        return Stream.of(Endpoint.values());
    }

    private static String line(String method, String path, String id) {
        return method.toUpperCase(Locale.ROOT) + " " + path + " " + id;
    }

    @Test
    void everyRouteIsDescribedAndEveryDescribedOperationIsRouted() {
        Set<String> described = description.operations().stream()
                .map(one -> line(
                        one.method(), one.path(), one.node().get("operationId").asString()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> routed = endpoints()
                .map(one -> line(one.method(), "/v1/" + one.path(), one.operationId()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).isEqualTo(routed);
    }

    private Description.Operation operation(Endpoint endpoint) {
        return description.operations().stream()
                .filter(one -> one.node().get("operationId").asString().equals(endpoint.operationId()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void parametersAreTheSame(Endpoint endpoint) {
        TreeMap<String, Set<String>> described = new TreeMap<>();
        for (JsonNode parameter : description.parameters(operation(endpoint))) {
            described
                    .computeIfAbsent(parameter.get("in").asString(), in -> new TreeSet<>())
                    .add(parameter.get("name").asString());
        }
        Set<String> inPath = Stream.of(endpoint.path().split("/"))
                .filter(segment -> segment.startsWith("{"))
                .map(segment -> segment.substring(1, segment.length() - 1))
                .collect(Collectors.toSet());

        assertThat(described.getOrDefault("path", Set.of())).isEqualTo(inPath);
        assertThat(described.getOrDefault("query", Set.of())).isEqualTo(Set.copyOf(endpoint.query()));
        assertThat(described.getOrDefault("header", Set.of())).isEqualTo(Set.copyOf(endpoint.headers()));
        assertThat(described.keySet()).isSubsetOf("path", "query", "header");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void securityIsTheSame(Endpoint endpoint) {
        JsonNode own = operation(endpoint).node().get("security");
        JsonNode described = own == null ? description.root().get("security") : own;
        Set<String> schemes = new TreeSet<>();
        described.forEach(choice -> schemes.addAll(choice.propertyNames()));

        assertThat(schemes)
                .isEqualTo(
                        switch (endpoint.security()) {
                            case NONE -> Set.of();
                            case SERVER_KEY -> Set.of("serverKey");
                            case OPERATOR -> Set.of("operator");
                            case SERVER_KEY_OR_OPERATOR -> Set.of("serverKey", "operator");
                        });
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void bodiesAndTheErrorsThatComeWithThemAreDescribed(Endpoint endpoint) {
        JsonNode node = operation(endpoint).node();
        Set<String> statuses = Set.copyOf(node.get("responses").propertyNames());
        boolean takesBody = endpoint.body() == Endpoint.Body.JSON;

        assertThat(node.has("requestBody")).isEqualTo(takesBody);
        if (takesBody) {
            assertThat(node.at("/requestBody/content").propertyNames()).containsExactly("application/json");
            assertThat(statuses).contains("400", "413", "415");
        }
        if (endpoint.security() != Security.NONE) {
            assertThat(statuses).contains("400", "401", "403", "429", "500");
        }
        assertThat(node.get("summary").asString()).isNotBlank();
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryExampleFitsItsSchema() {
        int references = references(description.root());
        assertThat(references).isGreaterThan(100);
        for (Description.Operation operation : description.operations()) {
            JsonNode request = operation.node().at("/requestBody/content/application~1json");
            request.path("examples").forEach(example -> assertFits(request.get("schema"), example.get("value")));
            operation.node().get("responses").forEach(response -> {
                JsonNode content = description.resolved(response).path("content");
                content.forEach(media -> {
                    if (media.has("example")) {
                        assertFits(media.get("schema"), media.get("example"));
                    }
                });
            });
        }
    }

    @Test
    void schemasUseOnlyWordsThatAreChecked() {
        description.root().at("/components/schemas").forEach(ContractTest::assertKnown);
        description.root().findValues("schema").forEach(ContractTest::assertKnown);
    }

    private static void assertKnown(JsonNode schema) {
        assertThat(SchemaCheck.KNOWN).containsAll(schema.propertyNames());
        schema.path("properties").forEach(ContractTest::assertKnown);
        schema.path("anyOf").forEach(ContractTest::assertKnown);
        if (schema.has("items")) {
            assertKnown(schema.get("items"));
        }
    }

    private void assertFits(JsonNode schema, JsonNode example) {
        assertThat(new SchemaCheck(description).check(schema, example))
                .as("%s", example)
                .isEmpty();
    }

    private int references(JsonNode node) {
        int found = 0;
        if (node.has("$ref")) {
            assertThat(description.resolved(node).isMissingNode())
                    .as("%s", node)
                    .isFalse();
            found++;
        }
        for (JsonNode child : List.copyOf(node.values())) {
            found += references(child);
        }
        return found;
    }
}
