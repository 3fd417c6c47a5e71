package dev.parley.e2e.admin;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operations that a running server says it has ({@code /docs/openapi.yaml}). */
final class Description {

    /** One of them, with a pattern for its requests as {@code METHOD path}. */
    record Operation(String id, Pattern request) {}

    private static final Pattern LINE =
            Pattern.compile("^(?: {2}(/\\S*):|    (get|put|post|patch|delete|head):|      operationId: (\\w+))\\s*$");

    private Description() {}

    static List<Operation> of(String url) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/docs/openapi.yaml")).build();
        String yaml = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        List<Operation> operations = new ArrayList<>();
        String path = "";
        String method = "";
        for (String line : yaml.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            if (matcher.group(1) != null) {
                path = matcher.group(1);
            } else if (matcher.group(2) != null) {
                method = matcher.group(2);
            } else {
                String pattern = path.replaceAll("\\{\\w+}", "[^/]+");
                operations.add(new Operation(matcher.group(3), Pattern.compile("(?i:" + method + ") " + pattern)));
            }
        }
        return operations;
    }
}
