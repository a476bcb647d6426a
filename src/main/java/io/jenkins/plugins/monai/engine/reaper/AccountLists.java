package io.jenkins.plugins.monai.engine.reaper;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What could not be listed, and was not listed in the same account and region with other credentials either. */
final class AccountLists {

    private record Look(String place, String account, String region, List<ListingProblem> problems) {}

    private final List<Look> looks = new ArrayList<>();
    private final Set<String> had = new HashSet<>();

    void add(String place, String account, String region, Survey survey) {
        looks.add(new Look(place, account, region, survey.problems()));
        survey.listed().forEach(kind -> had.add(key(account, region, kind)));
    }

    private static String key(String account, String region, String kind) {
        return account + "/" + region + "/" + kind;
    }

    List<PlaceReport> reports() {
        return looks.stream()
                .map(look -> new PlaceReport(
                        look.place(),
                        look.account(),
                        look.region(),
                        look.problems().stream()
                                .filter(p -> !had.contains(key(look.account(), look.region(), p.kind())))
                                .map(ListingProblem::message)
                                .distinct()
                                .toList()))
                .toList();
    }
}
