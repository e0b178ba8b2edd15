package dev.winnow.app.report;

import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.StrategyRow.Family;
import dev.winnow.app.statistics.Sample;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The numbers of a report: a row per strategy and model, and their means within groups of questions. */
final class Results {
    static final String TASK = "task";
    private static final int MOST_TASKS = 40;
    private static final int MOST_VALUES = 12;

    /** What a value that is a number or a size begins with. */
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})([KkM])?(?![A-Za-z])");

    private final ReportData data;
    private final Scores scores;
    private final Intervals intervals;
    private final int repetitions;
    private final Map<Place, List<Trial>> trials = new HashMap<>();
    private final Map<QuestionId, Set<String>> applicable = new HashMap<>();
    private final List<StrategyRow> rows = new ArrayList<>();
    private final Map<Split, List<Map<Group, Estimate>>> within = new HashMap<>();
    private final List<QuestionId> questions;
    private final Map<QuestionId, Integer> places = new HashMap<>();
    private final Map<QuestionId, Map<String, String>> attributes;
    private final Map<Series, double[]> perQuestion = new HashMap<>();
    private final Map<Measure, Pairs> pairs = new HashMap<>();
    private final Map<Group, BitSet> members = new HashMap<>();
    private final List<Tables> tables = new ArrayList<>(1);
    private final Clusters clusters;

    Results(ReportData data, Intervals intervals) {
        this.data = data;
        this.scores = Scores.of(data.scores());
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
        this.attributes = DerivedAttributes.of(data);
        this.questions = Stream.concat(data.questions().stream().map(Question::id), applicable.keySet().stream())
                .distinct()
                .sorted()
                .toList();
        for (int i = 0; i < questions.size(); i++) {
            places.put(questions.get(i), i);
        }
        this.clusters = Clusters.of(data, questions);
        // The ledger's order depends on threads; sums of floating-point numbers depend on theirs.
        Comparator<Trial> order = Comparator.comparing(Trial::question).thenComparingInt(Trial::repetition);
        trials.values().forEach(list -> list.sort(order));
        List<Pairing> pairings = new ArrayList<>();
        for (Strategy strategy : data.strategies()) {
            for (Model model : data.models()) {
                if (belongTogether(strategy, model)) {
                    pairings.add(new Pairing(strategy, model));
                }
            }
        }
        Map<Measure, List<Optional<Estimate>>> estimates = new LinkedHashMap<>();
        for (Measure measure : data.measures()) {
            estimates.put(
                    measure,
                    intervals.of(pairings.stream()
                            .map(pairing -> sample(perQuestion(pairing.place(), measure), place -> true))
                            .toList()));
        }
        for (int i = 0; i < pairings.size(); i++) {
            int at = i;
            Map<String, Estimate> own = new LinkedHashMap<>();
            estimates.forEach((measure, all) -> all.get(at).ifPresent(one -> own.put(measure.name(), one)));
            rows.add(row(pairings.get(i), own));
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

    /** What is to be a row. */
    private record Pairing(Strategy strategy, Model model) {
        Place place() {
            return new Place(strategy.id(), model.id());
        }
    }

    private record Series(Place place, Measure measure) {}

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
        if (scores.has(trial.key())) {
            return scores.score(trial.key(), measure.name());
        }
        boolean counts = trial.outcome() instanceof Outcome.Failed
                && measure.direction() == Direction.HIGHER
                && applicable.getOrDefault(trial.question(), Set.of()).contains(measure.name());
        return counts ? OptionalDouble.of(0) : OptionalDouble.empty();
    }

    private StrategyRow row(Pairing pairing, Map<String, Estimate> estimates) {
        List<Trial> own = trials.getOrDefault(pairing.place(), List.of());
        List<Trial> answered = own.stream()
                .filter(trial -> trial.outcome() instanceof Outcome.Answered)
                .toList();
        // Of answers made elsewhere less may be known than of our own.
        List<Trial> counted = known(answered, trial -> trial.usage().total() > 0);
        List<Trial> timed = known(answered, trial -> trial.selectMillis() + trial.callMillis() > 0);
        List<Trial> called = known(answered, trial -> false);
        return new StrategyRow(
                pairing.strategy(),
                pairing.model(),
                data.questions().size() * repetitions,
                answered.size(),
                own.size() - answered.size(),
                estimates,
                own.stream()
                        .filter(trial -> trial.allowed().isPresent())
                        .mapToDouble(trial -> trial.allowed().getAsInt())
                        .average(),
                mean(called, Trial::used),
                mean(counted, trial -> trial.usage().prompt()),
                mean(counted, trial -> trial.usage().completion()),
                mean(called, trial -> trial.calls().size()),
                mean(known(answered, trial -> trial.usage().total() > 0 || trial.wholeCost() > 0), Trial::wholeCost),
                latency(timed, Trial::selectMillis),
                latency(timed, Trial::callMillis),
                latency(timed, trial -> trial.selectMillis() + trial.callMillis()));
    }

    /** The trials, or none where no call is recorded and none of them says it. */
    private static List<Trial> known(List<Trial> trials, Predicate<Trial> says) {
        return trials.stream().anyMatch(trial -> !trial.calls().isEmpty() || says.test(trial)) ? trials : List.of();
    }

    private static OptionalDouble mean(List<Trial> trials, ToDoubleFunction<Trial> value) {
        return trials.stream().mapToDouble(value).average();
    }

    private static Latency latency(List<Trial> trials, ToDoubleFunction<Trial> value) {
        return Latency.of(trials.stream().mapToDouble(value).toArray());
    }

    /**
     * A row's score for each question, the mean over its repetitions; not a number where the measure does not apply or
     * nothing was answered.
     *
     * @return by place in {@link #questions()}
     */
    double[] perQuestion(StrategyRow row, Measure measure) {
        return perQuestion(new Place(row.strategy().id(), row.model().id()), measure);
    }

    private double[] perQuestion(Place row, Measure measure) {
        return perQuestion.computeIfAbsent(
                new Series(row, measure), series -> perQuestion(trials.getOrDefault(row, List.of()), measure));
    }

    private double[] perQuestion(List<Trial> own, Measure measure) {
        double[] sums = new double[questions.size()];
        int[] counts = new int[sums.length];
        for (Trial trial : own) {
            OptionalDouble score = score(trial, measure);
            if (score.isPresent()) {
                int place = places.get(trial.question());
                sums[place] += score.getAsDouble();
                counts[place]++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = counts[i] == 0 ? Double.NaN : sums[i] / counts[i];
        }
        return sums;
    }

    /**
     * The values that are there, of the questions wanted, in their order, with the clusters that their questions are in. Where
     * these are in fewer than {@link Clusters#FEWEST} clusters, each question stands for itself.
     */
    Sample sample(double[] values, IntPredicate wanted) {
        int[] present = IntStream.range(0, values.length)
                .filter(place -> !Double.isNaN(values[place]) && wanted.test(place))
                .toArray();
        double[] kept =
                Arrays.stream(present).mapToDouble(place -> values[place]).toArray();
        return clusters.sample(kept, present);
    }

    /** The same of what is known of some questions. */
    <T> Sample sample(Map<QuestionId, T> known, ToDoubleFunction<T> value) {
        double[] values = new double[questions.size()];
        Arrays.fill(values, Double.NaN);
        known.forEach((question, own) -> values[places.get(question)] = value.applyAsDouble(own));
        return sample(values, place -> true);
    }

    /** Left less right for each question; not a number where either is missing. */
    static double[] less(double[] left, double[] right) {
        double[] differences = new double[left.length];
        Arrays.setAll(differences, place -> left[place] - right[place]);
        return differences;
    }

    /** Which questions belong together. */
    Clusters clusters() {
        return clusters;
    }

    /** All questions, in the order of their ids. */
    List<QuestionId> questions() {
        return questions;
    }

    /** The attributes of the question at a place in {@link #questions()}, those that the report derives included. */
    Map<String, String> attributes(int place) {
        return attributes.getOrDefault(questions.get(place), Map.of());
    }

    /** The same by the question's id. */
    Map<String, String> attributes(QuestionId question) {
        return attributes.getOrDefault(question, Map.of());
    }

    Intervals intervals() {
        return intervals;
    }

    /** The first measure of answers and the one of evidence, those that there are; the one that the report opens with first. */
    List<Measure> mainMeasures() {
        return data.measuresInOrder().stream()
                .filter(measure -> data.answerMeasure().filter(measure::equals).isPresent()
                        || data.evidenceMeasure().filter(measure::equals).isPresent())
                .toList();
    }

    /** All rows compared with each other, question by question. */
    Pairs pairs(Measure measure) {
        return pairs.computeIfAbsent(measure, wanted -> new Pairs(this, wanted));
    }

    /** All tables, made once. */
    Tables tables() {
        if (tables.isEmpty()) {
            tables.add(new Tables(this));
        }
        return tables.getFirst();
    }

    /** A model's rows, in their order. */
    List<StrategyRow> rows(Model model) {
        return rows.stream().filter(row -> row.model().equals(model)).toList();
    }

    /** The model's row that reads everything, if it has one. */
    Optional<StrategyRow> fullContext(Model model) {
        return rows(model).stream()
                .filter(row -> row.family() == Family.FULL_CONTEXT)
                .filter(row -> row.answered() + row.failed() > 0)
                .findFirst();
    }

    /** Milliseconds to the first token of answered trials; empty where replies were not streamed. */
    Latency firstToken(StrategyRow row) {
        return Latency.of(trials(row).stream()
                .filter(trial -> trial.outcome() instanceof Outcome.Answered)
                .flatMapToDouble(trial -> trial.firstTokenMillis().stream())
                .toArray());
    }

    /** Whether any reply was streamed, so that the time to its first token is known. */
    boolean streamed() {
        return data.trials().stream().anyMatch(trial -> trial.firstTokenMillis().isPresent());
    }

    /** Whether answers were asked to cite, or do. */
    boolean cites() {
        return data.provenance().containsKey("citations")
                || data.trials().stream().anyMatch(trial -> !trial.citations().isEmpty());
    }

    /** What the row's index took to build; empty where it needs none. */
    Optional<IndexCost> index(StrategyRow row) {
        return Optional.ofNullable(data.indexCosts().get(row.strategy().id()));
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
        attributes
                .values()
                .forEach(own -> own.forEach((name, value) ->
                        values.computeIfAbsent(name, key -> new HashSet<>()).add(value)));
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

    /** By the number that they begin with, if all do, otherwise by name. */
    static Set<String> inOrder(Set<String> values) {
        boolean numbers =
                values.stream().allMatch(value -> NUMBER.matcher(value).lookingAt());
        Comparator<String> order = numbers
                ? Comparator.<String>comparingLong(Results::number).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        Set<String> sorted = new TreeSet<>(order);
        sorted.addAll(values);
        return sorted;
    }

    /** Whether the values of an attribute are numbers or sizes, so that their order says something. */
    static boolean ordered(List<Group> groups) {
        return groups.stream().allMatch(group -> NUMBER.matcher(group.value()).lookingAt());
    }

    private static long number(String value) {
        Matcher number = NUMBER.matcher(value);
        long unit = !number.lookingAt() || number.group(2) == null
                ? 1
                : number.group(2).equals("M") ? 1_000_000 : 1000;
        return Long.parseLong(number.group(1)) * unit;
    }

    /** Whether the question at a place in {@link #questions()} is one of a group. */
    IntPredicate isIn(Group group) {
        return members.computeIfAbsent(group, wanted -> {
            BitSet own = new BitSet();
            for (int at = 0; at < questions.size(); at++) {
                own.set(at, wanted.value().equals(attributes(at).get(wanted.attribute())));
            }
            return own;
        })::get;
    }

    private int questions(String attribute, String value) {
        return (int) attributes.values().stream()
                .filter(own -> value.equals(own.get(attribute)))
                .count();
    }

    /** A strategy's estimates by group, one for each row in {@link #rows()}; without those to which the measure does not apply. */
    List<Map<Group, Estimate>> within(List<Group> groups, Measure measure) {
        return within.computeIfAbsent(new Split(groups, measure), this::estimates);
    }

    private List<Map<Group, Estimate>> estimates(Split split) {
        List<Map<Group, Estimate>> result = new ArrayList<>();
        rows.forEach(row -> result.add(new LinkedHashMap<>()));
        for (Group group : split.groups()) {
            List<Optional<Estimate>> estimates = intervals.of(rows.stream()
                    .map(row -> sample(perQuestion(row, split.measure()), isIn(group)))
                    .toList());
            for (int row = 0; row < rows.size(); row++) {
                Map<Group, Estimate> own = result.get(row);
                estimates.get(row).ifPresent(estimate -> own.put(group, estimate));
            }
        }
        return result;
    }
}
