package dev.winnow.app.report;

import dev.winnow.app.judging.Agreement;
import dev.winnow.app.judging.Agreement.Verdict;
import dev.winnow.app.judging.JudgedRun;
import dev.winnow.app.judging.JudgedRun.Verdicts;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.Sheet.Section;
import dev.winnow.app.statistics.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How far judges agree with labels and with each other, and whether the length of an answer sways them. */
final class JudgeCalibration {
    private static final double LEVEL = 0.95;
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final List<String> LENGTHS = List.of("short", "medium", "long");
    /** Metrics of answers that say nothing of whether these are right. */
    private static final Set<String> OF_CONDUCT = Set.of("abstention", "refusal");

    private final Results results;
    private final JudgedRun judged;
    private final Map<String, Trial> trials = new LinkedHashMap<>();
    private final Map<String, Verdict> labels = new HashMap<>();
    private final Map<String, String> lengths = new HashMap<>();
    private final List<Sheet> sheets = new ArrayList<>();

    JudgeCalibration(Results results) {
        this.results = results;
        this.judged = results.data().judged();
        if (judged.isEmpty()) {
            return;
        }
        results.rows().forEach(row -> results.trials(row).forEach(trial -> trials.put(trial.key(), trial)));
        judged.labels().byTrial().forEach((trial, label) -> labels.put(trial, Verdict.of(label, Agreement.HALF)));
        lengths();
        labelled().ifPresent(sheets::add);
        mutual().ifPresent(sheets::add);
        byLength().ifPresent(sheets::add);
    }

    /** None where nothing was judged and nothing labelled. */
    List<Sheet> sheets() {
        return sheets;
    }

    /** What a table of the page rests on. */
    String note(Sheet sheet) {
        return switch (sheet.name()) {
            case "judge-agreement" ->
                "<p class=\"note\">" + Digits.grouped(labels.size())
                        + " answers are labelled. Agreement lies between what it"
                        + " is if none of the undecided answers agrees and if all do; kappa is over decided ones, with its"
                        + " 95 % interval. A threshold marked * was chosen on these labels, so that its agreement is the most"
                        + " to hope for. Leniency is how much more often the measure says right than the label.</p>\n";
            case "judge-length" ->
                "<p class=\"note\">Answers in three parts by their words, as many in each. A measure whose mean follows the"
                        + " length may judge by it, or long answers may be better: only labels tell.</p>\n";
            default -> "";
        };
    }

    /** In thirds by words, of what was answered and is judged or labelled. */
    private void lengths() {
        Map<String, Integer> words = new HashMap<>();
        trials.forEach((key, trial) -> {
            boolean wanted = labels.containsKey(key)
                    || judged.judges().stream().anyMatch(each -> each.scores().containsKey(key));
            if (wanted && trial.outcome() instanceof Outcome.Answered) {
                words.put(key, words(trial));
            }
        });
        int[] sorted =
                words.values().stream().mapToInt(Integer::intValue).sorted().toArray();
        if (sorted.length < LENGTHS.size()) {
            return;
        }
        int first = sorted[sorted.length / 3];
        int second = sorted[2 * sorted.length / 3];
        words.forEach((key, count) -> lengths.put(key, LENGTHS.get(count < first ? 0 : count < second ? 1 : 2)));
    }

    private static int words(Trial trial) {
        return trial.outcome() instanceof Outcome.Answered answered
                ? (int) SPACE.splitAsStream(answered.answer().text())
                        .filter(word -> !word.isEmpty())
                        .count()
                : 0;
    }

    /** A measure's verdicts, and from which score on it calls an answer right. */
    private record Rated(String measure, String threshold, Map<String, Verdict> verdicts) {}

    private List<Verdicts> singles() {
        return judged.judges().stream()
                .filter(verdicts -> !verdicts.judge().comparesPairs())
                .toList();
    }

    private static Rated rated(Verdicts verdicts) {
        Map<String, Verdict> own = new HashMap<>();
        verdicts.scores().forEach((trial, score) -> own.put(trial, Verdict.of(score)));
        return new Rated(verdicts.judge().name(), Digits.fixed(Agreement.HALF, 3), own);
    }

    private static Rated rated(Measure measure, Map<String, Double> scores, double threshold, String mark) {
        Map<String, Verdict> own = new HashMap<>();
        scores.forEach((trial, score) -> own.put(trial, Verdict.of(score, threshold)));
        return new Rated(measure.name(), Digits.fixed(threshold, 3) + mark, own);
    }

    private List<Measure> metrics() {
        Set<String> judges = judged.judges().stream()
                .map(verdicts -> verdicts.judge().name())
                .collect(Collectors.toSet());
        return results.data().measures().stream()
                .filter(measure -> !judges.contains(measure.name()) && !OF_CONDUCT.contains(measure.name()))
                .filter(measure -> !measure.ofEvidence() && !measure.ofCitations())
                .toList();
    }

    private Map<String, Double> scores(Measure measure, Set<String> wanted) {
        Map<String, Double> scores = new HashMap<>();
        wanted.forEach(key -> Optional.ofNullable(trials.get(key)).ifPresent(trial -> {
            OptionalDouble score = results.score(trial, measure);
            score.ifPresent(value -> scores.put(key, value));
        }));
        return scores;
    }

    private Optional<Sheet> labelled() {
        if (labels.isEmpty()) {
            return Optional.empty();
        }
        List<Rated> rated = new ArrayList<>();
        singles().forEach(verdicts -> rated.add(rated(verdicts)));
        for (Measure measure : metrics()) {
            Map<String, Double> scores = scores(measure, labels.keySet());
            rated.add(rated(measure, scores, Agreement.HALF, ""));
            if (scores.values().stream().anyMatch(score -> score != 0 && score != 1)) {
                rated.add(rated(measure, scores, Agreement.bestThreshold(scores, labels), "*"));
            }
        }
        return Optional.of(sheet("judge-agreement", "labels", rated, labels, groups()));
    }

    /** What answers are split by: the attribute's name, and its value for a trial. */
    private Map<String, Function<String, Optional<String>>> groups() {
        Map<String, Function<String, Optional<String>>> groups = new LinkedHashMap<>();
        groups.put("all", key -> Optional.of("all"));
        groups.put(
                Results.TASK,
                key -> Optional.ofNullable(
                        results.attributes(trials.get(key).question()).get(Results.TASK)));
        groups.put("length of the answer", key -> Optional.ofNullable(lengths.get(key)));
        groups.put("strategy", key -> Optional.of(trials.get(key).strategy()));
        groups.put("model", key -> Optional.of(trials.get(key).model()));
        return groups;
    }

    private static Sheet sheet(
            String name,
            String second,
            List<Rated> rated,
            Map<String, Verdict> others,
            Map<String, Function<String, Optional<String>>> groups) {
        List<List<String>> figures = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        groups.forEach((attribute, group) -> {
            List<List<String>> toRead = new ArrayList<>();
            for (Rated each : rated) {
                Map<String, List<String>> members = new TreeMap<>();
                others.keySet().stream().filter(each.verdicts()::containsKey).forEach(trial -> group.apply(trial)
                        .ifPresent(value -> members.computeIfAbsent(value, key -> new ArrayList<>())
                                .add(trial)));
                members.forEach((value, own) -> {
                    Map<String, Verdict> verdicts = new HashMap<>();
                    own.forEach(trial -> verdicts.put(trial, each.verdicts().get(trial)));
                    Agreement agreement = Agreement.of(verdicts, others, trial -> true);
                    if (agreement.count() > 0) {
                        figures.add(figures(each, second, attribute, value, agreement));
                        toRead.add(toRead(each, value, agreement));
                    }
                });
            }
            if (toRead.stream().map(row -> row.get(2)).distinct().count() > 1 || attribute.equals("all")) {
                sections.add(new Section(
                        attribute.equals("all") ? "Agreement with " + second : "Agreement by " + attribute,
                        new Table(
                                Sheet.columns(
                                        List.of("measure", "right from", "group"),
                                        List.of(
                                                "answers",
                                                "undecided",
                                                "agreement",
                                                "kappa",
                                                "leniency",
                                                "both right",
                                                "only measure",
                                                "only " + second,
                                                "both wrong")),
                                toRead)));
            }
        });
        return new Sheet(
                name,
                new Table(
                        Sheet.columns(
                                List.of("measure", "right from", "second", "by", "group"),
                                List.of(
                                        "answers",
                                        "undecided",
                                        "lowest agreement",
                                        "highest agreement",
                                        "kappa",
                                        "low",
                                        "high",
                                        "leniency",
                                        "both right",
                                        "only measure",
                                        "only second",
                                        "both wrong")),
                        figures),
                sections);
    }

    private static List<String> figures(
            Rated rated, String second, String attribute, String group, Agreement agreement) {
        Optional<Interval> kappa = agreement.kappa().map(value -> value.interval(LEVEL));
        return List.of(
                rated.measure(),
                rated.threshold(),
                second,
                attribute,
                group,
                Integer.toString(agreement.count()),
                Integer.toString(agreement.undecided()),
                Digits.fixed(agreement.lowest(), 4),
                Digits.fixed(agreement.highest(), 4),
                kappa.map(interval -> Digits.fixed(interval.mean(), 4)).orElse(""),
                kappa.map(interval -> Digits.fixed(interval.low(), 4)).orElse(""),
                kappa.map(interval -> Digits.fixed(interval.high(), 4)).orElse(""),
                agreement.decided() == 0 ? "" : Digits.fixed(agreement.leniency(), 4),
                Integer.toString(agreement.bothRight()),
                Integer.toString(agreement.onlyFirst()),
                Integer.toString(agreement.onlySecond()),
                Integer.toString(agreement.bothWrong()));
    }

    private static List<String> toRead(Rated rated, String group, Agreement agreement) {
        String lowest = Digits.fixed(agreement.lowest(), 3);
        String highest = Digits.fixed(agreement.highest(), 3);
        return List.of(
                rated.measure(),
                rated.threshold(),
                group,
                Integer.toString(agreement.count()),
                Integer.toString(agreement.undecided()),
                lowest.equals(highest) ? lowest : lowest + " to " + highest,
                agreement
                        .kappa()
                        .map(value -> value.interval(LEVEL))
                        .map(interval -> new Estimate(
                                        interval.mean(), interval.low(), interval.high(), interval.count())
                                .text(3))
                        .orElse(""),
                agreement.decided() == 0 ? "" : Digits.fixed(agreement.leniency(), 3),
                Integer.toString(agreement.bothRight()),
                Integer.toString(agreement.onlyFirst()),
                Integer.toString(agreement.onlySecond()),
                Integer.toString(agreement.bothWrong()));
    }

    /** Judges beside each other, and beside the rule judge where it is a metric. */
    private Optional<Sheet> mutual() {
        List<Rated> all = new ArrayList<>();
        singles().forEach(verdicts -> all.add(rated(verdicts)));
        if (all.isEmpty()) {
            return Optional.empty();
        }
        metrics().stream()
                .filter(measure -> measure.name().startsWith("rule-judge"))
                .forEach(measure -> all.add(rated(measure, scores(measure, trials.keySet()), Agreement.HALF, "")));
        List<List<String>> figures = new ArrayList<>();
        List<List<String>> toRead = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                Agreement agreement =
                        Agreement.of(all.get(i).verdicts(), all.get(j).verdicts(), trial -> true);
                if (agreement.count() > 0) {
                    List<String> row =
                            new ArrayList<>(figures(all.get(i), all.get(j).measure(), "", "", agreement));
                    row.subList(3, 5).clear();
                    row.remove(1);
                    figures.add(row);
                    List<String> read =
                            new ArrayList<>(toRead(all.get(i), all.get(j).measure(), agreement));
                    read.remove(1);
                    toRead.add(read);
                }
            }
        }
        if (figures.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Sheet(
                "judges-together",
                new Table(
                        Sheet.columns(
                                List.of("measure", "second"),
                                List.of(
                                        "answers",
                                        "undecided",
                                        "lowest agreement",
                                        "highest agreement",
                                        "kappa",
                                        "low",
                                        "high",
                                        "leniency",
                                        "both right",
                                        "only measure",
                                        "only second",
                                        "both wrong")),
                        figures),
                List.of(new Section(
                        "Judges beside each other",
                        new Table(
                                Sheet.columns(
                                        List.of("measure", "second"),
                                        List.of(
                                                "answers",
                                                "undecided",
                                                "agreement",
                                                "kappa",
                                                "leniency",
                                                "both right",
                                                "only measure",
                                                "only second",
                                                "both wrong")),
                                toRead)))));
    }

    /** Means of judges, of metrics and of labels in thirds of answers by their words. */
    private Optional<Sheet> byLength() {
        if (lengths.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Map<String, Double>> all = new LinkedHashMap<>();
        judged.judges().forEach(verdicts -> {
            Map<String, Double> scores = new HashMap<>();
            verdicts.scores().forEach((trial, score) -> scores.put(trial, score.score()));
            all.put(verdicts.judge().name(), scores);
        });
        metrics().forEach(measure -> all.put(measure.name(), scores(measure, lengths.keySet())));
        if (!labels.isEmpty()) {
            all.put("labels", judged.labels().byTrial());
        }
        List<List<String>> rows = new ArrayList<>();
        all.forEach((measure, scores) -> {
            for (String length : LENGTHS) {
                double[] own = scores.entrySet().stream()
                        .filter(entry -> length.equals(lengths.get(entry.getKey())))
                        .mapToDouble(Map.Entry::getValue)
                        .sorted()
                        .toArray();
                double words = scores.keySet().stream()
                        .filter(key -> length.equals(lengths.get(key)))
                        .mapToInt(key -> words(trials.get(key)))
                        .average()
                        .orElse(0);
                if (own.length > 0) {
                    rows.add(List.of(
                            measure,
                            length,
                            Integer.toString(own.length),
                            Digits.fixed(words, 1),
                            Digits.fixed(Arrays.stream(own).average().orElse(0), 4)));
                }
            }
        });
        Table table = new Table(
                Sheet.columns(List.of("measure", "length of the answer"), List.of("answers", "words", "mean")), rows);
        return Optional.of(
                new Sheet("judge-length", table, List.of(new Section("By the length of the answer", table))));
    }
}
