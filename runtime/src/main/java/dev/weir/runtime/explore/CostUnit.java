package dev.weir.runtime.explore;

/** What running a model is charged in. */
public enum CostUnit {
    /** Multiply-accumulate operations, as the model states them. */
    MACS("averageMacs", "MACs"),
    /** The user's own unit: the key {@code cost} of a model. */
    COST("averageCost", "cost"),
    /** The key {@code seconds} of a model. */
    SECONDS("averageSeconds", "seconds");

    private final String key;
    private final String words;

    CostUnit(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /** The report's key of its average over examples. */
    String key() {
        return key;
    }

    /** For people. */
    String words() {
        return words;
    }
}
