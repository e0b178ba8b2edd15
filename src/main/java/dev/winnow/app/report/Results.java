package dev.winnow.app.report;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The numbers of a report: a row per strategy and model, and their means within groups of questions. */
final class Results {
    private static final String TASK = "task";
    private static final int MOST_TASKS = 40;
    private static final int MOST_VALUES = 12;

    private final ReportData data;
    private final Intervals intervals;
    private final int repetitions;
    private final Map<Place, List<Trial>> trials = new HashMap<>();
    private final Map<QuestionId, Set<String>> applicable = new HashMap<>();
    private final List<StrategyRow> rows = new ArrayList<>();
    private final Map<Split, List<Map<Group, Estimate>>> within = new HashMap<>();

    Results(ReportData data, Intervals intervals) {
        this.data = data;
        this.intervals = intervals;
        this.repetitions =
                data.trials().stream().mapToInt(Trial::repetition).max().orElse(0) + 1;
        for (Trial trial : data.trials()) {
            trials.computeIfAbsent(new Place(trial.strategy(), trial.model()), place -> new ArrayList<>())
                    .add(trial);
            applicable
                    .computeIfAbsent(trial.question(), question -> new HashSet<>())
                    .addAll(data.scores().getOrDefault(trial.key(), Map.of()).keySet());
        }
        // The ledger's order depends on threads; sums of floating-point numbers depend on theirs.
        Comparator<Trial> order = Comparator.comparing(Trial::question).thenComparingInt(Trial::repetition);
        trials.values().forEach(list -> list.sort(order));
        for (Strategy strategy : data.strategies()) {
            for (Model model : data.models()) {
                if (belongTogether(strategy, model)) {
                    rows.add(row(strategy, model));
                }
            }
        }
    }

    /**
     * Whether a strategy was to be run with a model: always, but for a report of several runs, where each strategy has
     * the models of its own run. There, both have trials, only not with each other.
     */
    private boolean belongTogether(Strategy strategy, Model model) {
        return trials.containsKey(new Place(strategy.id(), model.id()))
                || trials.keySet().stream().noneMatch(place -> place.strategy().equals(strategy.id()))
                || trials.keySet().stream().noneMatch(place -> place.model().equals(model.id()));
    }

    private record Place(String strategy, String model) {}

    private record Split(List<Group> groups, Measure measure) {}

    ReportData data() {
        return data;
    }

    /** In the order of strategies, then of models. */
    List<StrategyRow> rows() {
        return rows;
    }

    int repetitions() {
        return repetitions;
    }

    /** Trials that a finished run has. */
    int expectedTrials() {
        return rows.stream().mapToInt(StrategyRow::expected).sum();
    }

    /** A strategy's trials with a model, by question id, then by repetition. */
    List<Trial> trials(StrategyRow row) {
        return trials.getOrDefault(new Place(row.strategy().id(), row.model().id()), List.of());
    }

    /** The score of a trial; empty where the measure does not apply. */
    OptionalDouble score(Trial trial, Measure measure) {
        Map<String, Double> scores = data.scores().get(trial.key());
        if (scores != null) {
            Double score = scores.get(measure.name());
            return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
        }
        boolean counts = trial.outcome() instanceof Outcome.Failed
                && measure.direction() == Direction.HIGHER
                && applicable.getOrDefault(trial.question(), Set.of()).contains(measure.name());
        return counts ? OptionalDouble.of(0) : OptionalDouble.empty();
    }

    private StrategyRow row(Strategy strategy, Model model) {
        List<Trial> own = trials.getOrDefault(new Place(strategy.id(), model.id()), List.of());
        List<Trial> answered = own.stream()
                .filter(trial -> trial.outcome() instanceof Outcome.Answered)
                .toList();
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (Measure measure : data.measures()) {
            intervals
                    .of(values(own, measure, question -> true))
                    .ifPresent(estimate -> estimates.put(measure.name(), estimate));
        }
        return new StrategyRow(
                strategy,
                model,
                data.questions().size() * repetitions,
                answered.size(),
                own.size() - answered.size(),
                estimates,
                own.stream()
                        .filter(trial -> trial.allowed().isPresent())
                        .mapToDouble(trial -> trial.allowed().getAsInt())
                        .average(),
                mean(answered, Trial::used),
                mean(answered, trial -> trial.usage().prompt()),
                mean(answered, trial -> trial.usage().completion()),
                mean(answered, trial -> trial.calls().size()),
                mean(answered, Trial::cost),
                latency(answered, Trial::selectMillis),
                latency(answered, Trial::callMillis),
                latency(answered, trial -> trial.selectMillis() + trial.callMillis()));
    }

    private static OptionalDouble mean(List<Trial> trials, ToDoubleFunction<Trial> value) {
        return trials.stream().mapToDouble(value).average();
    }

    private static Latency latency(List<Trial> trials, ToDoubleFunction<Trial> value) {
        return Latency.of(trials.stream().mapToDouble(value).toArray());
    }

    /** One value per question, the mean over its repetitions, in the order of question ids. */
    private double[] values(List<Trial> trials, Measure measure, Predicate<QuestionId> questions) {
        Map<QuestionId, List<Double>> values = new LinkedHashMap<>();
        for (Trial trial : trials) {
            if (questions.test(trial.question())) {
                score(trial, measure)
                        .ifPresent(score -> values.computeIfAbsent(trial.question(), question -> new ArrayList<>())
                                .add(score));
            }
        }
        return values.values().stream()
                .mapToDouble(scores -> scores.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /**
     * Questions that share the value of an attribute.
     *
     * @param questions how many there are
     */
    record Group(String attribute, String value, int questions) {}

    /** The attributes that tables are split by: the task, then all others of 2 to 12 values by name; each with its values. */
    Map<String, List<Group>> groups() {
        Map<String, Set<String>> values = new HashMap<>();
        for (Question question : data.questions()) {
            question.attributes().forEach((name, value) -> values.computeIfAbsent(name, key -> new HashSet<>())
                    .add(value));
        }
        Comparator<String> order = Comparator.<String, Boolean>comparing(name -> !name.equals(TASK))
                .thenComparing(Comparator.naturalOrder());
        Map<String, List<Group>> groups = new LinkedHashMap<>();
        values.keySet().stream().sorted(order).forEach(name -> {
            int count = values.get(name).size();
            if (name.equals(TASK) ? count <= MOST_TASKS : count >= 2 && count <= MOST_VALUES) {
                groups.put(
                        name,
                        inOrder(values.get(name)).stream()
                                .map(value -> new Group(name, value, questions(name, value)))
                                .toList());
            }
        });
        return groups;
    }

    private static Set<String> inOrder(Set<String> values) {
        boolean numbers = values.stream().allMatch(value -> value.matches("\\d{1,9}"));
        Comparator<String> order = numbers
                ? Comparator.<String>comparingInt(Integer::parseInt).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        Set<String> sorted = new TreeSet<>(order);
        sorted.addAll(values);
        return sorted;
    }

    private int questions(String attribute, String value) {
        return (int) data.questions().stream()
                .filter(question -> value.equals(question.attributes().get(attribute)))
                .count();
    }

    /** A strategy's estimates by group, one for each row in {@link #rows()}; without those to which the measure does not apply. */
    List<Map<Group, Estimate>> within(List<Group> groups, Measure measure) {
        return within.computeIfAbsent(new Split(groups, measure), this::estimates);
    }

    private List<Map<Group, Estimate>> estimates(Split split) {
        Map<QuestionId, Question> byId = new HashMap<>();
        data.questions().forEach(question -> byId.put(question.id(), question));
        List<Map<Group, Estimate>> result = new ArrayList<>();
        for (StrategyRow row : rows) {
            Map<Group, Estimate> estimates = new LinkedHashMap<>();
            for (Group group : split.groups()) {
                double[] values = values(trials(row), split.measure(), id -> {
                    Question question = byId.get(id);
                    return question != null
                            && group.value().equals(question.attributes().get(group.attribute()));
                });
                intervals.of(values).ifPresent(estimate -> estimates.put(group, estimate));
            }
            result.add(estimates);
        }
        return result;
    }
}
