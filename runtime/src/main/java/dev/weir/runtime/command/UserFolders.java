package dev.weir.runtime.command;

import java.nio.file.Path;

/** What the environment of a user says. */
final class UserFolders {
    private UserFolders() {}

    /** Where Weir keeps what it can make or fetch again: what WEIR_CACHE names, or weir in the cache folder. */
    static Path cache() {
        String named = System.getenv("WEIR_CACHE");
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        String caches = System.getenv("XDG_CACHE_HOME");
        return caches != null && !caches.isBlank()
                ? Path.of(caches, "weir")
                : Path.of(System.getProperty("user.home"), ".cache", "weir");
    }

    /** Whether WEIR_OFFLINE says that nothing may be fetched; what Maven's settings say holds besides. */
    static boolean isOffline() {
        return "true".equals(System.getenv("WEIR_OFFLINE"));
    }
}
