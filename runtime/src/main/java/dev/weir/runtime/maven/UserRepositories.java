package dev.weir.runtime.maven;

import dev.weir.api.Progress;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.aether.AbstractRepositoryListener;
import org.eclipse.aether.RepositoryEvent;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transfer.RepositoryOfflineException;
import org.jspecify.annotations.Nullable;

/**
 * The repositories that the user's own Maven settings name, mirrors, proxies and the local repository included.
 * Nobody but who asks for an artifact loads Maven's classes.
 *
 * @param offline  whether nothing may be fetched, whatever the settings say
 * @param progress is told what is fetched
 * @param user     changes who the user is; as it comes, it is who started this process
 */
record UserRepositories(boolean offline, Progress progress, UnaryOperator<ContextOverrides.Builder> user) {

    UserRepositories(boolean offline, Progress progress) {
        this(offline, progress, UnaryOperator.identity());
    }

    /** The file of an artifact in the local repository, fetched where it is not there yet. */
    Path get(String artifact) {
        ContextOverrides.Builder overrides = ContextOverrides.create()
                .withUserSettings(true)
                .checksumPolicy(ContextOverrides.ChecksumPolicy.FAIL)
                .repositoryListener(new AbstractRepositoryListener() {
                    @Override
                    public void artifactDownloading(RepositoryEvent event) {
                        progress.report("fetching", 0, 0, String.valueOf(event.getArtifact()));
                    }
                });
        if (offline) {
            overrides.offline(true);
        }
        try (Context maven =
                Runtimes.INSTANCE.getRuntime().create(user.apply(overrides).build())) {
            // The settings' repositories as they stand there: mirrors, proxies and passwords are put to them here.
            List<RemoteRepository> repositories = maven.repositorySystem()
                    .newResolutionRepositories(maven.repositorySystemSession(), maven.remoteRepositories());
            ArtifactRequest request = new ArtifactRequest(new DefaultArtifact(artifact), repositories, null);
            try {
                return maven.repositorySystem()
                        .resolveArtifact(maven.repositorySystemSession(), request)
                        .getArtifact()
                        .getFile()
                        .toPath();
            } catch (ArtifactResolutionException e) {
                throw refusal(artifact, e, maven, repositories);
            }
        }
    }

    private static IllegalArgumentException refusal(
            String artifact, ArtifactResolutionException thrown, Context maven, List<RemoteRepository> repositories) {
        String asked = repositories.stream().map(RemoteRepository::getId).collect(Collectors.joining(", "));
        if (has(thrown, ChecksumFailureException.class)) {
            return new IllegalArgumentException("the checksum of " + artifact + " is wrong or missing, so it was not"
                    + " kept\nWhat a repository or a proxy gave is damaged: try again, or name another version.");
        }
        if (maven.repositorySystemSession().isOffline() || has(thrown, RepositoryOfflineException.class)) {
            return new IllegalArgumentException(artifact + " is not in the local repository "
                    + maven.repositorySystemSession().getLocalRepository().getBasedir()
                    + ", and Maven is offline\nRun it once with the network, or: mvn dependency:get -Dtransitive=false"
                    + " -Dartifact=" + artifact);
        }
        if (has(thrown, ArtifactNotFoundException.class)) {
            return new IllegalArgumentException("there is no artifact " + artifact
                    + " in the repositories of your Maven settings: " + asked
                    + "\nCheck group, artifact and version.");
        }
        return new IllegalArgumentException("cannot fetch " + artifact + " from " + asked + ": " + root(thrown)
                + "\nCheck the network and your Maven settings, or fetch it elsewhere and name the file by its path.");
    }

    private static boolean has(Exception thrown, Class<? extends Exception> type) {
        if (thrown instanceof ArtifactResolutionException resolution
                && resolution.getResult() != null
                && resolution.getResult().getExceptions().stream().anyMatch(inner -> isCausedBy(inner, type))) {
            return true;
        }
        return isCausedBy(thrown, type);
    }

    private static boolean isCausedBy(Throwable thrown, Class<? extends Exception> type) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String root(Throwable thrown) {
        Throwable root = thrown;
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }
}
