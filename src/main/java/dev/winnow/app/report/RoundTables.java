package dev.winnow.app.report;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.EvidenceRecall;
import dev.winnow.app.metrics.Metric;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.rounds.Rounds;
import dev.winnow.retrievers.trec.TrecId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What strategies of several rounds did round by round: how many answers came to a round and ended there, what they scored,
 * and how much of the evidence the round showed, alone and with those before it. Of answered trials alone.
 */
final class RoundTables {
    static final String SHEET = "rounds";
    private static final String ROUNDS = "rounds";

    /** Rows of a table that a page shows at once. */
    private static final int MOST_ROWS = 16;

    private static final Set<String> READ = Set.of("refined", "answered");

    private final Results results;
    private final Metric recall = new EvidenceRecall().open();
    private final List<Line> lines = new ArrayList<>();
    private final Optional<Sheet> sheet;

    RoundTables(Results results) {
        this.results = results;
        for (StrategyRow row : results.rows()) {
            List<Way> ways = results.trials(row).stream()
                    .filter(trial -> trial.outcome() instanceof Outcome.Answered)
                    .map(Way::of)
                    .filter(way -> !way.rounds().isEmpty())
                    .toList();
            if (!ways.isEmpty()) {
                lines.add(new Line(row, ways));
            }
        }
        this.sheet = lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Sheet(
                        SHEET,
                        figures(),
                        Stream.concat(
                                        byNumber().stream(),
                                        Stream.of(
                                                new Sheet.Section("How they ended", ends()),
                                                new Sheet.Section("Round by round", toRead())))
                                .toList()));
    }

    /** A strategy's answers with a model. */
    private record Line(StrategyRow row, List<Way> ways) {
        private int rounds() {
            return ways.stream().mapToInt(way -> way.rounds().size()).max().orElse(0);
        }

        private double meanRounds() {
            return ways.stream().mapToInt(way -> way.rounds().size()).average().orElse(0);
        }

        private double stopped() {
            return share(ways, way -> way.stopped);
        }

        private List<Way> at(int round) {
            return ways.stream().filter(way -> way.rounds().size() >= round).toList();
        }
    }

    /**
     * The rounds of an answer, in order.
     *
     * @param stopped whether they ended before the last because the model answered
     */
    private record Way(Trial trial, List<Note> rounds, boolean stopped) {
        static Way of(Trial trial) {
            return new Way(
                    trial,
                    trial.notes().stream()
                            .filter(note -> note.what().equals(Rounds.ROUND))
                            .toList(),
                    trial.notes().stream()
                            .anyMatch(note -> note.what().equals(Rounds.ROUNDS)
                                    && note.outcome().equals(Rounds.STOPPED)));
        }

        /** What was shown in some of its rounds. */
        private List<ShownSpan> shown(List<Note> some) {
            Map<String, ShownSpan> spans = new LinkedHashMap<>();
            trial.shown().forEach(span -> spans.put(span.passage(), span));
            return some.stream()
                    .flatMap(note -> Arrays.stream(
                            note.details().getOrDefault(Rounds.PASSAGES, "").split(" ")))
                    .map(TrecId::decode)
                    .distinct()
                    .flatMap(id -> Optional.ofNullable(spans.get(id)).stream())
                    .toList();
        }
    }

    private static <T> double share(List<T> all, Predicate<T> wanted) {
        return all.isEmpty() ? 0 : (double) all.stream().filter(wanted).count() / all.size();
    }

    /** A mean over questions, each with the mean of its answers. */
    private Optional<Estimate> mean(List<Way> ways, Function<Way, OptionalDouble> value) {
        Map<QuestionId, List<Double>> values = new TreeMap<>();
        ways.forEach(way -> value.apply(way)
                .ifPresent(found -> values.computeIfAbsent(way.trial().question(), question -> new ArrayList<>())
                        .add(found)));
        return results.intervals().of(results.sample(values, own -> own.stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0)));
    }

    private OptionalDouble evidence(Way way, int from, int to) {
        Gold gold = results.data().gold().get(way.trial().question());
        return gold == null
                ? OptionalDouble.empty()
                : recall.score(gold, way.trial().showing(way.shown(way.rounds().subList(from, to))));
    }

    private Optional<Measure> measure() {
        return results.data().answerMeasure().or(() -> results.data().firstMeasure());
    }

    private Optional<Estimate> score(List<Way> ways) {
        return measure().flatMap(measure -> mean(ways, way -> results.score(way.trial(), measure)));
    }

    /** Empty where no strategy goes in rounds. */
    Optional<Sheet> sheet() {
        return sheet;
    }

    private String measureName() {
        return measure().map(Measure::name).orElse("score");
    }

    /**
     * A round of a line.
     *
     * @param ended of its answers those that ended with it
     */
    private record Stage(Line line, int round, List<Way> at, List<Way> ended) {
        private double read() {
            return share(at, way -> READ.contains(way.rounds().get(round - 1).outcome()));
        }
    }

    private Stream<Stage> stages() {
        return lines.stream().flatMap(line -> Stream.iterate(1, round -> round <= line.rounds(), round -> round + 1)
                .map(round -> new Stage(
                        line,
                        round,
                        line.at(round),
                        line.at(round).stream()
                                .filter(way -> way.rounds().size() == round)
                                .toList())));
    }

    private Table figures() {
        List<String> numbers = new ArrayList<>(List.of("answers", "ended", "share ended", "share read"));
        for (String name :
                List.of(measureName() + " of ended", "evidence recall of round", "evidence recall up to round")) {
            numbers.addAll(List.of(name, name + " low", name + " high", name + " questions"));
        }
        return new Table(
                Sheet.columns(List.of("strategy", "model", "round"), numbers),
                stages().map(stage -> {
                            List<String> cells = new ArrayList<>(List.of(
                                    stage.line().row().strategy().id(),
                                    stage.line().row().model().id(),
                                    Integer.toString(stage.round()),
                                    Integer.toString(stage.at().size()),
                                    Integer.toString(stage.ended().size()),
                                    Digits.fixed(
                                            (double) stage.ended().size()
                                                    / stage.line().ways().size(),
                                            4),
                                    Digits.fixed(stage.read(), 4)));
                            cells.addAll(Tables.cells(score(stage.ended())));
                            cells.addAll(Tables.cells(shown(stage)));
                            cells.addAll(Tables.cells(shownSoFar(stage)));
                            return cells;
                        })
                        .toList());
    }

    private Optional<Estimate> shown(Stage stage) {
        return mean(stage.at(), way -> evidence(way, stage.round() - 1, stage.round()));
    }

    private Optional<Estimate> shownSoFar(Stage stage) {
        return mean(stage.at(), way -> evidence(way, 0, stage.round()));
    }

    /** The score by the number of rounds, a row for each set of other settings; empty where the number does not vary. */
    private Optional<Sheet.Section> byNumber() {
        if (measure().isEmpty()) {
            return Optional.empty();
        }
        Measure measure = measure().get();
        Map<List<Object>, TreeMap<Integer, StrategyRow>> series = new LinkedHashMap<>();
        for (Line line : lines) {
            Map<String, String> rest = new LinkedHashMap<>(line.row().strategy().settings());
            String number = rest.remove(ROUNDS);
            if (number != null && number.matches("\\d{1,9}")) {
                // In a report of several runs ids begin with the run's name.
                String id = line.row().strategy().id();
                String name = id.substring(0, id.indexOf('/') + 1)
                        + line.row().strategy().use() + " " + String.join(" ", rest.values());
                series.computeIfAbsent(List.of(name.strip(), line.row().model().id(), rest), key -> new TreeMap<>())
                        .put(Integer.valueOf(number), line.row());
            }
        }
        series.values().removeIf(rows -> rows.size() < 2);
        if (series.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> numbers = series.values().stream()
                .flatMap(rows -> rows.keySet().stream())
                .distinct()
                .sorted()
                .toList();
        List<List<String>> cells = new ArrayList<>();
        series.forEach((name, rows) -> {
            List<String> own =
                    new ArrayList<>(List.of(name.get(0).toString(), name.get(1).toString()));
            numbers.forEach(number ->
                    own.add(text(Optional.ofNullable(rows.get(number)).flatMap(row -> row.estimate(measure.name())))));
            own.add(text(results.pairs(measure)
                    .of(rows.lastEntry().getValue(), rows.firstEntry().getValue())
                    .map(Pairs.Pair::difference)));
            cells.add(own);
        });
        return Optional.of(new Sheet.Section(
                measure.label() + " by number of rounds",
                new Table(
                        Sheet.columns(
                                List.of("strategies", "model"),
                                Stream.concat(
                                                numbers.stream()
                                                        .map(number -> number + (number == 1 ? " round" : " rounds")),
                                                Stream.of("most less fewest"))
                                        .toList()),
                        cells)));
    }

    private Table ends() {
        return new Table(
                Sheet.columns(
                        List.of("strategy", "model"),
                        List.of("answers", "mean rounds", "stopped early", measureName())),
                lines.stream()
                        .map(line -> List.of(
                                line.row().strategy().id(),
                                line.row().model().id(),
                                Integer.toString(line.ways().size()),
                                Digits.fixed(line.meanRounds(), 2),
                                Digits.percent(line.stopped()),
                                text(score(line.ways()))))
                        .toList());
    }

    private Table toRead() {
        return new Table(
                Sheet.columns(
                        List.of("strategy", "model", "round"),
                        List.of(
                                "answers",
                                "ended",
                                measureName() + " of ended",
                                "evidence recall",
                                "up to here",
                                "replies read")),
                stages().map(stage -> List.of(
                                stage.line().row().strategy().id(),
                                stage.line().row().model().id(),
                                Integer.toString(stage.round()),
                                Integer.toString(stage.at().size()),
                                Integer.toString(stage.ended().size()),
                                text(score(stage.ended())),
                                text(shown(stage)),
                                text(shownSoFar(stage)),
                                Digits.percent(stage.read())))
                        .toList());
    }

    private static String text(Optional<Estimate> estimate) {
        return estimate.map(value -> value.text(3)).orElse("");
    }

    /** The page's section; nothing where no strategy goes in rounds. */
    String html() {
        return sheet.map(made -> "<section id=\"rounds\">\n<h2>Rounds</h2>\n<p class=\"note\">"
                        + Html.prose(
                                "Of answers that came to a round: how many ended with it and what those scored; the share"
                                        + " of the evidence that the round showed, and that all rounds up to it showed. A reply is"
                                        + " read where it has a summary and a query, or an answer. Which questions end early is the"
                                        + " model's choice, so scores of different rounds are of different questions.")
                        + "</p>\n"
                        + made.sections().stream().map(RoundTables::html).collect(Collectors.joining())
                        + TableHtml.copy(SHEET) + "</section>\n")
                .orElse("");
    }

    private static String html(Sheet.Section section) {
        String table = TableHtml.of(section.table(), "Table of rounds: " + section.title());
        return section.table().rows().size() > MOST_ROWS
                ? TableHtml.folded(section.title(), table)
                : "<h3>" + Html.escape(section.title()) + "</h3>\n" + table;
    }
}
