package dev.winnow.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.Pairs.Pair;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.statistics.Peak;
import dev.winnow.app.statistics.Sample;
import dev.winnow.indexer.tokens.TokenSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Strategies that differ in {@code k}, {@code budget}, {@code size} or {@code rounds} alone are a curve. Its sweet point is the size with the best mean;
 * where else that may lie, the resamples of the questions say. OP-RAG (arXiv 2409.01666) reports such points.
 */
final class SweetPoints {
    private static final List<String> SIZES = List.of("k", "budget", "size", "rounds");
    private static final int FEWEST = 3;

    private final Results results;
    private final List<Point> points = new ArrayList<>();

    SweetPoints(Results results) {
        this.results = results;
        List<Curve> curves = curves(results, FEWEST);
        for (Measure measure : results.mainMeasures()) {
            curves.forEach(curve -> point(curve, measure).ifPresent(points::add));
        }
    }

    /**
     * Strategies by rising size.
     *
     * @param key which setting is the size
     */
    record Curve(String label, Model model, String key, List<StrategyRow> rows) {
        String size(int point) {
            return rows.get(point).strategy().settings().get(key);
        }
    }

    /** What a curve does from its smallest size to its largest, as far as the intervals of differences tell. */
    enum Shape {
        RISES_THEN_FALLS("rises, then falls"),
        RISES("rises"),
        FALLS("falls"),
        NO_SLOPE("no clear slope");

        private final String text;

        Shape(String text) {
            this.text = text;
        }
    }

    /**
     * The sweet point of a curve by one measure.
     *
     * @param fromFirst the best size less the smallest
     * @param fromLast the best size less the largest
     * @param fromFull the best size less full context, where there is one
     */
    record Point(
            Curve curve,
            Measure measure,
            Peak peak,
            Estimate mean,
            Pair fromFirst,
            Pair fromLast,
            Optional<Pair> fromFull,
            Shape shape) {
        StrategyRow best() {
            return curve.rows().get(peak.best());
        }
    }

    List<Point> points() {
        return points;
    }

    /** The curves of at least so many strategies. */
    static List<Curve> curves(Results results, int fewest) {
        Map<List<Object>, List<StrategyRow>> groups = new LinkedHashMap<>();
        for (StrategyRow row : results.rows()) {
            for (String key : SIZES) {
                Map<String, String> rest = new LinkedHashMap<>(row.strategy().settings());
                String size = rest.remove(key);
                if (size != null && tokens(size).isPresent()) {
                    // In a report of several runs ids begin with the run's name.
                    String id = row.strategy().id();
                    String run = id.substring(0, id.indexOf('/') + 1);
                    groups.computeIfAbsent(
                                    List.of(run, row.model(), row.strategy().use(), key, rest),
                                    any -> new ArrayList<>())
                            .add(row);
                }
            }
        }
        List<Curve> curves = new ArrayList<>();
        groups.forEach((name, rows) -> {
            String key = (String) name.get(3);
            rows.sort(Comparator.comparingInt(
                    row -> tokens(row.strategy().settings().get(key)).orElseThrow()));
            if (rows.size() >= fewest) {
                Map<String, String> rest =
                        new LinkedHashMap<>(rows.getFirst().strategy().settings());
                rest.remove(key);
                List<String> words = new ArrayList<>(List.of(name.get(0) + "" + name.get(2)));
                words.addAll(rest.values());
                curves.add(new Curve(String.join(" ", words), rows.getFirst().model(), key, rows));
            }
        });
        return curves;
    }

    private static OptionalInt tokens(String size) {
        try {
            return OptionalInt.of(TokenSize.parse(size).tokens());
        } catch (IllegalArgumentException e) {
            return OptionalInt.empty();
        }
    }

    private Optional<Point> point(Curve curve, Measure measure) {
        double sign = measure.direction() == Direction.HIGHER ? 1 : -1;
        List<double[]> values = curve.rows().stream()
                .map(row -> results.perQuestion(row, measure))
                .toList();
        int[] common = IntStream.range(0, results.questions().size())
                .filter(place -> values.stream().noneMatch(own -> Double.isNaN(own[place])))
                .toArray();
        List<Sample> aligned = values.stream()
                .map(own -> results.clusters()
                        .sample(
                                Arrays.stream(common)
                                        .mapToDouble(place -> sign * own[place])
                                        .toArray(),
                                common))
                .toList();
        Optional<Peak> found = results.intervals().peak(aligned);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Peak peak = found.get();
        StrategyRow best = curve.rows().get(peak.best());
        Pairs pairs = results.pairs(measure);
        Pair fromFirst = pairs.of(best, curve.rows().getFirst()).orElseThrow();
        Pair fromLast = pairs.of(best, curve.rows().getLast()).orElseThrow();
        boolean rises = clearlyBetter(fromFirst, sign);
        boolean falls = clearlyBetter(fromLast, sign);
        return Optional.of(new Point(
                curve,
                measure,
                peak,
                best.estimate(measure.name()).orElseThrow(),
                fromFirst,
                fromLast,
                results.fullContext(curve.model()).flatMap(full -> pairs.of(best, full)),
                rises && falls ? Shape.RISES_THEN_FALLS : rises ? Shape.RISES : falls ? Shape.FALLS : Shape.NO_SLOPE));
    }

    private static boolean clearlyBetter(Pair pair, double sign) {
        return sign > 0 ? pair.difference().low() > 0 : pair.difference().high() < 0;
    }

    Sheet sheet() {
        List<List<String>> rows = new ArrayList<>();
        for (Point point : points) {
            List<String> cells = new ArrayList<>(List.of(
                    point.measure().name(),
                    point.curve().label(),
                    point.curve().model().id(),
                    point.curve().key(),
                    String.join(
                            " ",
                            IntStream.range(0, point.curve().rows().size())
                                    .mapToObj(point.curve()::size)
                                    .toList()),
                    point.best().strategy().id(),
                    point.shape().text,
                    point.curve().size(point.peak().best()),
                    point.curve().size(point.peak().low()),
                    point.curve().size(point.peak().high()),
                    Digits.fixed(point.peak().share(), 4)));
            cells.addAll(Tables.cells(Optional.of(point.mean())));
            for (Optional<Pair> pair :
                    List.of(Optional.of(point.fromFirst()), Optional.of(point.fromLast()), point.fromFull())) {
                cells.addAll(Tables.cells(pair.map(Pair::difference)).subList(0, 3));
            }
            rows.add(cells);
        }
        List<String> numbers = new ArrayList<>(
                List.of("best", "best low", "best high", "share of resamples", "mean", "low", "high", "questions"));
        for (String other : List.of("smallest", "largest", "full context")) {
            numbers.addAll(List.of("less " + other, "less " + other + " low", "less " + other + " high"));
        }
        Table figures = new Table(
                Sheet.columns(List.of("measure", "curve", "model", "size", "sizes", "best strategy", "shape"), numbers),
                rows);
        return Sheet.of("sweet-points", figures, toRead());
    }

    private Table toRead() {
        return new Table(
                Sheet.columns(
                        List.of("curve", "model", "measure"),
                        List.of(
                                "best at",
                                "95 % range",
                                "mean",
                                "less smallest",
                                "less largest",
                                "less full context",
                                "shape")),
                points.stream()
                        .map(point -> List.of(
                                point.curve().label(),
                                point.curve().model().id(),
                                point.measure().name(),
                                point.curve().key() + " "
                                        + point.curve().size(point.peak().best()),
                                range(point),
                                point.mean().text(3),
                                text(Optional.of(point.fromFirst())),
                                text(Optional.of(point.fromLast())),
                                text(point.fromFull()),
                                point.shape().text))
                        .toList());
    }

    private static String range(Point point) {
        String low = point.curve().size(point.peak().low());
        String high = point.curve().size(point.peak().high());
        return low.equals(high) ? low : low + " to " + high;
    }

    private static String text(Optional<Pair> pair) {
        return pair.map(found -> found.difference().text(3)).orElse("");
    }

    /** The page's section; nothing where there is no curve. */
    String html() {
        if (points.isEmpty()) {
            return "";
        }
        return "<section id=\"sweet-points\">\n<h2>Sweet points</h2>\n<p class=\"note\">The size with the best mean of each"
                + " curve, and the range that holds it in 95 % of the resamples of the questions. Differences are paired by"
                + " question. The best size is chosen by the same questions that it is judged by, so its lead is a"
                + " little flattered.</p>\n"
                + TableHtml.of(toRead(), "Table of sweet points") + TableHtml.copy("sweet-points") + "</section>\n";
    }

    /** For charts: each point with the rows of its curve, as indexes into the rows of the page's data. */
    void json(ArrayNode array) {
        for (Point point : points) {
            ObjectNode node = array.addObject();
            node.put("label", point.curve().label());
            node.put("model", results.data().models().indexOf(point.curve().model()));
            node.put("measure", results.data().measures().indexOf(point.measure()));
            node.put("key", point.curve().key());
            ArrayNode rows = node.putArray("rows");
            ArrayNode sizes = node.putArray("sizes");
            for (int i = 0; i < point.curve().rows().size(); i++) {
                rows.add(results.rows().indexOf(point.curve().rows().get(i)));
                sizes.add(point.curve().size(i));
            }
            node.put("best", point.peak().best());
            node.put("low", point.peak().low());
            node.put("high", point.peak().high());
            node.put("share", ChartData.rounded(point.peak().share()));
            node.put("shape", point.shape().text);
            point.fromFull().ifPresent(pair -> node.set("fromFull", ChartData.estimate(pair.difference())));
            node.set("fromLast", ChartData.estimate(point.fromLast().difference()));
        }
    }
}
