package dev.weir.runtime.author;

import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * A Maven project for a plugin with one component: a record, a test that runs the kind's contract kit, a job that
 * uses it. Its templates are resources beside this class's module, a folder for each kind, and are whole but for the
 * words in double braces.
 *
 * @param name  of the component, the plugin and the folder, in kebab-case
 * @param kind  of the component
 * @param group the Maven group, which also begins the package
 * @param home  the distribution that the project is built against
 */
public record Scaffold(String name, Kind kind, String group, Path home) {
    private static final String TEMPLATES = "/dev/weir/runtime/scaffold/";

    /** The host versions that a new plugin asks for, as the manifest has them. */
    private static final String REQUIRES = "&gt;=1.0.0 &amp; &lt;2.0.0";

    /**
     * A project.
     *
     * @throws IllegalArgumentException when the name or the group does not do; the message says what does
     */
    public Scaffold {
        if (!PluginCatalog.isName(name)) {
            throw new IllegalArgumentException(
                    "a name is in kebab-case, got '" + name + "'\nFor example my-score: it is what a YAML file says.");
        }
        String inPackage = group + "." + name.replace("-", "");
        if (!SourceVersion.isName(inPackage)) {
            throw new IllegalArgumentException("'" + inPackage + "' would be the package, and is none"
                    + "\nChoose another name, or another group: a domain of yours backwards.");
        }
    }

    /**
     * Writes the project into a folder of its name.
     *
     * @param parent where the folder is made
     * @return the folder
     * @throws IllegalArgumentException when the folder is there already, or the name means something else in the code
     */
    public Path write(Path parent) throws IOException {
        Path folder = parent.resolve(name);
        if (Files.exists(folder)) {
            throw new IllegalArgumentException(
                    "there is a '" + name + "' in " + parent.toAbsolutePath().normalize()
                            + " already\nNothing is overwritten: choose another name, or another folder with --into.");
        }
        Map<String, String> files = files();
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, "." + name + "-");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = fresh.resolve(file.getKey());
            Files.createDirectories(target.resolve("..").normalize());
            Files.writeString(target, file.getValue());
        }
        return Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The file to begin with: the component. */
    public String component() {
        return "src/main/java/" + path() + "/" + type() + ".java";
    }

    /** The job that uses it. */
    public String job() {
        return name + ".yaml";
    }

    /** Contents by path within the folder. */
    Map<String, String> files() {
        requireFreeTypeName();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", filled(template("pom.xml")));
        files.put(component(), filled(ofKind("Component.java")));
        files.put("src/test/java/" + path() + "/" + type() + "Test.java", filled(ofKind("ComponentTest.java")));
        files.put(job(), filled(ofKind("job.yaml")));
        files.put(".gitignore", template("gitignore"));
        return files;
    }

    /** A class of the name of one that its own source names would hide it. */
    private void requireFreeTypeName() {
        Pattern word = Pattern.compile("\\b" + type() + "\\b");
        if (word.matcher(ofKind("Component.java") + ofKind("ComponentTest.java"))
                .find()) {
            throw new IllegalArgumentException("'" + name + "' would be the class " + type()
                    + ", which is another one there\nChoose another name, such as my-" + name + ".");
        }
    }

    private String filled(String template) {
        String text = template.replace("{{name}}", name)
                .replace("{{Type}}", type())
                .replace("{{package}}", group + "." + name.replace("-", ""))
                .replace("{{group}}", group)
                .replace("{{kind}}", kind.words())
                .replace("{{requires}}", REQUIRES)
                .replace("{{repository}}", home.resolve("repository").toUri().toString())
                .replace("{{data}}", home.resolve("configs/data").toString().replace('\\', '/'));
        for (Map.Entry<Object, Object> version : versions().entrySet()) {
            text = text.replace("{{" + version.getKey() + "}}", String.valueOf(version.getValue()));
        }
        return text;
    }

    private String type() {
        StringBuilder type = new StringBuilder();
        for (String word : name.split("-", -1)) {
            type.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return type.toString();
    }

    private String path() {
        return (group + "." + name.replace("-", "")).replace('.', '/');
    }

    private String ofKind(String file) {
        return template(kind.key() + "/" + file);
    }

    private static String template(String file) {
        try (InputStream in = Scaffold.class.getResourceAsStream(TEMPLATES + file)) {
            if (in == null) {
                throw new IllegalStateException("Weir " + PluginLoader.HOST_VERSION + " has no template " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (InputStream in = Scaffold.class.getResourceAsStream(TEMPLATES + "versions.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
