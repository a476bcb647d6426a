package io.jenkins.plugins.monai.engine.reaper;

import java.time.Instant;
import java.util.Optional;

/**
 * What there is to say of a machine.
 *
 * @param type {@code g4dn.xlarge}
 * @param spot whether it is of the spot market
 * @param state {@code pending}, {@code running}, {@code stopping} or {@code stopped}
 * @param launched when it was started the last time; null where EC2 does not tell
 * @param lease until when its owner wants it; null without one
 * @param limit when it ends itself at the latest; null for one that stays
 * @param function whether the function that wakes it is there; empty where it has none, or that could not be found out
 * @param jobGone whether the job that made it is no longer there
 */
public record FoundMachine(
        String type,
        boolean spot,
        String state,
        Instant launched,
        Instant lease,
        Instant limit,
        Optional<Boolean> function,
        boolean jobGone) {}
