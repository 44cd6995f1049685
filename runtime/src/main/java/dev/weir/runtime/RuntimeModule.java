package dev.weir.runtime;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import dev.weir.runtime.benchmark.BenchmarkJob;
import dev.weir.runtime.cascade.CascadeJob;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.FileFinder;
import dev.weir.runtime.explore.ExploreJob;
import dev.weir.runtime.interpolate.InterpolateJob;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.merge.MergeJob;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.select.SelectJob;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Puts the runtime together: the plugins of some folders, the binder over them, the jobs. */
public final class RuntimeModule extends AbstractModule {
    private final Supplier<PluginCatalog> plugins;
    private final FileFinder finder;

    /** A runtime for files that name their files by paths alone. */
    public RuntimeModule(List<Path> pluginFolders) {
        this(pluginFolders, FileFinder.NONE);
    }

    /**
     * A runtime.
     *
     * @param finder finds the files that are named otherwise than by a path
     */
    public RuntimeModule(List<Path> pluginFolders, FileFinder finder) {
        this(() -> PluginLoader.shared(List.copyOf(pluginFolders)), finder);
    }

    /** A runtime over plugins that are loaded already, such as strategies that are to be closed again. */
    public RuntimeModule(PluginCatalog plugins, FileFinder finder) {
        this(() -> plugins, finder);
    }

    private RuntimeModule(Supplier<PluginCatalog> plugins, FileFinder finder) {
        this.plugins = plugins;
        this.finder = finder;
    }

    @Override
    protected void configure() {
        MapBinder<String, Job<?>> jobs =
                MapBinder.newMapBinder(binder(), TypeLiteral.get(String.class), new TypeLiteral<Job<?>>() {});
        jobs.addBinding("benchmark").to(BenchmarkJob.class);
        jobs.addBinding("cascade").to(CascadeJob.class);
        jobs.addBinding("explore").to(ExploreJob.class);
        jobs.addBinding("interpolate").to(InterpolateJob.class);
        jobs.addBinding("merge").to(MergeJob.class);
        jobs.addBinding("select").to(SelectJob.class);
    }

    @Provides
    @Singleton
    PluginCatalog plugins() {
        return plugins.get();
    }

    @Provides
    @Singleton
    Binder settings(PluginCatalog catalog) {
        return new Binder(catalog, finder);
    }
}
