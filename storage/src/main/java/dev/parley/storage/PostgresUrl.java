package dev.parley.storage;

import com.zaxxer.hikari.util.DriverDataSource;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL URL taken apart, so that the password is in none of the parts that anybody shows.
 *
 * @param place hosts, ports and database, such as {@code db.example.com:5432/parley}
 * @param parameters the driver's settings without user and password
 */
record PostgresUrl(
        String place, @Nullable String user, @Nullable String password, Map<String, String> parameters) {

    private static final String WRONG =
            "database.url is not a PostgreSQL URL such as postgresql://user:password@db.example.com/parley";

    private static final int CONNECT_SECONDS = 5;

    /** A dead peer must not hold a connection forever. */
    private static final int SOCKET_SECONDS = 60;

    PostgresUrl {
        parameters = Map.copyOf(parameters);
    }

    /** @throws IOException if it is not one; the message does not repeat it */
    static PostgresUrl parse(String url) throws IOException {
        String rest = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        int scheme = rest.indexOf("://");
        if (scheme < 0 || !rest.substring(0, scheme).matches("postgres(ql)?")) {
            throw new IOException(WRONG);
        }
        try {
            return split(rest.substring(scheme + "://".length()));
        } catch (IllegalArgumentException e) {
            // Its message repeats what is wrong, and that may be the password.
            throw new IOException(WRONG + ": write characters such as % in user and password as %25");
        }
    }

    private static PostgresUrl split(String text) throws IOException {
        int question = text.indexOf('?');
        Map<String, String> parameters = parameters(question < 0 ? "" : text.substring(question + 1));
        String address = question < 0 ? text : text.substring(0, question);
        int at = address.lastIndexOf('@');
        String user = parameters.remove("user");
        String password = parameters.remove("password");
        if (at >= 0) {
            String[] credentials = address.substring(0, at).split(":", 2);
            user = decode(credentials[0]);
            password = credentials.length > 1 ? decode(credentials[1]) : password;
        }
        String place = address.substring(at + 1);
        if (place.indexOf('/') < 0 || place.endsWith("/")) {
            throw new IOException(WRONG + ": it names no database");
        }
        return new PostgresUrl(place, user, password, parameters);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            if (!parts[0].isEmpty()) {
                parameters.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
            }
        }
        return parameters;
    }

    /** A plus is a plus here, as in every part of a URL but a form's. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** For work: a connection that does not answer is given up. */
    DataSource source() throws IOException {
        return source(SOCKET_SECONDS);
    }

    /** For the schema: a migration may take its time. */
    DataSource patientSource() throws IOException {
        return source(0);
    }

    private DataSource source(int socketSeconds) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(socketSeconds));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "parley");
        properties.putAll(parameters);
        // In simple mode the driver itself writes values into statements.
        properties.setProperty("preferQueryMode", "extended");
        // The details of an error repeat values: addresses, tokens.
        properties.setProperty("logServerErrorDetail", "false");
        try {
            return new DriverDataSource(
                    "jdbc:postgresql://" + place, "org.postgresql.Driver", properties, user, password);
        } catch (RuntimeException e) {
            // Says that no driver takes it; what it repeats holds no credentials.
            throw new IOException(WRONG, e);
        }
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return "postgresql://" + place;
    }
}
