package dev.weir.plugins.twophase;

/** Which candidates of a cluster the proxy is asked about. */
public enum ProxyScope {
    /** The one that did best on the benchmark sets, for all of its cluster. */
    REPRESENTATIVE,
    /** Each for itself. */
    MEMBER
}
