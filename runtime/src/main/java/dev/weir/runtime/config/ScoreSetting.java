package dev.weir.runtime.config;

import dev.weir.api.deferral.ConfidenceScore;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The score of a component that orders examples by one. */
public final class ScoreSetting {
    private ScoreSetting() {}

    /**
     * The same component with another score.
     *
     * @return empty where it has no setting that is a score, or several
     * @throws IllegalArgumentException when its constructor refuses the score
     */
    public static Optional<Record> replaced(Record component, ConfidenceScore score) {
        List<Setting> settings = Setting.of(component.getClass());
        int[] scores = IntStream.range(0, settings.size())
                .filter(i -> isScore(settings.get(i).type()))
                .toArray();
        if (scores.length != 1) {
            return Optional.empty();
        }
        @Nullable Object[] values = new @Nullable Object[settings.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Records.read(component, settings.get(i).component());
        }
        values[scores[0]] = settings.get(scores[0]).isOptional() ? Optional.of(score) : score;
        return Optional.of(Records.construct(component.getClass(), values));
    }

    private static boolean isScore(Type type) {
        return type == ConfidenceScore.class
                || (type instanceof ParameterizedType optional
                        && optional.getRawType() == Optional.class
                        && optional.getActualTypeArguments()[0] == ConfidenceScore.class);
    }
}
