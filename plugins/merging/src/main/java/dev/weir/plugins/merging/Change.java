package dev.weir.plugins.merging;

import java.util.List;

/**
 * What fine-tuning changed of a tensor in one endpoint, in double precision. Every number is worked out anew when it
 * is asked for: kept, all of them would take twice the memory of the endpoint.
 */
interface Change {

    /** How many numbers the tensor has. */
    int size();

    /** The change of one of them. */
    double at(int j);

    /** The changes of a tensor, one for each endpoint. */
    static List<Change> of(List<float[]> endpoints, float[] ancestor) {
        return endpoints.stream()
                .<Change>map(endpoint -> new Difference(endpoint, ancestor))
                .toList();
    }

    /** What all endpoints changed of one number. */
    static double sum(List<Change> changes, int j) {
        double sum = changes.get(0).at(j);
        for (int t = 1; t < changes.size(); t++) {
            sum += changes.get(t).at(j);
        }
        return sum;
    }

    /** The change without what is smaller than {@code least}. */
    default Change atLeast(double least) {
        return new Trimmed(this, new Magnitude(least, Integer.MAX_VALUE), Magnitude.BEYOND);
    }

    /**
     * The change without what is not of a rank; the smallest has the rank 0.
     *
     * @param from the lowest rank that is kept
     * @param to   the lowest above it that is not; as many as the change has numbers, or fewer
     */
    default Change ranked(int from, int to) {
        return new Trimmed(this, Magnitude.ofRank(this, from), Magnitude.ofRank(this, to));
    }

    /** From an ancestor to an endpoint; neither is written to. */
    @SuppressWarnings("ArrayRecordComponent") // read by index only
    record Difference(float[] endpoint, float[] ancestor) implements Change {

        @Override
        public int size() {
            return endpoint.length;
        }

        @Override
        public double at(int j) {
            return (double) endpoint[j] - ancestor[j];
        }
    }

    /** What lies between two magnitudes, the lower one with it; the rest is 0. */
    record Trimmed(Change change, Magnitude from, Magnitude to) implements Change {

        @Override
        public int size() {
            return change.size();
        }

        @Override
        public double at(int j) {
            double value = change.at(j);
            return !from.isAfter(value, j) && to.isAfter(value, j) ? value : 0;
        }
    }
}
