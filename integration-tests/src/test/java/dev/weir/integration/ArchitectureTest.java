package dev.weir.integration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The direction table of the modules: who may use whom. */
class ArchitectureTest {
    private static final Path ROOT = Path.of("..");
    private static final String[] STRATEGIES = {
        "dev.weir.plugins.dawin..",
        "dev.weir.plugins.merging..",
        "dev.weir.plugins.scores..",
        "dev.weir.plugins.windowearlyexit.."
    };

    private static JavaClasses plugins;

    @Test
    void theCoreUsesTheJdkAndAnnotationsAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.weir.api..", "java..", "org.jspecify.annotations..")
                .check(classesOf("core-api"));
    }

    @Test
    void theCoreTouchesNoFileClockNetworkOrLog() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "touch files, clocks, the network or a log (a Path is only a name)",
                        type -> !type.isEquivalentTo(Path.class)
                                && Stream.of("java.nio.file", "java.time", "java.net", "java.util.logging")
                                        .anyMatch(type.getPackageName()::startsWith)))
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(classesOf("core-api"));
    }

    @Test
    void theRuntimeKnowsNoPluginAndNoTensorLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.weir.plugins..", "ai.djl..")
                .check(classesOf("runtime"));
    }

    @Test
    void pluginsKnowNeitherTheRuntimeNorYamlNorItsInjector() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.weir.runtime..", "org.yaml..", "com.google.inject..")
                .check(plugins);
    }

    @Test
    void pluginsTakeOnlyTheExtensionAnnotationFromPf4j() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of PF4J, @Extension aside",
                        type -> type.getPackageName().startsWith("org.pf4j")
                                && !type.getName().equals("org.pf4j.Extension")))
                .check(plugins);
    }

    @Test
    void strategiesNeedNoTensorLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.weir.plugins.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(plugins);
        classes()
                .that()
                .resideInAnyPackage(STRATEGIES)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are of the JDK, core-api, PF4J, a statistics library or their own plugin",
                        type -> Stream.of(
                                                "java",
                                                "dev.weir.api",
                                                "org.pf4j",
                                                "org.jspecify",
                                                "org.apache.commons.numbers",
                                                "org.apache.commons.statistics",
                                                "dev.weir.plugins")
                                        .anyMatch(type.getPackageName()::startsWith)
                                || type.isPrimitive()
                                || type.isArray()))
                .check(plugins);
    }

    @Test
    void noPluginUsesAnother() {
        slices().matching("dev.weir.plugins.(*)..")
                .should()
                .notDependOnEachOther()
                .check(plugins);
    }

    @Test
    void enginesShareOnlyTheirSupport() {
        slices().matching("dev.weir.plugins.engine.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        DescribedPredicate.alwaysTrue(),
                        DescribedPredicate.describe(
                                "are of engine-support",
                                type -> type.getPackageName().startsWith("dev.weir.plugins.engine.support")))
                .check(plugins);
    }

    @Test
    void theTopLevelIsWhatTheDesignSays() throws IOException {
        try (Stream<Path> entries = Files.list(ROOT)) {
            assertThat(entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.startsWith("."))
                            .filter(name -> !List.of("out", "target").contains(name)))
                    .containsExactlyInAnyOrder(
                            "LICENSE",
                            "README.md",
                            "configs",
                            "core-api",
                            "integration-tests",
                            "plugins",
                            "pom.xml",
                            "runtime");
        }
    }

    private static JavaClasses classesOf(String module) {
        return new ClassFileImporter().importPath(ROOT.resolve(module).resolve("target/classes"));
    }

    @BeforeAll
    static void readPlugins() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT.resolve("plugins"))) {
            List<Path> classes = modules.map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
            assertThat(classes).hasSizeGreaterThanOrEqualTo(5);
            plugins = new ClassFileImporter().importPaths(classes);
        }
    }
}
