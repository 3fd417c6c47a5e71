package dev.parley.server.config;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What settings exist, derived from the annotated records.
 *
 * @param type the record of this section
 * @param members its settings and sections, in the order of the record's components
 */
record Schema(Class<? extends Record> type, List<Member> members) {
    private static final Schema ROOT = of(Config.class);
    private static final String ENVIRONMENT_PREFIX = "PARLEY_";

    /** How a member's value is written. */
    enum Kind {
        VALUE,
        VALUES,
        SECTION,
        SECTIONS
    }

    /**
     * One component of a settings record.
     *
     * @param type the type of the value, or of one of the values
     * @param section the section's members; null for values
     */
    record Member(
            String name,
            Kind kind,
            Class<?> type,
            boolean optional,
            Setting setting,
            @Nullable Schema section) {

        Schema requireSection() {
            if (section == null) {
                throw new IllegalStateException(name + " is not a section");
            }
            return section;
        }
    }

    /** A setting that the environment and flags can name, with its full name. */
    record Named(String path, Member member) {

        /** {@code socketio.pingInterval} is {@code PARLEY_SOCKETIO_PING_INTERVAL}. */
        String variable() {
            return ENVIRONMENT_PREFIX
                    + path.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                            .replace('.', '_')
                            .toUpperCase(Locale.ROOT);
        }

        String flag() {
            return "--" + path;
        }
    }

    /** All settings of the server. */
    static Schema root() {
        return ROOT;
    }

    static String join(String section, String name) {
        return section.isEmpty() ? name : section + "." + name;
    }

    Optional<Member> find(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /** The member with this full name, which does not lead into a list. */
    Optional<Member> findPath(String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return find(path);
        }
        return find(path.substring(0, dot))
                .filter(member -> member.kind() == Kind.SECTION)
                .flatMap(member -> member.requireSection().findPath(path.substring(dot + 1)));
    }

    /** Every setting outside lists of sections, with its full name, in the order of the records. */
    List<Named> named() {
        List<Named> found = new ArrayList<>();
        collect("", found::add);
        return found;
    }

    private void collect(String section, Consumer<Named> found) {
        for (Member member : members) {
            String path = join(section, member.name());
            switch (member.kind()) {
                case VALUE, VALUES -> found.accept(new Named(path, member));
                case SECTION -> member.requireSection().collect(path, found);
                case SECTIONS -> {
                    // An element has no name that a variable or a flag could use.
                }
            }
        }
    }

    private static Schema of(Class<? extends Record> type) {
        List<Member> members = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            members.add(member(component));
        }
        return new Schema(type, List.copyOf(members));
    }

    private static Member member(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(component + " has no @Setting");
        }
        String name = setting.name().isEmpty() ? component.getName() : setting.name();
        boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        boolean list = component.getType() == List.class;
        Class<?> type = list ? element(component) : component.getType();
        if (type.isRecord() && !Values.supports(type)) {
            Kind kind = list ? Kind.SECTIONS : Kind.SECTION;
            return new Member(name, kind, type, optional, setting, of(type.asSubclass(Record.class)));
        }
        return new Member(name, list ? Kind.VALUES : Kind.VALUE, type, optional, setting, null);
    }

    private static Class<?> element(RecordComponent component) {
        Type element = ((AnnotatedParameterizedType) component.getAnnotatedType())
                .getAnnotatedActualTypeArguments()[0].getType();
        return (Class<?>) element;
    }
}
