package dev.parley.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;

/** What holds for the code of every module that runs. What a module may know of others its own test says. */
public final class HouseRules {

    private HouseRules() {}

    /** The classes of a package and those below it, without tests. */
    public static JavaClasses code(String root) {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
    }

    /**
     * Fails unless only a clock asks the machine for the time, nobody sleeps, and names say what things are.
     *
     * @throws AssertionError that names each class that does not
     */
    public static void check(JavaClasses code) {
        check(code, "dev.parley.core.SystemClock");
    }

    /**
     * The same for a module with another clock.
     *
     * @param clock the full name of the class that may ask for the time
     * @throws AssertionError that names each class that does not keep the rules
     */
    public static void check(JavaClasses code, String clock) {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(clock)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(code);
        checkNames(code);
    }

    /**
     * Fails unless names say what things are.
     *
     * @throws AssertionError that names each class whose name does not
     */
    public static void checkNames(JavaClasses code) {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .check(code);
    }
}
