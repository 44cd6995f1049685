package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a plugin may rely on is said, and what is stable stands on nothing that is not. */
class StabilityTest {

    @Test
    void everyPackageSaysThatItIsStable() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> packages =
                    files.filter(file -> file.endsWith("package-info.java")).toList();

            assertThat(packages)
                    .hasSizeGreaterThan(5)
                    .allSatisfy(file -> assertThat(file)
                            .content()
                            .contains(
                                    "<p>Stable since 1.0, but for what is marked {@link dev.weir.api.Experimental}."));
        }
    }

    @Test
    void nothingStableHandsOutOrTakesWhatIsExperimental() throws IOException, URISyntaxException {
        for (Class<?> type : publicTypes()) {
            if (!isExperimental(type)) {
                for (Method method : type.getDeclaredMethods()) {
                    if (Modifier.isPublic(method.getModifiers())) {
                        assertThat(signature(method)).as(method.toString()).noneMatch(StabilityTest::isExperimental);
                    }
                }
            }
        }
    }

    @Test
    void somethingIsExperimental() throws IOException, URISyntaxException {
        assertThat(publicTypes()).filteredOn(StabilityTest::isExperimental).isNotEmpty();
    }

    /** What stands within an experimental type is experimental too. */
    private static boolean isExperimental(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return type.isAnnotationPresent(Experimental.class) || (outer != null && isExperimental(outer));
    }

    private static List<Class<?>> signature(Method method) {
        return Stream.concat(Stream.of(method.getGenericReturnType()), Stream.of(method.getGenericParameterTypes()))
                .<Class<?>>flatMap(StabilityTest::classes)
                .toList();
    }

    private static Stream<Class<?>> classes(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return Stream.concat(
                    classes(parameterized.getRawType()),
                    Stream.of(parameterized.getActualTypeArguments()).flatMap(StabilityTest::classes));
        }
        if (type instanceof GenericArrayType array) {
            return classes(array.getGenericComponentType());
        }
        return type instanceof Class<?> one ? Stream.of(one.isArray() ? one.getComponentType() : one) : Stream.empty();
    }

    private static List<Class<?>> publicTypes() throws IOException, URISyntaxException {
        Path root = Path.of(
                Name.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
                    .<Class<?>>map(file -> loaded(file.replace(".class", "").replace('/', '.')))
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .toList();
        }
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
