package dev.parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell scripts, laid out as in a distribution and run with Javas that only print their arguments. */
class LauncherTest {
    private static final Path CHECKOUT = Path.of("..");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by the test engine
    private Path folder;

    @BeforeEach
    void unpack() throws IOException {
        Files.createDirectories(folder.resolve("dist/bin"));
        Files.createDirectories(folder.resolve("dist/lib"));
        Files.copy(CHECKOUT.resolve("parley"), folder.resolve("dist/bin/parley"));
        Files.copy(CHECKOUT.resolve(".mvn/find-jdk.sh"), folder.resolve("dist/lib/find-jdk.sh"));
        for (String jar : List.of("b.jar", "parley-z.jar", "a.jar")) {
            Files.createFile(folder.resolve("dist/lib").resolve(jar));
        }
    }

    private String java(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"" + name + ":\"\nprintf '<%s>\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home.toString();
    }

    private String run(Path script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_") || name.equals("JAVA_HOME"));
        builder.environment().putAll(environment);
        Process process =
                builder.directory(folder.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void argumentsAndOptionsArePassedOn() throws Exception {
        String home = java("jdk", "25.0.1");
        String output = run(
                folder.resolve("dist/bin/parley"),
                Map.of("PARLEY_JAVA_HOME", home, "PARLEY_JAVA_OPTS", "-Xmx1g -Da=b"),
                "serve",
                "--data-dir",
                "a b");
        assertThat(output)
                .contains("<-XX:+ExitOnOutOfMemoryError>", "<-Xmx1g>\n<-Da=b>\n<-cp>\n")
                .endsWith("<dev.parley.server.Main>\n<serve>\n<--data-dir>\n<a b>\n");
    }

    @Test
    void theScriptIsFoundThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("dist/bin/parley"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("again"), link);
        assertThat(run(linkToLink, Map.of("PARLEY_JAVA_HOME", java("jdk", "25"))))
                .contains("/dist/lib/parley-z.jar:");
    }

    @Test
    void theClassPathIsInTheSameOrderEverywhereAndHasOurJarsFirst() throws Exception {
        String lib = folder.toRealPath().resolve("dist/lib") + "/";
        assertThat(run(folder.resolve("dist/bin/parley"), Map.of("PARLEY_JAVA_HOME", java("jdk", "25"))))
                .contains("<-cp>\n<" + lib + "parley-z.jar:" + lib + "a.jar:" + lib + "b.jar>\n");
    }

    @Test
    void aCacheIsUsedIfThereIsOne() throws Exception {
        Map<String, String> environment = Map.of("PARLEY_JAVA_HOME", java("jdk", "25"), "PARLEY_JAVA_OPTS", "-Xmx1g");
        Path script = folder.resolve("dist/bin/parley");
        assertThat(run(script, environment)).doesNotContain("AOT");
        Path cache = folder.toRealPath().resolve("dist/lib/parley.aot");
        Files.createFile(cache);
        assertThat(run(script, environment)).as("an empty file is none").doesNotContain("AOT");
        Files.writeString(cache, "something");
        assertThat(run(script, environment))
                .contains("<-XX:AOTCache=" + cache + ">\n<-Xlog:aot=off>\n<-Xlog:cds=off>\n<-Xmx1g>\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:AOTMode=off", "-Xmx1g -XX:AOTCache=/own", "-XX:SharedArchiveFile=/own", "-Xshare:off"})
    void whoeverSetsOptionsOfThatKindIsLeftAlone(String options) throws Exception {
        Files.writeString(folder.resolve("dist/lib/parley.aot"), "something");
        Map<String, String> environment = Map.of("PARLEY_JAVA_HOME", java("jdk", "25"), "PARLEY_JAVA_OPTS", options);
        assertThat(run(folder.resolve("dist/bin/parley"), environment)).doesNotContain("parley.aot");
    }

    /** A real Java, with nothing to run: it says so, and nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"", "no cache at all", "foreign"})
    void aCacheThatCannotBeUsedIsPassedOverInSilence(String content) throws Exception {
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        if (content.equals("foreign")) {
            // Looks like one, and is of no Java that there is.
            bytes = ByteBuffer.allocate(8192)
                    .order(ByteOrder.nativeOrder())
                    .putInt(0xf00baba2)
                    .putInt(0)
                    .putInt(1)
                    .array();
        }
        Files.write(folder.resolve("dist/lib/parley.aot"), bytes);
        Files.write(folder.resolve("dist/lib/b.jar"), jarWithMain());
        Files.delete(folder.resolve("dist/lib/a.jar"));
        Files.delete(folder.resolve("dist/lib/parley-z.jar"));
        Map<String, String> environment = Map.of("PARLEY_JAVA_HOME", System.getProperty("java.home"));
        assertThat(run(folder.resolve("dist/bin/parley"), environment, "version"))
                .isEqualTo("started\n");
    }

    /** A jar with a class of the server's name, which prints one line. */
    private static byte[] jarWithMain() throws IOException {
        ClassDesc system = ClassDesc.of("java.lang.System");
        ClassDesc stream = ClassDesc.of("java.io.PrintStream");
        byte[] main = ClassFile.of()
                .build(
                        ClassDesc.of("dev.parley.server.Main"),
                        type -> type.withMethodBody(
                                "main",
                                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String.arrayType()),
                                ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                code -> code.getstatic(system, "out", stream)
                                        .ldc("started")
                                        .invokevirtual(
                                                stream,
                                                "println",
                                                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String))
                                        .return_()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(new JarEntry("dev/parley/server/Main.class"));
            jar.write(main);
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }

    @Test
    void warmUpMakesTheCacheWithTheSameOptionsAndClassPath() throws Exception {
        String home = java("jdk", "25");
        Path script = folder.resolve("dist/bin/parley");
        Path cache = folder.toRealPath().resolve("dist/lib/parley.aot");
        // This Java writes what it was given where the cache belongs.
        Files.writeString(
                folder.resolve("jdk/bin/java"), "#!/bin/sh\nprintf '<%s>\\n' \"$@\" >\"" + cache + ".new\"\n");
        assertThat(run(script, Map.of("PARLEY_JAVA_HOME", home, "PARLEY_JAVA_OPTS", "-XX:+UseZGC"), "warm-up"))
                .isEmpty();
        assertThat(cache)
                .content()
                .contains("<-XX:+UseCompactObjectHeaders>", "<-XX:+UseZGC>\n<-cp>\n", "/parley-z.jar:")
                .containsPattern("<-XX:AOTCacheOutput=" + cache + ".new>\n<dev.parley.server.Training>\n<.+>\n$");
        assertThat(cache.resolveSibling("parley.aot.log")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "25, 26.0.1, own",
        "26-ea, 25, own",
        "24.0.2, 25.0.1, home",
        "1.8.0_422, 25, home",
        "17, 100, home",
    })
    void theFirstJavaThatIsNewEnoughIsUsed(String own, String home, String used) throws Exception {
        Map<String, String> environment = Map.of("PARLEY_JAVA_HOME", java("own", own), "JAVA_HOME", java("home", home));
        assertThat(run(folder.resolve("dist/bin/parley"), environment)).startsWith(used + ":");
    }

    @Test
    void theJavaOfThePathIsFoundThroughItsLinks() throws Exception {
        java("jdk", "25.0.1");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../jdk/bin/java"));
        Map<String, String> environment = Map.of("PATH", bin + ":/usr/bin:/bin", "JAVA_HOME", "/nonexistent");
        assertThat(run(folder.resolve("dist/bin/parley"), environment)).startsWith("jdk:");
    }
}
