package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.CallerIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One round through all places: a place that fails is reported and does not keep the others from being looked at. Several
 * may lead into one account and region, with credentials that may do different things there.
 */
public final class ReaperRound {

    private final ReaperContext context;
    private final boolean removing;
    private final BiConsumer<String, Handled> removed;
    private final Map<String, Handled> resources = new LinkedHashMap<>();
    private final AccountLists lists = new AccountLists();

    /**
     * @param removing whether what is left over is removed, and not only reported
     * @param removed told of each removal at once, with the place: the process may end before the round does
     */
    public ReaperRound(ReaperContext context, boolean removing, BiConsumer<String, Handled> removed) {
        this.context = context;
        this.removing = removing;
        this.removed = removed;
    }

    /** @throws InterruptedException the thread was interrupted; what was removed by then was told */
    public RoundReport run(List<? extends ReaperPlace> places) throws InterruptedException {
        List<PlaceReport> failed = new ArrayList<>();
        for (ReaperPlace place : places) {
            try (AwsClients aws = place.open()) {
                look(place.title(), aws);
            } catch (OperationException e) {
                failed.add(failed(place, e.getMessage()));
            } catch (RuntimeException e) { // of an SDK that cannot be set up, as with an endpoint that is none
                failed.add(failed(place, e.toString()));
            }
        }
        List<PlaceReport> reports = new ArrayList<>(failed);
        reports.addAll(lists.reports());
        return new RoundReport(reports, List.copyOf(resources.values()));
    }

    private static PlaceReport failed(ReaperPlace place, String why) {
        return new PlaceReport(place.title(), "", "", List.of(why));
    }

    private void look(String title, AwsClients aws) throws OperationException, InterruptedException {
        CallerIdentity caller = CallerIdentity.of(aws);
        Survey survey = new Survey(aws, context);
        survey.look();
        lists.add(title, caller.account(), aws.region(), survey);
        LeftoverRemoval removal = new LeftoverRemoval(aws, context);
        for (FoundResource found : survey.found()) {
            if (isNews(found)) {
                Handled one = handle(found, removal);
                resources.put(found.id(), one);
                if (one.outcome() == RemovalOutcome.REMOVED) {
                    removed.accept(title, one);
                }
            }
        }
    }

    /** Whether these credentials show or may do what those of a place before did not. */
    private boolean isNews(FoundResource found) {
        Handled before = resources.get(found.id());
        if (before == null) {
            return true;
        }
        return switch (before.outcome()) {
            case FAILED -> true;
            case KEPT ->
                before.resource().verdict() == Verdict.IN_USE
                        || (found.machine() != null
                                && found.machine().function().isPresent()
                                && before.resource().machine().function().isEmpty());
            default -> false;
        };
    }

    private Handled handle(FoundResource found, LeftoverRemoval removal) throws InterruptedException {
        if (!found.verdict().isLeft()) {
            return new Handled(found, RemovalOutcome.KEPT, "");
        }
        if (!removing) {
            return new Handled(found, RemovalOutcome.REPORTED, "");
        }
        try {
            return new Handled(found, removal.remove(found), "");
        } catch (OperationException e) {
            return new Handled(found, RemovalOutcome.FAILED, e.getMessage());
        }
    }
}
