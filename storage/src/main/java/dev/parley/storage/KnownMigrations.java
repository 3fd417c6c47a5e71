package dev.parley.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of a class path folder, without Flyway.
 *
 * @param checksums by version, as Flyway reckons them
 */
record KnownMigrations(Map<String, Integer> checksums) {

    private static final Pattern NAME = Pattern.compile("V(\\d+)__\\w+\\.sql");

    /** @return null if the folder holds, or lies in, anything that is left to Flyway to understand */
    static @Nullable KnownMigrations in(String folder) throws IOException {
        List<URL> places =
                Collections.list(KnownMigrations.class.getClassLoader().getResources(folder));
        List<String> names = places.size() == 1 ? names(places.getFirst()) : null;
        if (names == null || names.isEmpty()) {
            return null;
        }
        Map<String, Integer> checksums = new HashMap<>();
        for (String name : names) {
            Matcher matcher = NAME.matcher(name);
            if (!matcher.matches() || checksums.put(matcher.group(1), checksum(folder + "/" + name)) != null) {
                return null;
            }
        }
        return new KnownMigrations(Map.copyOf(checksums));
    }

    private static @Nullable List<String> names(URL place) throws IOException {
        return switch (place.getProtocol()) {
            case "jar" -> inJar((JarURLConnection) place.openConnection());
            case "file" -> inFolder(place);
            default -> null;
        };
    }

    /** The jar is the class path's own and stays open. */
    private static List<String> inJar(JarURLConnection connection) throws IOException {
        String prefix = connection.getEntryName().replaceFirst("/?$", "/");
        JarFile jar = connection.getJarFile();
        return jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.startsWith(prefix) && !name.endsWith("/"))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    private static List<String> inFolder(URL place) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(new URI(place.toString())))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** CRC-32 of its lines, without what ends them. */
    private static int checksum(String resource) throws IOException {
        try (InputStream in = KnownMigrations.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " cannot be read");
            }
            CRC32 crc = new CRC32();
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                crc.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return (int) crc.getValue();
        }
    }
}
