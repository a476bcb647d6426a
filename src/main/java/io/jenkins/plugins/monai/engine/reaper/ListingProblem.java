package io.jenkins.plugins.monai.engine.reaper;

/**
 * A list that could not be had.
 *
 * @param kind of what
 * @param message what happened and what to do
 */
record ListingProblem(String kind, String message) {}
