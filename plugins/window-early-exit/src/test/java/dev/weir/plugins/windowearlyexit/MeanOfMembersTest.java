package dev.weir.plugins.windowearlyexit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.ConfidenceScoreContract;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanOfMembersTest implements ConfidenceScoreContract {

    @Override
    public ConfidenceScore score(Random random) {
        return new MeanOfMembers(new LastLogit());
    }

    @Test
    void threeMembersScoreTheMeanOfTheirScoresInAnyOrder() {
        Outputs one = member(1);
        Outputs two = member(2);
        Outputs six = member(6);

        assertThat(scores(one, two, six)).containsExactly(3);
        assertThat(scores(six, one, two)).containsExactly(3);
        assertThat(new MeanOfMembers(new LastLogit()).scores(two)).containsExactly(2);
    }

    private static double[] scores(Outputs... members) {
        return new MeanOfMembers(new LastLogit()).scores(member(100).withMembers(List.of(members)));
    }

    private static Outputs member(float last) {
        return Outputs.of(new Logits(1, 2, new float[] {0, last}));
    }
}
