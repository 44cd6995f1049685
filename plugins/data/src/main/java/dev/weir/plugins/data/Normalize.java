package dev.weir.plugins.data;

import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Name;
import dev.weir.api.data.InputTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Subtracts a mean and divides by a standard deviation, for each channel, which is the first dimension: the
 * colours of an image, the columns of a table. Both are given, or learned from the train split.
 */
@Extension
@Name("normalize")
@Doc("subtracts a mean and divides by a standard deviation for each channel, given or learned from the train split")
public record Normalize(
        @Doc("a mean for each channel, or one for all; finite. Without it it is learned")
        Optional<List<Double>> mean,

        @Doc("a standard deviation for each channel, or one for all; greater than 0. Without it it is learned")
        Optional<List<Double>> std)
        implements InputTransform {

    public Normalize {
        if (mean.isPresent() != std.isPresent()) {
            throw new IllegalArgumentException((mean.isPresent() ? "std" : "mean") + " is missing"
                    + "\nGive both mean and std, or neither to learn them from the train split.");
        }
        Stream.of(mean, std).flatMap(Optional::stream).forEach(values -> {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("mean and std must have at least one number");
            }
        });
        mean.orElse(List.of()).forEach(value -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("mean must be finite, got " + value);
            }
        });
        std.orElse(List.of()).forEach(value -> {
            if (!(value > 0 && Double.isFinite(value))) {
                throw new IllegalArgumentException("std must be finite and greater than 0, got " + value);
            }
        });
        mean = mean.map(List::copyOf);
        std = std.map(List::copyOf);
    }

    @Override
    public Inputs apply(Inputs inputs, long seed) {
        FloatTensor tensor = Images.requireTensor("normalize", inputs);
        if (mean.isEmpty() || std.isEmpty()) {
            throw new IllegalStateException("normalize has neither mean and std nor learned them");
        }
        int channels = tensor.shape()[0];
        double[] means = channels("mean", mean.get(), channels);
        double[] deviations = channels("std", std.get(), channels);
        int area = tensor.width() / channels;
        return Images.map(tensor, tensor.shape(), (from, to) -> {
            for (int i = 0; i < from.length; i++) {
                to[i] = (float) ((from[i] - means[i / area]) / deviations[i / area]);
            }
        });
    }

    private static double[] channels(String setting, List<Double> given, int channels) {
        if (given.size() != 1 && given.size() != channels) {
            throw new IllegalArgumentException(setting + " has " + given.size() + " numbers, but the inputs have "
                    + channels + " channels\nGive a number for each, or one for all.");
        }
        double[] each = new double[channels];
        for (int channel = 0; channel < channels; channel++) {
            each[channel] = given.get(given.size() == 1 ? 0 : channel);
        }
        return each;
    }

    @Override
    public InputTransform fitted(Inputs train) {
        FloatTensor tensor = Images.requireTensor("normalize", train);
        if (mean.isPresent()) {
            return this;
        }
        if (tensor.rows() == 0) {
            throw new IllegalArgumentException("normalize learns from the train split, which has no examples"
                    + "\nGive mean and std, or a train split.");
        }
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        int area = tensor.width() / tensor.shape()[0];
        for (int start = 0; start < tensor.width(); start += area) {
            double learned = channelMean(tensor, start, area, 0, 1);
            double deviation = Math.sqrt(channelMean(tensor, start, area, learned, 2));
            means.add(learned);
            deviations.add(deviation > 0 ? deviation : 1); // a constant channel becomes 0
        }
        return new Normalize(Optional.of(means), Optional.of(deviations));
    }

    /** The mean of {@code (value - centre)^power} over a channel of all rows. */
    private static double channelMean(FloatTensor tensor, int start, int area, double centre, int power) {
        double sum = 0;
        for (int row = 0; row < tensor.rows(); row++) {
            for (int i = start; i < start + area; i++) {
                double distance = tensor.at(row, i) - centre;
                sum += power == 1 ? distance : distance * distance;
            }
        }
        return sum / ((double) tensor.rows() * area);
    }
}
