package dev.winnow.app.report;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Evidence.Grain;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.StrategyRow.Family;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers by how deep in the context the gold evidence stands and by how long the context is (needle in a haystack). The
 * depth is the one that a strategy's {@code gold-depth} asks for, or the fifth of what was shown, in tokens and in the order
 * shown, in which the middle of the first piece of gold evidence lies.
 */
final class GoldDepth {
    /** What sets the length of a context; of several that a strategy has the first. */
    static final List<String> LENGTHS = List.of("size", "budget", "k");

    private static final String CHOSEN = "gold-depth";
    private static final int PARTS = 5;

    private final Results results;
    private final FullSettings full;
    private final Optional<Measure> measure;
    private final List<DepthMap> maps = new ArrayList<>();

    /** Where the depth comes from. */
    enum Origin {
        /** The strategy puts the gold there. */
        CHOSEN,
        /** It came about, by where a text has it or a retriever ranked it. */
        MEASURED
    }

    /**
     * A map.
     *
     * @param label what its strategies are, beside depth and length
     * @param length what the columns are: {@code size}, {@code budget}, {@code k} or {@code tokens shown}
     * @param cells those with an answer
     */
    record DepthMap(
            String label,
            Model model,
            Origin origin,
            String length,
            List<String> depths,
            List<String> lengths,
            Map<Place, Cell> cells) {}

    /** A cell of a map. */
    record Place(String depth, String length) {}

    /** What stands there: the strategy, and its mean over the questions whose gold stands so deep. */
    record Cell(StrategyRow row, Estimate estimate) {}

    /** What strategies of one map agree in. */
    private record Series(
            Model model, String run, String use, Map<String, String> settings, Origin origin, String length) {}

    GoldDepth(Results results) {
        this.results = results;
        this.full = new FullSettings(results.data());
        this.measure = results.data().answerMeasure();
        if (measure.isPresent()) {
            Map<Series, List<StrategyRow>> series = new LinkedHashMap<>();
            results.rows().stream()
                    .filter(row -> row.family() != Family.ORACLE && row.family() != Family.CLOSED_BOOK)
                    .forEach(row -> series.computeIfAbsent(series(row), key -> new ArrayList<>())
                            .add(row));
            series.forEach((key, rows) -> map(key, rows).ifPresent(maps::add));
            maps.sort(Comparator.comparing(DepthMap::origin));
        }
    }

    List<DepthMap> maps() {
        return maps;
    }

    Optional<Measure> measure() {
        return measure;
    }

    private Series series(StrategyRow row) {
        Map<String, String> settings = new LinkedHashMap<>(full.of(row));
        Origin origin = settings.remove(CHOSEN) == null ? Origin.MEASURED : Origin.CHOSEN;
        String length =
                LENGTHS.stream().filter(settings::containsKey).findFirst().orElse("tokens shown");
        settings.remove(length);
        return new Series(
                row.model(), FullSettings.run(row.strategy()), row.strategy().use(), settings, origin, length);
    }

    private Optional<DepthMap> map(Series series, List<StrategyRow> rows) {
        Map<Place, Cell> cells = new HashMap<>();
        Set<String> depths = new TreeSet<>();
        Set<String> lengths = new TreeSet<>();
        for (StrategyRow row : rows) {
            Map<Place, Map<QuestionId, List<Double>>> scores = scores(series, row);
            scores.forEach((place, known) -> {
                results.intervals()
                        .of(results.sample(known, values -> mean(values)))
                        .ifPresent(estimate -> cells.put(place, new Cell(row, estimate)));
                depths.add(place.depth());
                lengths.add(place.length());
            });
        }
        return depths.size() < 2
                ? Optional.empty()
                : Optional.of(new DepthMap(
                        label(series, rows),
                        series.model(),
                        series.origin(),
                        series.length(),
                        List.copyOf(Results.inOrder(depths)),
                        List.copyOf(Results.inOrder(lengths)),
                        cells));
    }

    private Map<Place, Map<QuestionId, List<Double>>> scores(Series series, StrategyRow row) {
        Map<Place, Map<QuestionId, List<Double>>> scores = new HashMap<>();
        String chosen = full.of(row).get(CHOSEN);
        String length = full.of(row).get(series.length());
        for (Trial trial : results.trials(row)) {
            OptionalDouble score = trial.outcome() instanceof Outcome.Answered
                    ? results.score(trial, measure.orElseThrow())
                    : OptionalDouble.empty();
            Optional<Gold> gold = Optional.ofNullable(results.data().gold().get(trial.question()))
                    .filter(known -> !known.evidence().isEmpty());
            if (score.isPresent() && gold.isPresent()) {
                Optional<String> depth = chosen != null ? Optional.of(chosen + " %") : part(gold.get(), trial.shown());
                depth.ifPresent(found -> scores.computeIfAbsent(
                                new Place(found, length != null ? length : DerivedAttributes.bucket(trial.used())),
                                place -> new HashMap<>())
                        .computeIfAbsent(trial.question(), question -> new ArrayList<>(1))
                        .add(score.getAsDouble()));
            }
        }
        return scores;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** The fifth of a context in which gold evidence first stands, such as {@code 20-40 %}; empty where none was shown. */
    static Optional<String> part(Gold gold, List<ShownSpan> shown) {
        OptionalDouble depth = depth(gold, shown);
        if (depth.isEmpty()) {
            return Optional.empty();
        }
        int part = Math.min(PARTS - 1, (int) (depth.getAsDouble() * PARTS));
        return Optional.of(100 * part / PARTS + "-" + 100 * (part + 1) / PARTS + " %");
    }

    /** Where in a context the middle of the first piece of gold evidence stands, in [0, 1]. */
    private static OptionalDouble depth(Gold gold, List<ShownSpan> shown) {
        double all = shown.stream().mapToLong(ShownSpan::tokens).sum();
        return all == 0
                ? OptionalDouble.empty()
                : gold.evidence().stream()
                        .map(piece -> place(piece, shown, all))
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .min();
    }

    /** Of regions those count that are no longer than a fifth of what was shown: of longer ones the place is not known. */
    private static OptionalDouble place(Evidence piece, List<ShownSpan> shown, double all) {
        double before = 0;
        double first = Double.NaN;
        double last = Double.NaN;
        for (ShownSpan span : shown) {
            if (piece.overlaps(span.document(), span.start(), span.end())
                    && (Double.isNaN(first) || piece.grain() == Grain.REGION)) {
                double perCharacter = span.tokens() / (double) Math.max(1, span.end() - span.start());
                double start = before + perCharacter * (Math.max(piece.start(), span.start()) - span.start());
                double end = before + perCharacter * (Math.min(piece.end(), span.end()) - span.start());
                first = Double.isNaN(first) ? start : Math.min(first, start);
                last = Double.isNaN(last) ? end : Math.max(last, end);
            }
            before += span.tokens();
        }
        boolean known = !Double.isNaN(first) && (piece.grain() == Grain.SPAN || (last - first) * PARTS <= all);
        return known ? OptionalDouble.of((first + last) / 2 / all) : OptionalDouble.empty();
    }

    private String label(Series series, List<StrategyRow> rows) {
        Map<String, String> told = full.telling(rows.getFirst());
        told.keySet().removeAll(LENGTHS);
        told.remove(CHOSEN);
        if (rows.size() == 1 || told.values().stream().anyMatch(value -> value.matches("[\\[{].*"))) {
            return rows.getFirst().strategy().id();
        }
        List<String> words = new ArrayList<>(List.of(series.use()));
        words.addAll(told.values());
        return series.run() + String.join(" ", words);
    }
}
