package dev.parley.testkit;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a library promises its users: the public and protected members of its exported packages, one a line, with what may be
 * null. The lines are kept in the file api.txt of the module, so that whoever changes them sees it, and a reviewer, too.
 */
public final class PublicApi {
    private static final Path FILE = Path.of("api.txt");
    private static final String UPDATE = "parley.api.update";
    private static final int VISIBLE = Modifier.PUBLIC | Modifier.PROTECTED;
    private static final int SHOWN = VISIBLE | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;
    private static final Set<String> OF_OBJECT = Set.of("equals", "hashCode", "toString");

    private PublicApi() {}

    /**
     * Compares these packages with the file; writes the file instead if the system property parley.api.update is true.
     *
     * @throws AssertionError that names each line that is missing or new
     */
    public static void check(String... packages) {
        Set<String> now = new TreeSet<>();
        for (String name : packages) {
            for (JavaClass type : HouseRules.code(name)) {
                if (type.getPackageName().equals(name)) {
                    describe(type.reflect(), now);
                }
            }
        }
        try {
            compare(now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(Set<String> now) throws IOException {
        if (Boolean.getBoolean(UPDATE)) {
            Files.write(FILE, now);
            return;
        }
        Set<String> known = new TreeSet<>(Files.exists(FILE) ? Files.readAllLines(FILE) : List.of());
        List<String> changes = new ArrayList<>();
        known.stream().filter(line -> !now.contains(line)).forEach(line -> changes.add("- " + line));
        now.stream().filter(line -> !known.contains(line)).forEach(line -> changes.add("+ " + line));
        if (!changes.isEmpty()) {
            throw new AssertionError("The public API is not what api.txt says. If that is meant, run the test with -D"
                    + UPDATE + "=true and commit the file:\n" + String.join("\n", changes));
        }
    }

    private static void describe(Class<?> type, Set<String> lines) {
        for (Class<?> part = type; part != null; part = part.getEnclosingClass()) {
            if ((part.getModifiers() & VISIBLE) == 0) {
                return;
            }
        }
        String name = plain(type.getTypeName());
        Stream<AnnotatedType> parents = Stream.concat(
                Stream.ofNullable(type.getAnnotatedSuperclass()), Stream.of(type.getAnnotatedInterfaces()));
        lines.add(name + ": " + plain(type.toGenericString()) + (type.isSealed() ? " sealed" : "")
                + parents.map(PublicApi::text).collect(Collectors.joining(", ", " : ", "")));
        for (Field field : type.getDeclaredFields()) {
            add(lines, name, field, text(field.getAnnotatedType()) + " " + field.getName());
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            add(lines, name, constructor, "new" + parameters(constructor));
        }
        methods(type, name, lines);
        // What users inherit from a class that they cannot see is theirs as well.
        for (Class<?> hidden = type.getSuperclass(); hidden != null; hidden = hidden.getSuperclass()) {
            if ((hidden.getModifiers() & VISIBLE) == 0) {
                methods(hidden, name, lines);
            }
        }
    }

    private static void methods(Class<?> type, String name, Set<String> lines) {
        for (Method method : type.getDeclaredMethods()) {
            if (!OF_OBJECT.contains(method.getName())) {
                String result = text(method.getAnnotatedReturnType());
                String body = method.isDefault() ? "default " : "";
                add(lines, name, method, body + result + " " + method.getName() + parameters(method));
            }
        }
    }

    private static <M extends Member & AnnotatedElement> void add(
            Set<String> lines, String type, M member, String text) {
        if ((member.getModifiers() & VISIBLE) != 0 && !member.isSynthetic()) {
            String deprecated = member.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
            lines.add(type + ": " + deprecated + Modifier.toString(member.getModifiers() & SHOWN) + " " + text);
        }
    }

    private static String parameters(Executable executable) {
        String bounds = Stream.of(executable.getTypeParameters())
                .map(variable -> variable + " extends " + list(variable.getAnnotatedBounds()))
                .collect(Collectors.joining(" where ", " where ", ""));
        String thrown = list(executable.getAnnotatedExceptionTypes());
        return "(" + list(executable.getAnnotatedParameterTypes()) + ")"
                + (thrown.isEmpty() ? "" : " throws " + thrown)
                + (bounds.equals(" where ") ? "" : bounds);
    }

    private static String list(AnnotatedType[] types) {
        return Stream.of(types).map(PublicApi::text).collect(Collectors.joining(", "));
    }

    private static String text(AnnotatedType type) {
        return plain(type.toString());
    }

    /** Without the packages that every reader knows. */
    private static String plain(String text) {
        return text.replaceAll("@org\\.jspecify\\.annotations\\.(\\w+)\\(\\)", "@$1")
                .replaceAll("(java\\.(lang|util)|dev\\.parley(\\.[a-z]+)+)\\.(?=[A-Z])", "");
    }
}
