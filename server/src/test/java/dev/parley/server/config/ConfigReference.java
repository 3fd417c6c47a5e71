package dev.parley.server.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code docs/configuration.md} from the settings records. */
final class ConfigReference {
    private static final String INTRODUCTION = """
            # Configuration

            <!-- Generated from the records in server/src/main/java/dev/parley/server/config. Renew it with
                 COMMAND -->

            Settings come from three places; a later one wins over an earlier one:

            1. a file: `parley.yaml` in the working directory, or the one named by `--config FILE` or `PARLEY_CONFIG`;
            2. the environment: `PARLEY_` and the setting's name, so `socketio.pingInterval` is
               `PARLEY_SOCKETIO_PING_INTERVAL`;
            3. flags: `--socketio.pingInterval=10s`. `--port`, `--host` and `--data-dir` are short for `--listen.port`,
               `--listen.host` and `--data.dir`.

            Anything unknown is an error, with its place and the nearest name; `parley check-config` checks without
            starting. Apps are set in the file only. In the environment and in flags a list is written with commas; an
            empty variable counts as not set.

            Durations are written `500ms`, `10s`, `2m`, `24h`, `7d`. Sizes are written `64KiB`, `1MiB` (powers of 1024),
            `1MB` (powers of 1000) or as plain bytes. YAML anchors, aliases and tags are not supported.

            ```yaml
            listen: { host: 127.0.0.1, port: 7400 }
            data: { dir: ./parley-data }
            apps:
              - id: myapp
                clientKeys: [ { key: choose-a-client-key } ]
                serverKey: choose-a-long-random-server-key
            ```
            """;

    private final StringBuilder page = new StringBuilder();

    private ConfigReference() {}

    static String page(String command) {
        ConfigReference reference = new ConfigReference();
        reference.page.append(INTRODUCTION.replace("COMMAND", command));
        reference.section("", "", null, Schema.root());
        return reference.page.toString();
    }

    private void section(String path, String shown, Schema.@Nullable Member member, Schema schema) {
        if (member != null) {
            page.append("\n## `")
                    .append(shown)
                    .append("`\n\n")
                    .append(member.setting().doc());
            page.append('\n');
        } else {
            page.append("\n## Top level\n");
        }
        List<Schema.Member> values = schema.members().stream()
                .filter(inner -> inner.section() == null)
                .toList();
        if (!values.isEmpty()) {
            page.append("\n| setting | value | default | meaning |\n|---|---|---|---|\n");
            values.forEach(value ->
                    row(shown, value, member == null ? "" : member.setting().inherit()));
        }
        for (Schema.Member inner : schema.members()) {
            if (inner.section() != null) {
                String suffix = inner.kind() == Schema.Kind.SECTIONS ? "[]" : "";
                String innerShown = Schema.join(shown, inner.name()) + suffix;
                section(Schema.join(path, inner.name()), innerShown, inner, inner.section());
            }
        }
    }

    private void row(String section, Schema.Member member, String inherit) {
        String value = Values.expected(member);
        List<String> cells = new ArrayList<>();
        cells.add("`" + Schema.join(section, member.name()) + "`");
        cells.add(member.kind() == Schema.Kind.VALUES ? "list, each " + value : value);
        cells.add(inherit.isEmpty() ? byDefault(member) : "that of `" + inherit + "." + member.name() + "`");
        cells.add(member.setting().doc());
        page.append("| ").append(String.join(" | ", cells).replace("\n", " ")).append(" |\n");
    }

    private static String byDefault(Schema.Member member) {
        Setting setting = member.setting();
        if (setting.required()) {
            return "required";
        }
        if (!setting.inherit().isEmpty()) {
            return "that of `" + setting.inherit() + "`";
        }
        return setting.def().isEmpty() ? "none" : "`" + setting.def() + "`";
    }
}
