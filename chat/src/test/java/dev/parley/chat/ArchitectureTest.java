package dev.parley.chat;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** What this module may know. */
class ArchitectureTest {

    private final JavaClasses chat = HouseRules.code("dev.parley.chat");

    @Test
    void chatKnowsTheDatabaseAndTheClockAndNoProtocol() {
        DescribedPredicate<JavaClass> allowed = describe(
                "the JDK's base, SQL, storage, the clock, chat itself, jdbi, slf4j, micrometer and jspecify",
                type -> type.isPrimitive()
                        || type.getBaseComponentType().isPrimitive()
                        || isAllowed(type.getBaseComponentType().getName()));
        classes().should().onlyDependOnClassesThat(allowed).check(chat);
    }

    private static boolean isAllowed(String name) {
        return name.matches("java\\.(lang|util|sql)\\..*")
                || name.equals("java.security.SecureRandom")
                || name.equals("dev.parley.core.Clock")
                || name.startsWith("dev.parley.storage.")
                || name.startsWith("dev.parley.chat.")
                || name.startsWith("org.jdbi.v3.core.")
                || name.startsWith("org.slf4j.")
                || name.startsWith("io.micrometer.core.")
                || name.startsWith("org.jspecify.");
    }

    @Test
    void houseRulesHold() {
        HouseRules.check(chat);
    }
}
