package dev.winnow.app.report;

import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.StrategyRow.Family;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says where strategies or models were not compared under the same conditions: other amounts of text, other questions, more
 * failures, texts that were cut.
 */
final class Imbalance {
    static final String SHEET = "imbalances";

    private static final double FAR = 0.25;
    private static final double LEAST_FAIR = 0.8;
    private static final double MOST_FAIR = 1.25;

    /** Shares of failed trials this far apart are told, if that is more than one trial. */
    private static final double FAILURES_APART = 0.02;

    /** Texts that differ between models by more than this share are told. */
    private static final double TEXTS_APART = 0.01;

    private static final int MOST_NAMES = 3;

    private final Results results;

    Imbalance(Results results) {
        this.results = results;
    }

    /** What is unequal. */
    enum Check {
        AMOUNTS("Unequal amounts."),
        QUESTIONS("Different questions."),
        REPETITIONS("Unequal repetitions."),
        FAILURES("Unequal failures."),
        CUTS("Cut texts."),
        MODELS("Different texts for different models."),
        PRICES("Prices of some models only."),
        DOCUMENTS("Few documents.");

        private final String title;

        Check(String title) {
            this.title = title;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What was found, in one sentence. */
    record Finding(Check check, String sentence) {}

    /** Everything, in the order of checks. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        sentences().forEach(sentence -> findings.add(new Finding(Check.AMOUNTS, sentence)));
        questions().ifPresent(sentence -> findings.add(new Finding(Check.QUESTIONS, sentence)));
        repetitions().ifPresent(sentence -> findings.add(new Finding(Check.REPETITIONS, sentence)));
        failures().forEach(sentence -> findings.add(new Finding(Check.FAILURES, sentence)));
        cuts().forEach(sentence -> findings.add(new Finding(Check.CUTS, sentence)));
        models().ifPresent(sentence -> findings.add(new Finding(Check.MODELS, sentence)));
        prices().ifPresent(sentence -> findings.add(new Finding(Check.PRICES, sentence)));
        documents().ifPresent(sentence -> findings.add(new Finding(Check.DOCUMENTS, sentence)));
        return findings;
    }

    /** Of amounts of text: one sentence for each model to which it applies. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (Model model : results.data().models()) {
            results.fullContext(model)
                    .filter(full -> full.used().orElse(0) > 0)
                    .flatMap(this::amounts)
                    .filter(sentence -> !sentences.contains(sentence))
                    .ifPresent(sentences::add);
        }
        return sentences;
    }

    private Optional<String> amounts(StrategyRow full) {
        double all = full.used().orElseThrow();
        List<StrategyRow> retrieval = results.rows(full.model()).stream()
                .filter(row -> row.family() == Family.RETRIEVAL && row.used().isPresent())
                .toList();
        Comparator<StrategyRow> byUse =
                Comparator.comparingDouble(row -> row.used().orElseThrow());
        List<StrategyRow> far = retrieval.stream()
                .filter(row -> row.used().orElseThrow() < FAR * all)
                .toList();
        if (far.isEmpty()) {
            return Optional.empty();
        }
        StrategyRow least = far.stream().min(byUse).orElseThrow();
        String fair = retrieval.stream()
                .filter(row -> row.used().orElseThrow() >= LEAST_FAIR * all)
                .filter(row -> row.used().orElseThrow() <= MOST_FAIR * all)
                .min(Comparator.comparingDouble(row -> Math.abs(row.used().orElseThrow() - all)))
                .map(row -> "the fair pair is " + name(row) + ", which reads "
                        + Digits.grouped(row.used().orElseThrow()))
                .orElse("a budget near that would make a fair pair, and none was run");
        String others =
                far.size() == 1 ? "" : far.size() == 2 ? " and another" : " and " + (far.size() - 1) + " others";
        return Optional.of(
                name(least) + others + (far.size() == 1 ? " reads" : " read") + " less than a quarter of what "
                        + name(full) + " reads, "
                        + (far.size() == 1 ? "" : "down to ")
                        + Digits.grouped(least.used().orElseThrow())
                        + " tokens against " + Digits.grouped(all)
                        + ": that compares amounts of text as well as ways of choosing it; " + fair + ".");
    }

    /** Trials of each question, by row. */
    private Map<QuestionId, Integer> trials(StrategyRow row) {
        Map<QuestionId, Integer> counts = new HashMap<>();
        for (Trial trial : results.trials(row)) {
            counts.merge(trial.question(), 1, Integer::sum);
        }
        return counts;
    }

    private List<StrategyRow> begun() {
        return results.rows().stream()
                .filter(row -> row.answered() + row.failed() > 0)
                .toList();
    }

    private Optional<String> questions() {
        List<StrategyRow> begun = begun();
        Set<QuestionId> any = new HashSet<>();
        begun.forEach(row -> any.addAll(trials(row).keySet()));
        List<StrategyRow> fewer = begun.stream()
                .filter(row -> trials(row).size() < any.size())
                .sorted(Comparator.comparingInt(row -> trials(row).size()))
                .toList();
        if (fewer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(names(fewer) + (fewer.size() == 1 ? " was" : " were") + " asked "
                + (fewer.size() == 1 ? "" : "as few as ")
                + Digits.grouped((double) trials(fewer.getFirst()).size())
                + " of the " + Digits.grouped((double) any.size())
                + " questions that others were: means stand for different questions; differences are of those that both"
                + " have.");
    }

    private Optional<String> repetitions() {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (StrategyRow row : begun()) {
            for (int count : trials(row).values()) {
                least = Math.min(least, count);
                most = Math.max(most, count);
            }
        }
        return most <= least || most == 0
                ? Optional.empty()
                : Optional.of("Some questions were asked " + most + " times and some " + times(least)
                        + ": each counts once, but those asked more often are known better.");
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static double failedShare(StrategyRow row) {
        return (double) row.failed() / (row.answered() + row.failed());
    }

    /** Within a model: what endpoints fail at differs between models anyway. */
    private List<String> failures() {
        List<String> sentences = new ArrayList<>();
        for (Model model : results.data().models()) {
            List<StrategyRow> begun =
                    begun().stream().filter(row -> row.model().equals(model)).toList();
            Optional<StrategyRow> most = begun.stream().max(Comparator.comparingDouble(Imbalance::failedShare));
            Optional<StrategyRow> least = begun.stream().min(Comparator.comparingDouble(Imbalance::failedShare));
            if (most.isPresent()
                    && most.get().failed() > 1
                    && failedShare(most.get()) - failedShare(least.orElseThrow()) >= FAILURES_APART) {
                sentences.add(name(most.get()) + ofModel(most.get()) + " failed in "
                        + Digits.percent(failedShare(most.get())) + " of its trials, " + name(least.get()) + " in "
                        + Digits.percent(failedShare(least.get()))
                        + ": failed trials count as wrong, so part of their difference is the endpoint's.");
            }
        }
        return sentences;
    }

    private List<String> cuts() {
        List<String> sentences = new ArrayList<>();
        for (StrategyRow row : begun()) {
            if (row.family() == Family.FULL_CONTEXT) {
                long cut = results.trials(row).stream()
                        .filter(trial -> trial.omitted() > 0)
                        .count();
                if (cut > 0) {
                    sentences.add(
                            name(row) + ofModel(row) + " left out or cut documents in " + Digits.grouped((double) cut)
                                    + " of "
                                    + Digits.grouped(
                                            (double) results.trials(row).size())
                                    + " trials, for lack of room in the window: there it is not the whole context that is compared.");
                }
            }
        }
        return sentences;
    }

    /** The strategy whose amounts of text differ most between models. */
    private Optional<String> models() {
        String found = null;
        double furthest = 1 + TEXTS_APART;
        for (List<StrategyRow> rows : begun().stream()
                .filter(row -> row.used().orElse(0) > 0)
                .collect(Collectors.groupingBy(row -> row.strategy().id(), TreeMap::new, Collectors.toList()))
                .values()) {
            Comparator<StrategyRow> byUse =
                    Comparator.comparingDouble(row -> row.used().orElseThrow());
            StrategyRow least = rows.stream().min(byUse).orElseThrow();
            StrategyRow most = rows.stream().max(byUse).orElseThrow();
            double apart = most.used().orElseThrow() / least.used().orElseThrow();
            if (apart > furthest) {
                furthest = apart;
                found = name(most) + " shows " + Digits.grouped(most.used().orElseThrow()) + " tokens to `"
                        + most.model().id() + "` and "
                        + Digits.grouped(least.used().orElseThrow()) + " to `"
                        + least.model().id() + "`" + margins(most.model(), least.model())
                        + ": these models did not read the same text.";
            }
        }
        return Optional.ofNullable(found);
    }

    private static String margins(Model one, Model other) {
        return one.margin().equals(other.margin())
                ? ", whose windows differ"
                : ", whose windows or margins (" + one.margin().percent() + " % and "
                        + other.margin().percent() + " %) differ";
    }

    private Optional<String> prices() {
        List<Model> priced = results.data().models().stream()
                .filter(model ->
                        results.rows(model).stream().anyMatch(row -> row.cost().orElse(0) > 0))
                .toList();
        int all = results.data().models().size();
        return priced.isEmpty() || priced.size() == all
                ? Optional.empty()
                : Optional.of("Only "
                        + priced.stream().map(model -> "`" + model.id() + "`").collect(Collectors.joining(", "))
                        + " of " + all
                        + " models cost anything here: money does not compare them with the others; tokens"
                        + " and time do.");
    }

    private Optional<String> documents() {
        Clusters clusters = results.clusters();
        return Optional.of(clusters.sentence())
                .filter(sentence -> !sentence.isEmpty() && clusters.count() < Clusters.FEW);
    }

    private String ofModel(StrategyRow row) {
        return results.data().models().size() > 1 ? " with `" + row.model().id() + "`" : "";
    }

    private static String names(List<StrategyRow> rows) {
        String first = rows.stream().limit(MOST_NAMES).map(Imbalance::name).collect(Collectors.joining(", "));
        return rows.size() <= MOST_NAMES ? first : first + " and " + (rows.size() - MOST_NAMES) + " others";
    }

    private static String name(StrategyRow row) {
        return "`" + row.strategy().id() + "`";
    }

    /** Nothing where all is balanced. */
    Optional<Sheet> sheet() {
        List<List<String>> rows = findings().stream()
                .map(finding -> List.of(finding.check().id(), finding.sentence().replace("`", "")))
                .toList();
        Table table = new Table(Sheet.columns(List.of("check", "finding"), List.of()), rows);
        return rows.isEmpty() ? Optional.empty() : Optional.of(Sheet.of(SHEET, table, table));
    }

    String html() {
        StringBuilder html = new StringBuilder();
        for (Finding finding : findings()) {
            html.append("<p class=\"note imbalance\"><strong>")
                    .append(Html.escape(finding.check().title))
                    .append("</strong> ")
                    .append(Html.prose(finding.sentence()))
                    .append("</p>\n");
        }
        return html.toString();
    }
}
