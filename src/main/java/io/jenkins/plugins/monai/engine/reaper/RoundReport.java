package io.jenkins.plugins.monai.engine.reaper;

import java.util.List;

/** What a round came to: each place in which it looked, and each resource once. */
public record RoundReport(List<PlaceReport> places, List<Handled> resources) {

    public RoundReport {
        places = List.copyOf(places);
        resources = List.copyOf(resources);
    }
}
