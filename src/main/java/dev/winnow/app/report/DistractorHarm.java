package dev.winnow.app.report;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.distractors.HarmTally;
import dev.winnow.app.distractors.ShownContrast;
import dev.winnow.app.distractors.ShownContrast.Difference;
import dev.winnow.app.distractors.ShownContrast.Observation;
import dev.winnow.app.distractors.Unit;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.metrics.EvidenceRecall;
import dev.winnow.app.metrics.Metric;
import dev.winnow.app.report.Selections.Placed;
import dev.winnow.app.report.Selections.Selection;
import dev.winnow.app.statistics.FalseDiscovery;
import dev.winnow.app.statistics.SignTest;
import dev.winnow.indexer.corpus.DocumentId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which distractors stand in wrong answers and not in right ones: trials of one question, one model and as much evidence,
 * with a distractor and without it. Strategies that choose what to show take part, whatever their size and order.
 */
final class DistractorHarm {
    /** Fewer questions with a difference cannot give a p value below 5 %, be they as one-sided as they may. */
    static final int FEWEST_TO_TEST = 6;

    /** What is called found, by the share of false ones among what is found. */
    static final double FALSE_DISCOVERIES = 0.05;

    private static final Metric RECALL = new EvidenceRecall().open();

    private final Results results;
    private final Selections selections;
    private final Map<Unit, Map<String, HarmTally<Where>>> tallies = new EnumMap<>(Unit.class);
    private final Map<Unit, List<Line>> lines = new EnumMap<>(Unit.class);
    private final double[][] ofSelections;

    /** A shown span of a distractor, with the question at a place. */
    record Where(int place, ShownSpan span) {
        DocumentId document() {
            return span.document();
        }
    }

    /**
     * What is known of a distractor.
     *
     * @param p of the sign test over questions; empty where too few of them differ to tell anything
     * @param adjusted the same, for the number of tests
     */
    record Line(String name, HarmTally<Where> tally, OptionalDouble p, OptionalDouble adjusted) {
        int differing() {
            return tally.worse() + tally.better();
        }

        boolean found() {
            return adjusted.isPresent() && adjusted.getAsDouble() <= FALSE_DISCOVERIES;
        }
    }

    /** Two rows of the question where a distractor did most harm: one was shown it and is worse, one was not and is better. */
    record Example(StrategyRow with, StrategyRow without) {}

    /** All trials of a question that take part, with what they were shown. */
    private record Compared(List<Placed> trials, List<Observation> observations, Map<String, ShownSpan> distractors) {}

    DistractorHarm(Results results, Selections selections) {
        this.results = results;
        this.selections = selections;
        this.ofSelections = new double[selections.all().size()][selections.questions()];
        Arrays.stream(ofSelections).forEach(line -> Arrays.fill(line, Double.NaN));
        for (Unit unit : Unit.values()) {
            tallies.put(unit, new HashMap<>());
        }
        for (int place = 0; place < selections.questions(); place++) {
            if (selections.gold(place) != null) {
                for (Unit unit : Unit.values()) {
                    compare(place, unit);
                }
            }
        }
        for (Unit unit : Unit.values()) {
            lines.put(unit, lines(tallies.get(unit)));
        }
    }

    private void compare(int place, Unit unit) {
        Compared compared = compared(place, unit);
        ShownContrast contrast = new ShownContrast(
                compared.observations(), compared.distractors().size());
        int number = 0;
        for (Map.Entry<String, ShownSpan> distractor : compared.distractors().entrySet()) {
            Optional<Difference> difference = contrast.of(number++);
            if (difference.isPresent()) {
                tallies.get(unit)
                        .computeIfAbsent(distractor.getKey(), key -> new HarmTally<>())
                        .add(difference.get(), new Where(place, distractor.getValue()));
            }
        }
        for (int i = 0; unit == Unit.DOCUMENT && i < ofSelections.length; i++) {
            Selection selection = selections.all().get(i);
            List<Integer> own = new ArrayList<>();
            for (int at = 0; at < compared.trials().size(); at++) {
                if (selection.rows().contains(compared.trials().get(at).row())) {
                    own.add(at);
                }
            }
            ofSelections[i][place] = contrast.harmInOthers(own);
        }
    }

    private Compared compared(int place, Unit unit) {
        List<Placed> trials = new ArrayList<>();
        List<Observation> observations = new ArrayList<>();
        Map<String, ShownSpan> spans = new LinkedHashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        Map<List<Object>, Integer> strata = new HashMap<>();
        for (Placed placed : selections.trials(place)) {
            StrategyRow row = results.rows().get(placed.row());
            OptionalDouble score = CopiedAnswers.score(results, placed.trial());
            if (!Selections.chosen(row.family())
                    || score.isEmpty()
                    || placed.trial().shown().isEmpty()) {
                continue;
            }
            for (ShownSpan span :
                    selections.gold(place).distractors(placed.trial().shown())) {
                spans.putIfAbsent(unit.of(span), span);
                numbers.putIfAbsent(unit.of(span), numbers.size());
            }
            List<Integer> shown = selections
                    .gold(place)
                    .distractors(placed.trial().shown())
                    .stream()
                    .map(unit::of)
                    .distinct()
                    .map(numbers::get)
                    .toList();
            int stratum = strata.computeIfAbsent(
                    List.of(row.model().id(), evidenceShown(place, placed)), key -> strata.size());
            trials.add(placed);
            observations.add(new Observation(
                    stratum, score.getAsDouble(), CopiedAnswers.wrong(score.getAsDouble()) ? 1 : 0, shown));
        }
        return new Compared(trials, observations, spans);
    }

    /** How much of the evidence a trial was shown; always the same where there is none. */
    private double evidenceShown(int place, Placed placed) {
        Gold gold = results.data().gold().get(results.questions().get(place));
        return RECALL.score(gold, placed.trial()).orElse(1);
    }

    private static List<Line> lines(Map<String, HarmTally<Where>> tallies) {
        List<Map.Entry<String, HarmTally<Where>>> tested = tallies.entrySet().stream()
                .filter(entry -> entry.getValue().worse() + entry.getValue().better() >= FEWEST_TO_TEST)
                .toList();
        double[] p = tested.stream()
                .mapToDouble(entry -> SignTest.twoSided(
                        entry.getValue().worse(), entry.getValue().better()))
                .toArray();
        double[] adjusted = FalseDiscovery.adjusted(p);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < p.length; i++) {
            places.put(tested.get(i).getKey(), i);
        }
        return tallies.entrySet().stream()
                .map(entry -> {
                    Integer place = places.get(entry.getKey());
                    return new Line(
                            entry.getKey(),
                            entry.getValue(),
                            place == null ? OptionalDouble.empty() : OptionalDouble.of(p[place]),
                            place == null ? OptionalDouble.empty() : OptionalDouble.of(adjusted[place]));
                })
                .sorted(Comparator.<Line>comparingDouble(line -> -line.tally().shrunkHarm())
                        .thenComparingInt(line -> -line.tally().questions())
                        .thenComparing(Line::name))
                .toList();
    }

    /** Distractors that can be compared, the most harmful first. */
    List<Line> lines(Unit unit) {
        return lines.get(unit);
    }

    /** {@link DistractorFigure#HARM} by selection and question. */
    double[][] ofSelections() {
        return ofSelections;
    }

    /** The two rows that show best what a distractor did where it did most harm. */
    Optional<Example> example(Line line, Unit unit) {
        int place = line.tally().worstPlace().place();
        Compared compared = compared(place, unit);
        int number = new ArrayList<>(compared.distractors().keySet()).indexOf(line.name());
        double most = Double.NEGATIVE_INFINITY;
        Optional<Example> best = Optional.empty();
        for (int with = 0; with < compared.trials().size(); with++) {
            Observation shown = compared.observations().get(with);
            for (int without = 0;
                    holds(shown, number) && without < compared.trials().size();
                    without++) {
                Observation other = compared.observations().get(without);
                if (other.stratum() == shown.stratum()
                        && !holds(other, number)
                        && other.score() - shown.score() > most) {
                    most = other.score() - shown.score();
                    best = Optional.of(new Example(row(compared, with), row(compared, without)));
                }
            }
        }
        return best;
    }

    private static boolean holds(Observation one, int distractor) {
        return one.distractors().contains(distractor);
    }

    private StrategyRow row(Compared compared, int trial) {
        return results.rows().get(compared.trials().get(trial).row());
    }

    /** What the data allow to say, in a sentence or two. */
    String verdict() {
        if (results.data().answerMeasure().isEmpty()) {
            return "No metric of this run judges answers, so nothing can be said of harm.";
        }
        List<Line> documents = lines(Unit.DOCUMENT);
        if (documents.isEmpty()) {
            long choosing = selections.all().stream()
                    .filter(Selection::chooses)
                    .map(Selection::label)
                    .filter(Objects::nonNull)
                    .count();
            return "Nothing can be said of harm: "
                    + (choosing < 2
                            ? "it takes two strategies that choose other passages, and this run has "
                                    + (choosing == 0 ? "none." : "one.")
                            : "no distractor was shown by one strategy and left out by another that showed as much of the"
                                    + " evidence.");
        }
        int tested =
                (int) documents.stream().filter(line -> line.p().isPresent()).count();
        String compared = Digits.grouped(documents.size())
                + (documents.size() == 1 ? " document" : " documents")
                + " could be compared, shown with a question by one strategy and not by another. ";
        if (tested == 0) {
            return compared + "None of them makes a difference to " + FEWEST_TO_TEST
                    + " questions or more, so no test can tell harm from luck: this is a list of what to look at, not of"
                    + " what was found.";
        }
        int harmful = (int) documents.stream()
                .filter(line ->
                        line.found() && line.tally().worse() > line.tally().better())
                .count();
        int helpful = (int) documents.stream()
                .filter(line ->
                        line.found() && line.tally().worse() < line.tally().better())
                .count();
        return compared + "Of the " + Digits.grouped(tested) + " that make a difference to " + FEWEST_TO_TEST
                + " questions or more, "
                + (harmful == 0 ? "none is" : Digits.grouped(harmful) + (harmful == 1 ? " is" : " are"))
                + " harmful"
                + (helpful == 0 ? "" : " and " + Digits.grouped(helpful) + (helpful == 1 ? " is" : " are") + " helpful")
                + " by the sign test, at most 5 % of such findings being false (Benjamini-Hochberg).";
    }
}
