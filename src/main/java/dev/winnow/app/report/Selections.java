package dev.winnow.app.report;

import dev.winnow.app.distractors.GoldPlaces;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.StrategyRow.Family;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What strategies chose to show, whatever the order and the model: strategies that differ in those alone and showed the
 * same spans with every question are one selection. Only selections with a distractor are kept.
 */
final class Selections {
    private static final String RETRIEVER = "retriever";
    private static final String ORDER = "order";
    private static final Set<String> ALWAYS_TOLD = Set.of(RETRIEVER, "k", "budget", "size");

    private final Results results;
    private final Map<QuestionId, Integer> places = new HashMap<>();
    private final GoldPlaces[] gold;
    private final List<List<Placed>> trials = new ArrayList<>();
    private final List<Selection> all = new ArrayList<>();

    /** A trial and the row that it belongs to, by its place among all rows. */
    record Placed(int row, Trial trial) {}

    /**
     * Strategies that showed the same.
     *
     * @param label short and unique
     * @param retriever as configured; empty where there is none
     * @param size every setting but retriever and order, such as {@code budget 4K}
     * @param order the orders in which the same was shown
     * @param rows places of its strategies among all rows
     * @param trials one answered trial of it by the question's place; null where there is none
     */
    record Selection(
            String label,
            Family family,
            String use,
            String retriever,
            String size,
            String order,
            List<Integer> rows,
            List<Trial> trials) {
        /** An answered trial of the question at a place, of which it is known what its distractors are. */
        Optional<Trial> shown(int place) {
            return Optional.ofNullable(trials.get(place));
        }

        /** Whether it chose what to show, as neither all of a scope nor the answer key's places are chosen. */
        boolean chooses() {
            return chosen(family);
        }
    }

    Selections(Results results) {
        this.results = results;
        List<QuestionId> questions = results.questions();
        gold = new GoldPlaces[questions.size()];
        for (int place = 0; place < gold.length; place++) {
            places.put(questions.get(place), place);
            trials.add(new ArrayList<>());
            int here = place;
            Optional.ofNullable(results.data().gold().get(questions.get(place)))
                    .flatMap(GoldPlaces::of)
                    .ifPresent(known -> gold[here] = known);
        }
        List<Trial[]> first = new ArrayList<>();
        for (int row = 0; row < results.rows().size(); row++) {
            Trial[] own = new Trial[gold.length];
            for (Trial trial : results.trials(results.rows().get(row))) {
                int place = places.get(trial.question());
                trials.get(place).add(new Placed(row, trial));
                if (gold[place] != null && trial.outcome() instanceof Outcome.Answered && own[place] == null) {
                    own[place] = trial;
                }
            }
            first.add(own);
        }
        label(groups(first), first);
    }

    static boolean chosen(Family family) {
        return family == Family.RETRIEVAL || family == Family.OTHER;
    }

    /** Where questions may have distractors and it is known which they are. */
    GoldPlaces gold(int place) {
        return gold[place];
    }

    /** How many questions there are. */
    int questions() {
        return gold.length;
    }

    /** The place of a question in {@link Results#questions()}. */
    int place(QuestionId question) {
        return places.get(question);
    }

    /** All trials of the question at a place, by row, then by repetition. */
    List<Placed> trials(int place) {
        return trials.get(place);
    }

    List<Selection> all() {
        return all;
    }

    /** Places of rows by selection: the first row of each stands for it. */
    private List<List<Integer>> groups(List<Trial[]> first) {
        List<List<Integer>> groups = new ArrayList<>();
        Map<List<Object>, List<List<Integer>>> alike = new HashMap<>();
        for (int row = 0; row < first.size(); row++) {
            if (!hasDistractors(first.get(row))) {
                continue;
            }
            List<List<Integer>> candidates =
                    alike.computeIfAbsent(kind(results.rows().get(row)), key -> new ArrayList<>());
            List<Integer> same = null;
            for (List<Integer> group : candidates) {
                if (same == null && showTheSame(first.get(group.getFirst()), first.get(row))) {
                    same = group;
                }
            }
            if (same == null) {
                same = new ArrayList<>();
                candidates.add(same);
                groups.add(same);
            }
            same.add(row);
        }
        return groups;
    }

    /** Everything that strategies of one selection agree in: all but order and model. */
    private static List<Object> kind(StrategyRow row) {
        Map<String, String> settings = new LinkedHashMap<>(row.strategy().settings());
        settings.remove(ORDER);
        return List.of(run(row), row.strategy().use(), settings);
    }

    /** In a report of several runs ids begin with the run's name. */
    private static String run(StrategyRow row) {
        String id = row.strategy().id();
        return id.substring(0, id.indexOf('/') + 1);
    }

    private boolean hasDistractors(Trial[] shown) {
        return IntStream.range(0, shown.length)
                .anyMatch(place -> shown[place] != null
                        && !gold[place].distractors(shown[place].shown()).isEmpty());
    }

    private static boolean showTheSame(Trial[] left, Trial[] right) {
        int[] common = IntStream.range(0, left.length)
                .filter(place -> left[place] != null && right[place] != null)
                .toArray();
        return common.length > 0
                && Arrays.stream(common)
                        .allMatch(place -> left[place].shown().size()
                                        == right[place].shown().size()
                                && passages(left[place]).equals(passages(right[place])));
    }

    private static Set<String> passages(Trial trial) {
        return trial.shown().stream().map(ShownSpan::passage).collect(Collectors.toSet());
    }

    private void label(List<List<Integer>> groups, List<Trial[]> first) {
        List<String> labels = groups.stream().map(this::label).toList();
        for (int i = 0; i < groups.size(); i++) {
            List<Integer> group = groups.get(i);
            StrategyRow head = results.rows().get(group.getFirst());
            String label = labels.get(i);
            boolean unique = labels.stream().filter(label::equals).count() == 1;
            Trial[] shown = first.get(group.getFirst());
            for (int row : group) {
                Trial[] more = first.get(row);
                Arrays.setAll(shown, place -> shown[place] == null ? more[place] : shown[place]);
            }
            all.add(new Selection(
                    unique ? label : key(head),
                    head.family(),
                    head.strategy().use(),
                    head.strategy().settings().getOrDefault(RETRIEVER, ""),
                    size(head),
                    group.stream()
                            .map(row -> results.rows().get(row))
                            .map(this::order)
                            .filter(order -> !order.isEmpty())
                            .distinct()
                            .collect(Collectors.joining(", ")),
                    group,
                    Arrays.asList(shown)));
        }
    }

    /** A strategy's id, and its model's where there are several: as addresses of the page name it. */
    String key(StrategyRow row) {
        return results.data().models().size() > 1
                ? row.strategy().id() + "@" + row.model().id()
                : row.strategy().id();
    }

    private String label(List<Integer> group) {
        StrategyRow head = results.rows().get(group.getFirst());
        String retriever = head.strategy().settings().get(RETRIEVER);
        if (retriever == null) {
            return head.strategy().id();
        }
        Map<String, String> rest = told(head);
        rest.remove(RETRIEVER);
        rest.remove(ORDER);
        boolean severalUses = results.rows().stream()
                        .filter(row -> chosen(row.family()))
                        .map(row -> row.strategy().use())
                        .distinct()
                        .count()
                > 1;
        return run(head)
                + (severalUses ? head.strategy().use() + " " : "")
                + String.join(
                        " ",
                        Stream.concat(Stream.of(retriever), rest.values().stream())
                                .toList());
    }

    /** The order of what a strategy shows, where strategies of its kind differ in it. */
    String order(StrategyRow row) {
        return told(row).getOrDefault(ORDER, "");
    }

    /**
     * The settings that tell a strategy from others: its retriever, how much it may show, and what differs between the
     * strategies of its kind. Whether a configuration writes a default down or leaves it out makes no difference.
     */
    private Map<String, String> told(StrategyRow row) {
        Map<String, String> told = new LinkedHashMap<>(row.strategy().settings());
        told.keySet()
                .removeIf(key -> !ALWAYS_TOLD.contains(key)
                        && results.rows().stream()
                                        .filter(other -> run(other).equals(run(row))
                                                && other.strategy()
                                                        .use()
                                                        .equals(row.strategy().use()))
                                        .map(other ->
                                                other.strategy().settings().getOrDefault(key, ""))
                                        .distinct()
                                        .count()
                                < 2);
        return told;
    }

    private String size(StrategyRow row) {
        return told(row).entrySet().stream()
                .filter(setting ->
                        !setting.getKey().equals(RETRIEVER) && !setting.getKey().equals(ORDER))
                .map(setting -> setting.getKey() + " " + setting.getValue())
                .collect(Collectors.joining(", "));
    }
}
