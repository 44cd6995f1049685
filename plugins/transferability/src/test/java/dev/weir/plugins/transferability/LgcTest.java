package dev.weir.plugins.transferability;

import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TransferabilityScoreContract;
import java.util.Random;

class LgcTest implements TransferabilityScoreContract {

    @Override
    public TransferabilityScore score(Random random) {
        return new Lgc(
                random.nextBoolean() ? Norm.FROBENIUS : Norm.SPECTRAL,
                random.nextBoolean() ? Centring.GRAND_MEAN : Centring.DOUBLE);
    }
}
