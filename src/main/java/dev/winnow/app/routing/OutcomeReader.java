package dev.winnow.app.routing;

import dev.winnow.pipelines.route.SavedRouter.CostUnit;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.routing.Outcomes.Family;
import dev.winnow.app.routing.Outcomes.Route;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.route.Features;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** From what runs wrote down to the outcomes that routers learn from. */
final class OutcomeReader {
    /** With fewer questions nothing can be learned, and less be tested. */
    static final int FEWEST_QUESTIONS = 20;

    /** Strategies that choose by themselves, or that no user could have. */
    private static final Set<String> NO_ROUTES =
            Set.of("self-route", "cascade", "route", "oracle", "closed-book");

    private static final Set<String> CHOOSERS = Set.of("self-route", "cascade", "route");

    private final List<Source> sources;
    private final RoutingOptions options;
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Strategy> strategies = new LinkedHashMap<>();

    private OutcomeReader(List<Source> sources, RoutingOptions options) {
        this.sources = sources;
        this.options = options;
        sources.forEach(source ->
                source.data().strategies().forEach(strategy -> strategies.putIfAbsent(strategy.id(), strategy)));
    }

    /**
     * A run.
     *
     * @param known what is known of its questions before they are answered
     */
    record Source(ReportData data, Known known) {}

    /** What is known of a question before a model answers it. */
    @FunctionalInterface
    interface Known {
        Features of(Question question, String model);
    }

    /**
     * The outcomes of runs. Runs of the same questions over the same corpus add strategies and models to each other; others
     * add questions.
     *
     * @throws InputException if there are not two strategies, too few questions, or no such measure, strategy or model
     */
    static Outcomes read(List<Source> sources, RoutingOptions options) {
        return new OutcomeReader(sources, options).read();
    }

    private record Place(String corpus, String question, String model) {}

    /** What strategies did with a question and a model. */
    private record Row(Source source, Question question, String model, Map<String, List<Scored>> byStrategy) {}

    private record Scored(double score, Trial trial) {}

    private Outcomes read() {
        Measure measure = measure();
        Map<Place, Row> rows = rows(measure);
        List<Route> routes = routes(rows, measure);
        options.tokens().keySet().forEach(name -> known("--tokens", "strategy", name, strategies.keySet()));
        List<Row> complete = rows.values().stream()
                .filter(row -> routes.stream()
                        .allMatch(route -> row.byStrategy().containsKey(route.id())))
                .toList();
        if (complete.size() < rows.size()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d questions with a model lack an answer of one of the strategies, or the measure does not apply to"
                            + " it, and are left out.",
                    rows.size() - complete.size(),
                    rows.size()));
        }
        List<RoutingCase> cases = cases(complete, routes);
        Outcomes all = new Outcomes(routes, measure.name(), unit(cases), cases, notes);
        if (all.questions() < FEWEST_QUESTIONS) {
            throw new InputException(
                    place(),
                    "routers need at least " + FEWEST_QUESTIONS + " questions that " + String.join(" and ", all.names())
                            + " both answered, got " + all.questions() + "; run more questions or add runs");
        }
        if (all.groups() < 2) {
            throw new InputException(
                    place(),
                    "all questions are about the same documents, so that no router can be tested on others; add questions about"
                            + " other documents");
        }
        return all;
    }

    private String place() {
        return String.join(
                ", ", sources.stream().map(source -> source.data().name()).toList());
    }

    private Measure measure() {
        Map<String, Measure> known = new LinkedHashMap<>();
        sources.forEach(
                source -> source.data().measures().forEach(measure -> known.putIfAbsent(measure.name(), measure)));
        String name = options.measure()
                .or(() -> sources.get(0).data().answerMeasure().map(Measure::name))
                .orElseThrow(() -> new InputException(
                        place(), "the run measures no answers; name what quality is with --measure"));
        known("--measure", "measure", name, known.keySet());
        if (known.get(name).direction() == Direction.LOWER) {
            throw new InputException(
                    "--measure", "of '" + name + "' less is better; routers need a measure of which more is better");
        }
        return known.get(name);
    }

    private static void known(String option, String what, String name, Set<String> known) {
        if (!known.contains(name)) {
            throw new InputException(option, "unknown " + what + " '" + name + "'" + Suggestion.of(name, known));
        }
    }

    private Map<Place, Row> rows(Measure measure) {
        Set<String> models = new LinkedHashSet<>();
        sources.forEach(source -> source.data().models().forEach(model -> models.add(model.id())));
        options.models().forEach(name -> known("--models", "model", name, models));
        Map<Place, Row> rows = new LinkedHashMap<>();
        for (Source source : sources) {
            ReportData data = source.data();
            String corpus = data.corpus().fingerprint().hex();
            Map<String, List<Trial>> byQuestion = new HashMap<>();
            data.trials().forEach(trial -> byQuestion
                    .computeIfAbsent(trial.question().value(), key -> new ArrayList<>())
                    .add(trial));
            for (Question question : data.questions()) {
                Map<Place, Map<String, List<Scored>>> found = new TreeMap<>(Comparator.comparing(Place::model));
                for (Trial trial : byQuestion.getOrDefault(question.id().value(), List.of())) {
                    if (options.models().isEmpty() || options.models().contains(trial.model())) {
                        score(data, trial, measure).ifPresent(scored -> found.computeIfAbsent(
                                        new Place(corpus, question.id().value(), trial.model()),
                                        key -> new TreeMap<>())
                                .computeIfAbsent(trial.strategy(), key -> new ArrayList<>())
                                .add(scored));
                    }
                }
                found.forEach((place, byStrategy) -> {
                    Row row = rows.computeIfAbsent(
                            place, key -> new Row(source, question, key.model(), new LinkedHashMap<>()));
                    // Of a strategy that two runs have, the first counts.
                    byStrategy.forEach(row.byStrategy()::putIfAbsent);
                });
            }
        }
        return rows;
    }

    /** The score of a trial; a failed one without any has the worst, an answer to which the measure does not apply has none. */
    private static Optional<Scored> score(ReportData data, Trial trial, Measure measure) {
        Double score = data.scores().getOrDefault(trial.key(), Map.of()).get(measure.name());
        if (score == null && trial.outcome() instanceof Outcome.Failed) {
            return Optional.of(new Scored(0, trial));
        }
        return Optional.ofNullable(score).map(value -> new Scored(value, trial));
    }

    private List<Route> routes(Map<Place, Row> rows, Measure measure) {
        if (!options.strategies().isEmpty()) {
            options.strategies().forEach(name -> known("--strategies", "strategy", name, strategies.keySet()));
            List<Route> named = options.strategies().stream()
                    .distinct()
                    .map(name -> route(strategies.get(name)))
                    .toList();
            if (named.size() < 2) {
                throw new InputException("--strategies", "name at least two, to choose between, got " + named.size());
            }
            return named;
        }
        Map<String, double[]> sums = new LinkedHashMap<>();
        rows.values().forEach(row -> row.byStrategy().forEach((id, scored) -> {
            double[] sum = sums.computeIfAbsent(id, key -> new double[2]);
            sum[0] += mean(scored);
            sum[1]++;
        }));
        int most = sums.values().stream().mapToInt(sum -> (int) sum[1]).max().orElse(0);
        List<Route> byMean = sums.entrySet().stream()
                .filter(entry -> strategies.containsKey(entry.getKey())
                        && !NO_ROUTES.contains(strategies.get(entry.getKey()).use()))
                // A strategy that answered a few questions only is no rival.
                .filter(entry -> entry.getValue()[1] * 2 > most)
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue()[0] / entry.getValue()[1]))
                .map(entry -> route(strategies.get(entry.getKey())))
                .toList();
        Optional<Route> retrieval =
                byMean.stream().filter(route -> route.family() == Family.RETRIEVAL).findFirst();
        Optional<Route> whole =
                byMean.stream().filter(route -> route.family() == Family.LONG_CONTEXT).findFirst();
        List<Route> chosen = retrieval.isPresent() && whole.isPresent()
                ? Stream.concat(retrieval.stream(), whole.stream()).toList()
                : byMean.stream().limit(2).toList();
        if (chosen.size() < 2) {
            throw new InputException(
                    place(),
                    "routers need two strategies to choose between, got "
                            + (chosen.isEmpty() ? "none" : "only '" + chosen.get(0).id() + "'")
                            + " with '" + measure.name() + "'; run another strategy on the same questions or add a run");
        }
        if (byMean.size() > 2) {
            notes.add("Of " + byMean.size() + " strategies the best with retrieval and the best with long context were taken;"
                    + " --strategies names others.");
        }
        return chosen;
    }

    private static Route route(Strategy strategy) {
        return new Route(
                strategy.id(),
                strategy.use().equals("full-context")
                        ? Family.LONG_CONTEXT
                        : strategy.settings().containsKey("retriever") ? Family.RETRIEVAL : Family.OTHER);
    }

    private List<RoutingCase> cases(List<Row> rows, List<Route> routes) {
        List<Optional<Gold>> gold = rows.stream()
                .map(row -> Optional.ofNullable(
                        row.source().data().gold().get(row.question().id())))
                .toList();
        DocumentGroups groups =
                DocumentGroups.of(rows.stream().map(Row::question).toList(), gold);
        notes.add("Questions that are learned from and questions that are tested on " + groups.rule().text() + ".");
        List<RoutingCase> cases = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            SortedMap<String, Double> features =
                    new TreeMap<>(row.source().known().of(row.question(), row.model()).values());
            features.keySet().removeIf(name -> options.without().contains(name)
                    || options.without().contains(FeatureFamily.of(name)));
            Map<String, RouteResult> others = new TreeMap<>();
            row.byStrategy().forEach((id, scored) -> {
                if (strategies.containsKey(id)
                        && CHOOSERS.contains(strategies.get(id).use())) {
                    others.put(id, result(id, row, scored));
                }
            });
            cases.add(new RoutingCase(
                    row.source().data().name(),
                    row.question(),
                    row.model(),
                    new Features(features),
                    groups.of().get(i),
                    routes.stream()
                            .map(route -> result(
                                    route.id(), row, row.byStrategy().get(route.id())))
                            .toList(),
                    others));
        }
        return cases;
    }

    private RouteResult result(String strategy, Row row, List<Scored> scored) {
        Cost cost = scored.stream()
                .map(one -> Cost.of(one.trial()))
                .reduce(Cost.NONE, Cost::plus)
                .times(1.0 / scored.size());
        double refused = scored.stream()
                        .filter(one -> one.trial().outcome() instanceof Outcome.Answered answered
                                && answered.answer() instanceof Answer.Refused)
                        .count()
                / (double) scored.size();
        Optional<String> given = Optional.ofNullable(options.tokens().get(strategy));
        return new RouteResult(
                mean(scored),
                given.map(size -> new Cost(tokens(size, row), cost.usd(), cost.calls(), cost.millis()))
                        .orElse(cost),
                refused);
    }

    /** A size, or the attribute of the question that holds one. */
    private static int tokens(String size, Row row) {
        String written = row.question().attributes().getOrDefault(size, size);
        try {
            return TokenSize.parse(written.replace('k', 'K').replace('m', 'M')).tokens();
        } catch (IllegalArgumentException e) {
            throw new InputException("--tokens", e.getMessage() + ", or the name of an attribute that holds one");
        }
    }

    private static double mean(List<Scored> scored) {
        return scored.stream().mapToDouble(Scored::score).average().orElseThrow();
    }

    private CostUnit unit(List<RoutingCase> cases) {
        if (options.cost().isPresent()) {
            String name = options.cost().get();
            for (CostUnit unit : CostUnit.values()) {
                if (unit.name().equalsIgnoreCase(name)) {
                    return unit;
                }
            }
            List<String> known = Stream.of(CostUnit.values())
                    .map(unit -> unit.name().toLowerCase(Locale.ROOT))
                    .toList();
            throw new InputException("--cost", "unknown unit '" + name + "'" + Suggestion.of(name, known));
        }
        for (CostUnit unit : List.of(CostUnit.USD, CostUnit.TOKENS)) {
            boolean throughout = cases.stream()
                    .allMatch(one -> one.results().stream().anyMatch(result -> result.cost().in(unit) > 0));
            if (throughout && !cases.isEmpty()) {
                return unit;
            }
        }
        notes.add("Neither dollars nor tokens of the answers are known: no cost is weighed. --tokens says how many tokens a strategy"
                + " takes.");
        return CostUnit.TOKENS;
    }
}
