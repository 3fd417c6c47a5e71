package dev.parley.server.push;

import dev.parley.server.config.SafeUrl;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who this server is to Google: the JSON file that Google's console gives out for a service account.
 *
 * @param keyId empty if the file names none
 * @param tokenUri where access tokens are to be had
 */
record ServiceAccount(String project, String email, String keyId, PrivateKey key, URI tokenUri) {

    private static final int MAX_BYTES = 64 * 1024;
    private static final int MIN_BITS = 2048;
    private static final String USUAL_TOKEN_URI = "https://oauth2.googleapis.com/token";
    private static final Pattern PROJECT = Pattern.compile("[a-z][a-z0-9.:-]{0,99}");
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Reads it. Blocks on the disk.
     *
     * @throws IOException if it is missing or not such a file; the message names the setting and shows nothing of the file
     */
    static ServiceAccount read(Path file) throws IOException {
        try {
            return parse(text(file));
        } catch (Unusable e) {
            throw new IOException("push.fcm.serviceAccount: " + file + " " + e.getMessage());
        }
    }

    private static String text(Path file) throws Unusable {
        try {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new Unusable("is not a readable file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new Unusable("is too large for a service account's JSON file");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Unusable("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static ServiceAccount parse(String text) throws Unusable {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new Unusable("is not JSON");
        }
        if (!json.isObject() || !json.path("type").asString("").equals("service_account")) {
            throw new Unusable("is not the JSON file of a service account (its \"type\" must be \"service_account\");"
                    + " make a key at Project settings, Service accounts, in Firebase's console");
        }
        String project = field(json, "project_id");
        if (!PROJECT.matcher(project).matches()) {
            throw new Unusable("has a \"project_id\" that is none");
        }
        return new ServiceAccount(
                project,
                field(json, "client_email"),
                json.path("private_key_id").asString(""),
                key(field(json, "private_key")),
                tokenUri(json.path("token_uri").asString(USUAL_TOKEN_URI)));
    }

    private static String field(JsonNode json, String name) throws Unusable {
        JsonNode value = json.path(name);
        if (!value.isString() || value.asString().isBlank()) {
            throw new Unusable("lacks \"" + name + "\"");
        }
        return value.asString();
    }

    private static PrivateKey key(String pem) throws Unusable {
        Matcher block = PEM.matcher(pem);
        if (block.find()) {
            try {
                PrivateKey key = KeyFactory.getInstance("RSA")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1))));
                if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() >= MIN_BITS) {
                    return key;
                }
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // Said below, without what the key looks like.
            }
        }
        throw new Unusable("has a \"private_key\" that is no RSA key of 2048 bits or more in PEM form (PRIVATE KEY)");
    }

    private static URI tokenUri(String text) throws Unusable {
        try {
            URI uri = new URI(text);
            if (SafeUrl.isSafe(uri)) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new Unusable("has a \"token_uri\" that is not https:// (or http:// on this machine)");
    }

    /** What is wrong with the file, as the rest of a sentence about it. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "ServiceAccount[" + project + "]";
    }
}
