package dev.weir.runtime.split;

import dev.weir.api.Doc;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code splits} of a job.
 *
 * @param train       what models learn from
 * @param validation  what choices are made on
 * @param calibration what rules are fitted on
 * @param test        what is opened last
 * @param ood         examples of another distribution
 */
public record SplitSettings(
        @Doc("what models learn from") Optional<SplitShare> train,
        @Doc("what choices while training are made on") Optional<SplitShare> validation,
        @Doc("what temperatures and rules are fitted on") Optional<SplitShare> calibration,
        @Doc("what is opened after everything is frozen") Optional<SplitShare> test,

        @Doc("examples of another distribution, a part of the same source")
        Optional<SplitShare> ood) {

    /** The splits that are given. */
    public Map<SplitName, SplitShare> byName() {
        Map<SplitName, SplitShare> shares = new EnumMap<>(SplitName.class);
        train.ifPresent(share -> shares.put(SplitName.TRAIN, share));
        validation.ifPresent(share -> shares.put(SplitName.VALIDATION, share));
        calibration.ifPresent(share -> shares.put(SplitName.CALIBRATION, share));
        test.ifPresent(share -> shares.put(SplitName.TEST, share));
        ood.ifPresent(share -> shares.put(SplitName.OOD, share));
        return shares;
    }
}
