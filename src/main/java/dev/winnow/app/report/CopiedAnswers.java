package dev.winnow.app.report;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.Selections.Placed;
import dev.winnow.app.report.Selections.Selection;
import dev.winnow.pipelines.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Wrong answers that were copied from a distractor, of each strategy that shows any. Wrong is an answer that scores
 * nothing by the first metric of answers; refusals and failures are no answers.
 */
final class CopiedAnswers {
    static final String SHEET = "distractors-copied";

    /** As the view of single questions has it: means over repetitions end in noise. */
    private static final double NOTHING = 0.001;

    private final Results results;
    private final Selections selections;
    private final int[][] wrong;
    private final int[][] copied;
    private final int[][] answers;

    CopiedAnswers(Results results, Selections selections) {
        this.results = results;
        this.selections = selections;
        int rows = results.rows().size();
        wrong = new int[rows][selections.questions()];
        copied = new int[rows][selections.questions()];
        answers = new int[rows][selections.questions()];
    }

    /** A trial's score by the first metric of answers, higher for better ones; empty where it does not apply. */
    static OptionalDouble score(Results results, Trial trial) {
        Optional<Measure> measure = results.data().answerMeasure();
        if (measure.isEmpty() || !(trial.outcome() instanceof Outcome.Answered)) {
            return OptionalDouble.empty();
        }
        OptionalDouble score = results.score(trial, measure.get());
        return score.isEmpty() || measure.get().direction() == Direction.HIGHER
                ? score
                : OptionalDouble.of(1 - score.getAsDouble());
    }

    /** Whether a score is that of a wrong answer. */
    static boolean wrong(double score) {
        return score < NOTHING;
    }

    /** Whether a score is that of a right answer. */
    static boolean right(double score) {
        return score > 1 - NOTHING;
    }

    /** Counts the answers to the question at a place. */
    void look(DistractorTexts.OfQuestion texts, int place) {
        for (Placed placed : selections.trials(place)) {
            OptionalDouble score = score(results, placed.trial());
            if (score.isPresent() && isGiven(placed.trial())) {
                answers[placed.row()][place]++;
                if (wrong(score.getAsDouble())) {
                    wrong[placed.row()][place]++;
                    copied[placed.row()][place] += texts.copied(placed.trial()) ? 1 : 0;
                }
            }
        }
    }

    private static boolean isGiven(Trial trial) {
        return trial.outcome() instanceof Outcome.Answered answered && answered.answer() instanceof Answer.Given;
    }

    /** The share of copied ones among a row's wrong answers: the mean over questions with a wrong answer. */
    private Optional<Estimate> share(int row) {
        double[] shares = new double[selections.questions()];
        Arrays.setAll(
                shares, place -> wrong[row][place] == 0 ? Double.NaN : (double) copied[row][place] / wrong[row][place]);
        return results.intervals().of(results.sample(shares, place -> true));
    }

    /** Whether any answer was judged. */
    boolean any() {
        return Arrays.stream(answers).flatMapToInt(Arrays::stream).sum() > 0;
    }

    Sheet sheet() {
        List<List<String>> rows = new ArrayList<>();
        List<List<String>> toRead = new ArrayList<>();
        for (Selection selection : selections.all()) {
            for (int row : selection.rows()) {
                StrategyRow line = results.rows().get(row);
                List<String> cells = new ArrayList<>(List.of(
                        line.strategy().id(),
                        line.model().id(),
                        selection.retriever(),
                        selection.size(),
                        selections.order(line),
                        count(answers[row]),
                        count(wrong[row]),
                        count(copied[row])));
                cells.addAll(Tables.cells(share(row)));
                rows.add(cells);
                toRead.add(List.of(
                        line.strategy().id(),
                        line.model().id(),
                        count(answers[row]),
                        count(wrong[row]),
                        count(copied[row]),
                        share(row).map(share -> share.text(3)).orElse("")));
            }
        }
        return Sheet.of(
                SHEET,
                new Table(
                        Sheet.columns(
                                List.of("strategy", "model", "retriever", "size", "order"),
                                List.of("answers", "wrong", "copied", "share", "low", "high", "questions")),
                        rows),
                new Table(
                        Sheet.columns(
                                List.of("strategy", "model"),
                                List.of("answers", "wrong", "copied from a distractor", "share of wrong")),
                        toRead));
    }

    private static String count(int[] counts) {
        return Integer.toString(Arrays.stream(counts).sum());
    }
}
