package dev.weir.runtime.author;

import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.Jobs;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The reference: a page for each component and each job, and an index. It is made of what is loaded, so it cannot be
 * out of date.
 *
 * @param catalog the components
 * @param jobs    the jobs
 */
public record Reference(PluginCatalog catalog, Jobs jobs) {

    /** Pages by path within the reference's folder. */
    public Map<String, String> pages() {
        Map<String, String> pages = new TreeMap<>();
        StringBuilder index = new StringBuilder("# Reference\n\nA page says what `weir explain NAME` says.\n");
        for (Kind kind : Kind.listed()) {
            List<Component> components = catalog.components(kind);
            if (!components.isEmpty()) {
                index.append("\n## ").append(kind.words()).append("\n\n");
            }
            for (Component component : components) {
                String page = kind.key() + "/" + component.name() + ".md";
                pages.put(page, Explanation.of(component).markdown());
                index.append(entry(
                        component.name(),
                        page,
                        Explanation.doc(component.type()).orElse("")));
            }
        }
        index.append("\n## job\n\n");
        for (Job<?> job : jobs.all()) {
            String page = "job/" + job.name() + ".md";
            pages.put(page, Explanation.ofJob(job.name(), job.settings()).markdown());
            index.append(entry(job.name(), page, ""));
        }
        pages.put("README.md", index.toString());
        return pages;
    }

    private static String entry(String name, String page, String doc) {
        return "- [" + name + "](" + page + ")" + (doc.isEmpty() ? "" : ": " + doc) + "\n";
    }

    /** Writes the pages into a folder, over those of the same names; how many there are. */
    public int write(Path folder) throws IOException {
        Map<String, String> pages = pages();
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Path file = folder.resolve(page.getKey());
            Files.createDirectories(file.resolve("..").normalize());
            Files.writeString(file, page.getValue());
        }
        return pages.size();
    }
}
