package dev.parley.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.server.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is said of settings that cannot work. */
class PushSettingsTest {

    @TempDir
    private Path folder;

    private static ObjectNode account() {
        return JsonMapper.shared()
                .createObjectNode()
                .put("type", "service_account")
                .put("project_id", Google.PROJECT)
                .put("private_key", Google.privateKey())
                .put("client_email", Google.EMAIL);
    }

    private String problem(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("a.json"), text);
        try {
            PushService.check(PushWorld.settings("fcm: { serviceAccount: '" + file + "' }"));
            return "";
        } catch (IOException e) {
            assertThat(e.getMessage()).startsWith("push.fcm.serviceAccount: " + file + " ");
            assertThat(e.getMessage()).doesNotContain("canary").doesNotContain("PRIVATE KEY-----");
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aUsableAccountIsTaken() throws Exception {
        assertThat(problem(account().toString())).isEmpty();
        assertThat(problem(account().put("project_id", "example.com:chat").toString()))
                .isEmpty();
        PushService.check(PushWorld.settings(""));
        Path file = Files.writeString(folder.resolve("a.json"), account().toString());
        ServiceAccount read = ServiceAccount.read(file);
        assertThat(read.tokenUri()).hasToString("https://oauth2.googleapis.com/token");
        assertThat(read).hasToString("ServiceAccount[" + Google.PROJECT + "]");
    }

    @Test
    void whatIsWrongWithTheFileIsSaid() throws Exception {
        assertThat(problem("canary")).endsWith("is not JSON");
        assertThat(problem("[\"canary\"]")).contains("is not the JSON file of a service account");
        assertThat(problem("{\"client\":[{\"canary\":1}]}")).contains("is not the JSON file of a service account");
        for (String field : new String[] {"project_id", "private_key", "client_email"}) {
            ObjectNode without = account();
            without.remove(field);
            assertThat(problem(without.toString())).endsWith("lacks \"" + field + "\"");
            assertThat(problem(account().put(field, 1).toString())).endsWith("lacks \"" + field + "\"");
        }
        assertThat(problem(account().put("private_key", "canary").toString())).contains("no RSA key");
        assertThat(problem(account()
                        .put("private_key", "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----")
                        .toString()))
                .contains("no RSA key");
        assertThat(problem(account().put("project_id", "../canary").toString())).contains("\"project_id\"");
        assertThat(problem(account().put("token_uri", "http://canary.example/t").toString()))
                .contains("\"token_uri\"");
        assertThat(problem("x".repeat(70_000))).contains("too large");
    }

    @Test
    void aFileThatIsNotThereIsFoundWithTheSettings() {
        assertThatThrownBy(() -> PushWorld.settings("fcm: { serviceAccount: /none.json }"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("push.fcm.serviceAccount names /none.json, which is not a readable file");
        assertThatThrownBy(() -> ServiceAccount.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("push.fcm.serviceAccount: " + folder + " is not a readable file");
    }

    @Test
    void tokensGoNowhereUnprotected() throws Exception {
        Path file = Files.writeString(folder.resolve("a.json"), account().toString());
        for (String bad : new String[] {
            "http://fcm.example.com", "ftp://127.0.0.1", "https://fcm.example.com/v1", "https://u@fcm.example.com"
        }) {
            assertThatThrownBy(() ->
                            PushWorld.settings("fcm: { serviceAccount: '" + file + "', endpoint: '" + bad + "' }"))
                    .as(bad)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("push.fcm.endpoint must be https://");
        }
        PushWorld.settings("fcm: { serviceAccount: '" + file + "', endpoint: 'http://localhost:1/' }");
        assertThatThrownBy(() -> PushWorld.settings("webhook: { url: 'ftp://x.example', secret: canary }"))
                .hasMessageContaining("push.webhook.url must be http:// or https://");
    }
}
