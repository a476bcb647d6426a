package io.jenkins.plugins.monai.engine.reaper;

import java.util.List;

/**
 * How a round fared in one place.
 *
 * @param place its name, for people
 * @param account the AWS account that was reached; empty where none was
 * @param region the region's code; empty where none was reached
 * @param problems what could not be looked at, and why
 */
public record PlaceReport(String place, String account, String region, List<String> problems) {

    public PlaceReport {
        problems = List.copyOf(problems);
    }
}
