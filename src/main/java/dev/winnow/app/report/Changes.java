package dev.winnow.app.report;

import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ChangedSettings.Bearing;
import dev.winnow.app.report.ChangedSettings.Setting;
import dev.winnow.app.report.Pairs.Pair;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.statistics.FalseDiscovery;
import dev.winnow.app.statistics.SignTest;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What changed between runs of the same questions: the strategies that both have, under the same id with the same model,
 * trial by trial. Of more than two runs each is compared with the first.
 */
final class Changes {
    /** So many changed trials are listed; right turned wrong and the reverse come first. */
    static final int MOST_LISTED = 20_000;

    private final Results results;
    private final Failures failures;
    private final Significance significance;
    private final Optional<Measure> measure;
    private final List<Step> steps = new ArrayList<>();

    Changes(Results results, Failures failures, Significance significance) {
        this.results = results;
        this.failures = failures;
        this.significance = significance;
        this.measure = results.data().answerMeasure().or(() -> results.data().evidenceMeasure());
        List<RunSettings> runs = results.data().runs();
        for (int i = 1; i < runs.size(); i++) {
            Step step = step(runs.getFirst(), runs.get(i));
            if (!step.lines().isEmpty()) {
                steps.add(step);
            }
        }
    }

    /**
     * Two runs.
     *
     * @param lines a strategy and model each
     * @param alone ids of strategies that only one of the runs has
     * @param listed trials that changed, at most {@link #MOST_LISTED}
     * @param changed how many there are
     */
    record Step(
            RunSettings before,
            RunSettings after,
            ChangedSettings settings,
            List<Line> lines,
            List<String> alone,
            List<ChangedTrial> listed,
            int changed) {}

    /**
     * A strategy in both runs.
     *
     * @param strategy its id, without a run's name
     * @param pair after less before, by the question
     * @param p of the same test as the significance matrix, or of the sign test where that has none; empty without scores
     * @param adjusted for all strategies of these two runs
     */
    record Line(
            String strategy,
            StrategyRow before,
            StrategyRow after,
            Counts counts,
            Optional<Pair> pair,
            OptionalDouble p,
            OptionalDouble adjusted,
            List<Setting> explaining) {
        private Line with(double correctedP) {
            return new Line(strategy, before, after, counts, pair, p, OptionalDouble.of(correctedP), explaining);
        }
    }

    /** How many trials changed, of those that both runs have. */
    static final class Counts {
        int trials;
        int lost;
        int won;
        int rescored;
        int answers;
        int passages;
        int orders;

        /** Answers that changed although all that decides a reply was the same. */
        int unexplained;
    }

    /** What became of one trial. */
    record ChangedTrial(Line line, Trial before, Trial after, Set<Kind> kinds) {}

    /** What can change of a trial. */
    enum Kind {
        LOST("right to wrong"),
        WON("wrong to right"),
        SCORE("score"),
        ANSWER("answer"),
        PASSAGES("passages"),
        ORDER("order of passages");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    List<Step> steps() {
        return steps;
    }

    Optional<Measure> measure() {
        return measure;
    }

    private Step step(RunSettings before, RunSettings after) {
        ChangedSettings settings = new ChangedSettings(before, after);
        Map<List<String>, StrategyRow> rows = new HashMap<>();
        results.rows()
                .forEach(
                        row -> rows.put(List.of(row.strategy().id(), row.model().id()), row));
        List<Line> lines = new ArrayList<>();
        List<ChangedTrial> turned = new ArrayList<>();
        List<ChangedTrial> others = new ArrayList<>();
        List<String> alone = new ArrayList<>();
        int changed = 0;
        for (StrategyRow row : results.rows()) {
            String id = row.strategy().id();
            boolean ofBefore = id.startsWith(before.prefix());
            boolean ofAfter = id.startsWith(after.prefix());
            if (!ofBefore && !ofAfter) {
                continue;
            }
            String strategy = id.substring((ofBefore ? before : after).prefix().length());
            String counterpart = (ofBefore ? after : before).prefix() + strategy;
            StrategyRow other = rows.get(List.of(counterpart, row.model().id()));
            if (other == null
                    || results.trials(other).isEmpty()
                    || results.trials(row).isEmpty()) {
                if (!alone.contains(id)) {
                    alone.add(id);
                }
            } else if (ofBefore) {
                List<ChangedTrial> own = new ArrayList<>();
                Line line = line(strategy, row, other, settings, own);
                lines.add(line);
                changed += own.size();
                for (ChangedTrial trial : own) {
                    boolean turn =
                            trial.kinds().contains(Kind.LOST) || trial.kinds().contains(Kind.WON);
                    List<ChangedTrial> into = turn ? turned : others;
                    if (into.size() < MOST_LISTED) {
                        into.add(new ChangedTrial(line, trial.before(), trial.after(), trial.kinds()));
                    }
                }
            }
        }
        turned.addAll(others.subList(0, Math.min(others.size(), MOST_LISTED - turned.size())));
        return new Step(before, after, settings, adjusted(lines), alone, List.copyOf(turned), changed);
    }

    private Line line(
            String strategy,
            StrategyRow before,
            StrategyRow after,
            ChangedSettings settings,
            List<ChangedTrial> found) {
        Counts counts = new Counts();
        Map<Place, Trial> old = new HashMap<>();
        results.trials(before).forEach(trial -> old.put(new Place(trial.question(), trial.repetition()), trial));
        Set<Bearing> observed = EnumSet.noneOf(Bearing.class);
        for (Trial now : results.trials(after)) {
            Trial was = old.get(new Place(now.question(), now.repetition()));
            if (was != null) {
                counts.trials++;
                Set<Kind> kinds = kinds(was, now);
                if (!kinds.isEmpty()) {
                    found.add(new ChangedTrial(null, was, now, kinds));
                    count(counts, kinds, asked(was, before, strategy).equals(asked(now, after, strategy)));
                    observe(observed, kinds);
                }
            }
        }
        Optional<Pair> pair = measure.flatMap(by -> results.pairs(by).of(after, before));
        OptionalDouble p = pair.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(p(pair.get(), before, after));
        return new Line(
                strategy,
                before,
                after,
                counts,
                pair,
                p,
                p,
                settings.explaining(strategy, before.model().id(), observed));
    }

    private record Place(QuestionId question, int repetition) {}

    /** The digest of all that decides the answer: keys of trials have it behind the run's name. */
    private static String asked(Trial trial, StrategyRow row, String strategy) {
        String id = row.strategy().id();
        return trial.key().substring(id.length() - strategy.length());
    }

    private Set<Kind> kinds(Trial was, Trial now) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        boolean wasRight = failures.isRight(was);
        boolean isRight = failures.isRight(now);
        if (wasRight != isRight) {
            kinds.add(wasRight ? Kind.LOST : Kind.WON);
        }
        if (measure.isPresent() && !results.score(was, measure.get()).equals(results.score(now, measure.get()))) {
            kinds.add(Kind.SCORE);
        }
        if (was.outcome().getClass() != now.outcome().getClass()
                || !AnswerCut.text(was).equals(AnswerCut.text(now))) {
            kinds.add(Kind.ANSWER);
        }
        if (!sameSpans(was.shown(), now.shown())) {
            boolean reordered =
                    was.shown().size() == now.shown().size() && spans(was).equals(spans(now));
            kinds.add(reordered ? Kind.ORDER : Kind.PASSAGES);
        }
        return kinds;
    }

    private static boolean sameSpans(List<ShownSpan> was, List<ShownSpan> now) {
        if (was.size() != now.size()) {
            return false;
        }
        for (int i = 0; i < was.size(); i++) {
            if (!Span.of(was.get(i)).equals(Span.of(now.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static Set<Span> spans(Trial trial) {
        Set<Span> spans = new HashSet<>();
        trial.shown().forEach(span -> spans.add(Span.of(span)));
        return spans;
    }

    /** What a model reads of a shown span. */
    private record Span(String document, int start, int end) {
        private static Span of(ShownSpan span) {
            return new Span(span.document().value(), span.start(), span.end());
        }
    }

    private static void count(Counts counts, Set<Kind> kinds, boolean askedAlike) {
        counts.lost += kinds.contains(Kind.LOST) ? 1 : 0;
        counts.won += kinds.contains(Kind.WON) ? 1 : 0;
        counts.rescored += kinds.contains(Kind.SCORE) ? 1 : 0;
        counts.answers += kinds.contains(Kind.ANSWER) ? 1 : 0;
        counts.passages += kinds.contains(Kind.PASSAGES) ? 1 : 0;
        counts.orders += kinds.contains(Kind.ORDER) ? 1 : 0;
        counts.unexplained += kinds.contains(Kind.ANSWER) && askedAlike ? 1 : 0;
    }

    /** Other passages are put down to what chooses them, another answer to the same ones to what answers. */
    private static void observe(Set<Bearing> observed, Set<Kind> kinds) {
        if (kinds.contains(Kind.PASSAGES) || kinds.contains(Kind.ORDER)) {
            observed.add(Bearing.SHOWN);
        } else {
            observed.add(kinds.contains(Kind.ANSWER) ? Bearing.ANSWERED : Bearing.SCORED);
        }
    }

    private double p(Pair pair, StrategyRow before, StrategyRow after) {
        return significance
                .of(measure.orElseThrow(), after, before)
                .map(Significance.Comparison::p)
                .orElseGet(() -> SignTest.twoSided(pair.losses(), pair.wins()));
    }

    private static List<Line> adjusted(List<Line> lines) {
        List<Line> tested = lines.stream().filter(line -> line.p().isPresent()).toList();
        double[] adjusted = FalseDiscovery.adjusted(
                tested.stream().mapToDouble(line -> line.p().getAsDouble()).toArray());
        List<Line> all = new ArrayList<>(lines);
        for (int i = 0; i < adjusted.length; i++) {
            all.set(all.indexOf(tested.get(i)), tested.get(i).with(adjusted[i]));
        }
        return all;
    }
}
