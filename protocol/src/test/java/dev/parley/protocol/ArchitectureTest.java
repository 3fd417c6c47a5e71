package dev.parley.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.parley.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.protocol");

    @Test
    void protocolUsesTheJdkAndJacksonCoreOnly() {
        classes()
                .that()
                .resideInAPackage("dev.parley.protocol")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "tools.jackson.core..", "org.jspecify..", "dev.parley.protocol")
                .check(CODE);
    }

    @Test
    void mappingWithoutALibraryUsesTheJdkAndJacksonCoreOnly() {
        classes()
                .that()
                .resideInAPackage("dev.parley.protocol.mapping")
                .and()
                .haveNameNotMatching(".*\\.(Jackson|Gson)\\w+(\\$.*)?")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "tools.jackson.core..",
                                "org.jspecify..",
                                "dev.parley.protocol",
                                "dev.parley.protocol.mapping")
                        .and(not(nameMatching(".*\\.(JacksonMapping|Gson\\w+)(\\$.*)?"))))
                .check(CODE);
    }

    @Test
    void eachLibraryIsUsedByItsMappingOnly() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.mapping\\.JacksonMapping(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson.databind..")
                .check(CODE);
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.mapping\\.Gson(Mapping|Attachments)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.gson..")
                .check(CODE);
    }

    @Test
    void protocolNeitherWaitsNorReadsAClockNorStartsThreads() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "java.time..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class)
                .check(CODE);
    }

    /** The libraries of the mappings write to streams in memory; the codecs know none. */
    @Test
    void streamsAreForMappingsOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.protocol")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.io")
                .check(CODE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|RandomAccess).*")
                .check(CODE);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        HouseRules.checkNames(CODE);
    }
}
