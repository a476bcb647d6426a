package io.jenkins.plugins.monai.engine.reaper;

import java.util.OptionalDouble;

/**
 * What a machine or a volume costs, by the price table of on-demand machines: of a spot machine, what it costs at most.
 *
 * @param usdPerHour as it is at the moment: of a machine that is stopped, its volume's
 * @param usdSoFar since it was started; 0 for what is stopped
 * @param usdToCome until it ends itself; empty for what nothing ends, so that it costs on and on
 */
public record RunningCost(double usdPerHour, double usdSoFar, OptionalDouble usdToCome) {}
