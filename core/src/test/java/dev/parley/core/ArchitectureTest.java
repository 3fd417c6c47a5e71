package dev.parley.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.parley.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** What this module may know. */
class ArchitectureTest {
    private final JavaClasses core = HouseRules.code("dev.parley.core");

    @Test
    void coreKnowsPayloadsAndNothingElseOfProtocols() {
        DescribedPredicate<JavaClass> allowed = describe(
                "the JDK's base, Payload, core itself, slf4j, micrometer and jspecify",
                type -> type.isPrimitive()
                        || type.getBaseComponentType().isPrimitive()
                        || isAllowed(type.getBaseComponentType().getName()));
        classes().should().onlyDependOnClassesThat(allowed).check(core);
    }

    private static boolean isAllowed(String name) {
        return name.matches("java\\.(lang|util)\\..*")
                || name.equals("dev.parley.protocol.Payload")
                || name.startsWith("dev.parley.core.")
                || name.startsWith("org.slf4j.")
                || name.startsWith("io.micrometer.core.")
                || name.startsWith("org.jspecify.");
    }

    @Test
    void houseRulesHold() {
        HouseRules.check(core);
    }
}
