package dev.winnow.app.routing;

import dev.winnow.app.experiment.Progress;
import dev.winnow.app.routing.CrossFit.Frugality;
import dev.winnow.app.routing.Evaluation.Figures;
import dev.winnow.app.routing.Folds.Split;
import dev.winnow.app.routing.HeldOut.Fitted;
import dev.winnow.app.routing.Policy.Decided;
import dev.winnow.app.routing.Policy.Kind;
import dev.winnow.app.routing.RoutingResult.CurvePoint;
import dev.winnow.app.routing.RoutingResult.Frugal;
import dev.winnow.app.routing.RoutingResult.Slice;
import dev.winnow.app.routing.RoutingResult.Transfer;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Learns routers, tests them on what they did not learn from, and sets them beside everything else that chooses. */
final class RoutingTrial {
    /** An attribute with more values than this tells questions apart, not kinds of them. */
    private static final int MOST_VALUES = 12;

    private final String name;
    private final Outcomes outcomes;
    private final RoutingOptions options;
    private final Seed seed;
    private final CrossFit fitting;

    RoutingTrial(String name, Outcomes outcomes, RoutingOptions options, Seed seed, Progress progress) {
        this.name = name;
        this.outcomes = outcomes;
        this.options = options;
        this.seed = seed.child("routing", "");
        this.fitting = new CrossFit(outcomes, this.seed, progress);
    }

    /** Learns the router to be saved, from all cases. */
    Learned keep(String name) {
        return learner(name).train(outcomes.cases(), outcomes, seed.child("all", name));
    }

    /** What one unit of cost is worth, in quality, where the saved router shall keep the best single strategy's quality. */
    double frugal(String name) {
        double weight = fitting.frugal(learner(name), outcomes.cases(), seed.child("all", name));
        double dearest = 0;
        for (int route = 0; route < outcomes.routes().size(); route++) {
            dearest =
                    Math.max(dearest, Outcomes.meanCost(outcomes.cases(), route).in(outcomes.unit()));
        }
        return dearest == 0 ? 0 : weight / dearest;
    }

    private static Learner learner(String name) {
        return Learner.ALL.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    RoutingResult run() {
        List<Split> splits = splits();
        Map<String, HeldOut> held = new LinkedHashMap<>();
        Learner.ALL.forEach(learner -> held.put(learner.name(), fitting.of(learner, splits, Frugality.TUNED)));
        HeldOut metadata = fitting.of(new MetadataLearner(), splits, Frugality.NONE);
        List<Integer> places = metadata.places();
        List<RoutingCase> tested = CrossFit.cases(outcomes, places);
        Baselines baselines = new Baselines(outcomes, tested);
        List<Policy> policies = new ArrayList<>(baselines.all());
        Policy oracle = policies.remove(policies.size() - 1);
        policies.add(policy(MetadataLearner.NAME, Kind.LEARNED, metadata, fit -> 0));
        held.forEach((learner, one) -> policies.add(policy(learner, Kind.LEARNED, one, fit -> 0)));
        policies.add(oracle);
        Evaluation evaluation = new Evaluation(policies, groups(tested), seed);
        List<Figures> figures = evaluation.figures();
        String kept = options.learner().orElseGet(() -> best(figures, held));
        List<CurvePoint> curve = new ArrayList<>();
        List<Frugal> frugal = new ArrayList<>();
        Map<String, Calibration> calibrations = new LinkedHashMap<>();
        held.forEach((learner, one) -> {
            for (double weight : CrossFit.WEIGHTS) {
                Policy point = policy(learner, Kind.LEARNED, one, fit -> weight);
                curve.add(new CurvePoint(learner, weight, evaluation.interval(point.qualities()), point.cost()));
            }
            Policy thrifty = policy(learner, Kind.LEARNED, one, Fitted::frugal);
            frugal.add(new Frugal(
                    learner,
                    evaluation.interval(thrifty.qualities()),
                    evaluation.interval(Evaluation.less(thrifty, evaluation.best())),
                    thrifty.cost(),
                    evaluation.best().cost()));
            calibrations.put(learner, Calibration.of(one, outcomes));
        });
        Policy router = policies.stream()
                .filter(policy -> policy.name().equals(kept))
                .findFirst()
                .orElseThrow();
        return new RoutingResult(
                name,
                outcomes,
                seed.value(),
                tested,
                splits.size(),
                design(splits),
                kept,
                figures,
                curve,
                frugal,
                calibrations,
                Importance.of(held.get(kept), outcomes, seed.child("importance", kept)),
                Confusion.of(router, tested, outcomes),
                slices(policies, router, tested),
                transfers());
    }

    private List<Split> splits() {
        if (options.trainOn().isEmpty() && options.testOn().isEmpty()) {
            return Folds.crossValidation(outcomes.cases(), options.folds(), seed);
        }
        options.trainOn().forEach((by, value) -> known("--train-on", by, value));
        options.testOn().forEach((by, value) -> known("--test-on", by, value));
        List<Split> splits = Folds.between(
                outcomes.cases(),
                one -> options.trainOn().entrySet().stream()
                        .allMatch(each -> one.value(each.getKey()).equals(each.getValue())),
                one -> options.testOn().entrySet().stream()
                        .allMatch(each -> one.value(each.getKey()).equals(each.getValue())),
                options.folds(),
                seed);
        if (splits.isEmpty()) {
            throw new InputException(
                    "--train-on", "no document is left to learn from beside those tested on; name more to train on");
        }
        return splits;
    }

    private void known(String option, String by, String value) {
        SortedSet<String> values = values(option, by);
        if (!values.contains(value)) {
            throw new InputException(
                    option, "no question has " + by + " '" + value + "'" + Suggestion.of(value, values));
        }
    }

    /** The values of a name that tells cases apart. */
    private SortedSet<String> values(String option, String by) {
        SortedSet<String> values = new TreeSet<>();
        outcomes.cases().forEach(one -> values.add(one.value(by)));
        values.remove("");
        if (values.isEmpty()) {
            throw new InputException(option, "no question has an attribute '" + by + "'" + Suggestion.of(by, names()));
        }
        return values;
    }

    private SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(List.of(RoutingCase.MODEL, RoutingCase.RUN));
        outcomes.cases().forEach(one -> names.addAll(one.question().attributes().keySet()));
        return names;
    }

    private String design(List<Split> splits) {
        return options.trainOn().isEmpty() && options.testOn().isEmpty()
                ? "Cross-validation in " + splits.size() + " folds of whole groups of documents"
                : "Learned from " + said(options.trainOn()) + ", tested on " + said(options.testOn()) + ", in "
                        + splits.size() + " folds of the tested documents, which were not learned from";
    }

    private static String said(Map<String, String> values) {
        return values.isEmpty()
                ? "all"
                : String.join(
                        " and ",
                        values.entrySet().stream()
                                .map(each -> each.getKey() + " = " + each.getValue())
                                .sorted()
                                .toList());
    }

    private Policy policy(String learner, Kind kind, HeldOut held, ToDoubleFunction<Fitted> weight) {
        return new Policy(
                learner,
                kind,
                held.places().stream()
                        .map(place -> Decided.of(
                                outcomes.cases().get(place), held.choice(place, weight.applyAsDouble(held.fit(place)))))
                        .toList());
    }

    /** The learner with the highest quality on what it did not learn from; of equals the first. */
    private static String best(List<Figures> figures, Map<String, HeldOut> held) {
        return figures.stream()
                .filter(one -> held.containsKey(one.policy().name()))
                .max(Comparator.comparingDouble(one -> one.quality().mean()))
                .orElseThrow()
                .policy()
                .name();
    }

    private static int[] groups(List<RoutingCase> cases) {
        return cases.stream().mapToInt(RoutingCase::group).toArray();
    }

    private List<Slice> slices(List<Policy> policies, Policy router, List<RoutingCase> tested) {
        List<Slice> slices = new ArrayList<>();
        for (String by : names()) {
            Map<String, List<Integer>> byValue = new TreeMap<>();
            for (int i = 0; i < tested.size(); i++) {
                byValue.computeIfAbsent(tested.get(i).value(by), key -> new ArrayList<>())
                        .add(i);
            }
            byValue.remove("");
            if (byValue.size() < 2 || byValue.size() > MOST_VALUES) {
                continue;
            }
            byValue.forEach((value, places) -> {
                List<RoutingCase> some = places.stream().map(tested::get).toList();
                List<Policy> here =
                        policies.stream().map(policy -> policy.on(places)).toList();
                Evaluation evaluation = new Evaluation(here, groups(some), seed);
                slices.add(new Slice(
                        by,
                        value,
                        some.size(),
                        here.stream().map(Policy::quality).toList(),
                        here.stream().map(Policy::cost).toList(),
                        evaluation.interval(Evaluation.less(router.on(places), evaluation.best()))));
            });
        }
        return slices;
    }

    private List<Transfer> transfers() {
        List<Transfer> transfers = new ArrayList<>();
        for (String by : options.transfer()) {
            SortedSet<String> values = values("--transfer", by);
            if (values.size() < 2) {
                throw new InputException(
                        "--transfer",
                        "all questions have " + by + " '" + values.first()
                                + "', so that nothing is left to learn from");
            }
            List<Split> splits = Folds.transfer(outcomes.cases(), by, options.folds(), seed);
            Map<String, HeldOut> held = new LinkedHashMap<>();
            Learner.ALL.forEach(learner -> held.put(learner.name(), fitting.of(learner, splits, Frugality.NONE)));
            for (String value : values) {
                transfers.add(transfer(by, value, held));
            }
        }
        return transfers;
    }

    private Transfer transfer(String by, String value, Map<String, HeldOut> held) {
        List<Integer> places = held.values().iterator().next().places().stream()
                .filter(place -> outcomes.cases().get(place).value(by).equals(value))
                .toList();
        List<RoutingCase> tested = CrossFit.cases(outcomes, places);
        List<RoutingCase> others = outcomes.cases().stream()
                .filter(one -> !one.value(by).equals(value))
                .toList();
        Baselines baselines = new Baselines(outcomes, tested);
        List<Policy> policies = new ArrayList<>(baselines.fixed());
        baselines.taskRule().ifPresent(policies::add);
        held.forEach((learner, one) -> policies.add(new Policy(
                learner,
                Kind.LEARNED,
                places.stream()
                        .map(place -> Decided.of(outcomes.cases().get(place), one.choice(place, 0)))
                        .toList())));
        policies.add(baselines.oracle());
        return new Transfer(
                by,
                value,
                tested.size(),
                outcomes.names().get(outcomes.bestFixed(others)),
                new Evaluation(policies, groups(tested), seed).figures());
    }
}
