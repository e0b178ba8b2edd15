package dev.winnow.app.routing;

import dev.winnow.app.experiment.Progress;
import dev.winnow.app.routing.Folds.Split;
import dev.winnow.app.routing.HeldOut.Fitted;
import dev.winnow.indexer.corpus.Seed;
import java.util.ArrayList;
import java.util.List;

/** Learns once for each split and predicts what was held out. */
final class CrossFit {
    /** Weights of cost that are tried, in points of quality that the whole price of the dearest route is worth. */
    static final List<Double> WEIGHTS =
            List.of(0.0, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0);

    /** Folds of the cases learned from, in which the weight of cost is chosen. */
    private static final int INNER = 3;

    private final Outcomes outcomes;
    private final Seed seed;
    private final Progress progress;
    private long done;

    CrossFit(Outcomes outcomes, Seed seed, Progress progress) {
        this.outcomes = outcomes;
        this.seed = seed;
        this.progress = progress;
    }

    /** Whether a weight of cost is chosen. */
    enum Frugality {
        /** In an inner cross-validation of the cases learned from. */
        TUNED,
        NONE
    }

    /** What a learner predicts of what each split holds out. */
    HeldOut of(Learner learner, List<Split> splits, Frugality frugality) {
        List<Fitted> fits = new ArrayList<>();
        int each = frugality == Frugality.TUNED ? 1 + INNER : 1;
        done = 0;
        progress.begin("learning " + learner.title(), 0, (long) splits.size() * each);
        for (int i = 0; i < splits.size(); i++) {
            Split split = splits.get(i);
            List<RoutingCase> train = cases(outcomes, split.train());
            Seed own = seed.child(learner.name(), split.name() + "/" + i);
            Learned model = fit(learner, train, own);
            double frugal = frugality == Frugality.TUNED ? frugal(learner, train, own) : 0;
            fits.add(new Fitted(split, model, HeldOut.prices(train, outcomes), frugal));
        }
        progress.end();
        return new HeldOut(outcomes, fits);
    }

    private Learned fit(Learner learner, List<RoutingCase> train, Seed own) {
        Learned model = learner.train(train, outcomes, own);
        progress.done(++done);
        return model;
    }

    /** The largest weight at which routers that did not learn from a case still do as well as the best single strategy. */
    double frugal(Learner learner, List<RoutingCase> train, Seed own) {
        Outcomes part = new Outcomes(outcomes.routes(), outcomes.measure(), outcomes.unit(), train, List.of());
        List<Split> inner = Folds.crossValidation(train, INNER, own.child("inner", ""));
        if (inner.size() < 2) {
            done += INNER;
            return 0;
        }
        List<Fitted> fits = new ArrayList<>();
        for (Split split : inner) {
            List<RoutingCase> some = cases(part, split.train());
            fits.add(new Fitted(split, fit(learner, some, own.child(split.name(), "")), HeldOut.prices(some, part), 0));
        }
        HeldOut held = new HeldOut(part, fits);
        double wanted = Outcomes.meanQuality(train, part.bestFixed(train));
        return WEIGHTS.stream()
                .filter(weight -> held.quality(weight) >= wanted)
                .max(Double::compare)
                .orElse(0.0);
    }

    static List<RoutingCase> cases(Outcomes outcomes, List<Integer> places) {
        return places.stream().map(outcomes.cases()::get).toList();
    }
}
