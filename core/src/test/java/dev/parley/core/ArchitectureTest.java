package dev.parley.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this module may know. */
class ArchitectureTest {
    private final JavaClasses core = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.core");

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
    void onlyTheClockAsksForTheTimeAndNobodySleeps() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SystemClock")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(core);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .check(core);
    }
}
