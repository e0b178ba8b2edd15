package dev.winnow.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.distractors.SetOverlap;
import dev.winnow.app.distractors.Unit;
import dev.winnow.app.report.Selections.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much of their distractors selections share: those of one size, which differ in the retriever, are compared in pairs,
 * question by question. Where no two are of one size, all that choose are.
 */
final class DistractorOverlap {
    static final String SHEET = "distractors-overlap";

    /** So many selections of one size are compared; of more the first. */
    private static final int MOST = 24;

    /** Selections of one size, by their places among all. */
    private record Group(String size, List<Integer> members) {}

    /** Mean Jaccard, overlap coefficient and number of distractors in common of two selections. */
    private record Shared(Optional<Estimate> jaccard, Optional<Estimate> coefficient, Optional<Estimate> common) {}

    /** Two members of a group, by their places in it. */
    private record Pair(int group, Unit unit, int left, int right) {}

    private final Results results;
    private final Selections selections;
    private final List<Group> groups;
    private final Map<Pair, Shared> pairs = new LinkedHashMap<>();

    DistractorOverlap(Results results, Selections selections) {
        this.results = results;
        this.selections = selections;
        this.groups = groups();
        for (int group = 0; group < groups.size(); group++) {
            for (Unit unit : Unit.values()) {
                compare(group, unit);
            }
        }
    }

    private List<Group> groups() {
        Map<List<String>, List<Integer>> alike = new LinkedHashMap<>();
        List<Integer> choosing = new ArrayList<>();
        for (int i = 0; i < selections.all().size(); i++) {
            Selection selection = selections.all().get(i);
            if (selection.chooses()) {
                choosing.add(i);
                alike.computeIfAbsent(List.of(selection.use(), selection.size()), key -> new ArrayList<>())
                        .add(i);
            }
        }
        List<Group> found = new ArrayList<>();
        boolean severalUses =
                alike.keySet().stream().map(List::getFirst).distinct().count() > 1;
        alike.forEach((key, members) -> {
            if (members.size() > 1) {
                String size = severalUses ? String.join(" ", key) : key.get(1);
                found.add(new Group(size.isEmpty() ? "all" : size, members.subList(0, Math.min(MOST, members.size()))));
            }
        });
        if (found.isEmpty() && choosing.size() > 1) {
            found.add(new Group("any size", choosing.subList(0, Math.min(MOST, choosing.size()))));
        }
        return found;
    }

    private void compare(int group, Unit unit) {
        List<Integer> members = groups.get(group).members();
        double[][][] jaccard = unknown(members.size());
        double[][][] coefficient = unknown(members.size());
        double[][][] common = unknown(members.size());
        for (int place = 0; place < selections.questions(); place++) {
            List<Optional<Set<String>>> sets = new ArrayList<>();
            for (int member : members) {
                sets.add(distractors(member, place, unit));
            }
            for (int i = 0; i < sets.size(); i++) {
                for (int j = i + 1; j < sets.size(); j++) {
                    if (sets.get(i).isPresent() && sets.get(j).isPresent()) {
                        SetOverlap overlap =
                                SetOverlap.of(sets.get(i).get(), sets.get(j).get());
                        jaccard[i][j][place] = overlap.jaccard();
                        coefficient[i][j][place] = overlap.coefficient();
                        common[i][j][place] = overlap.common();
                    }
                }
            }
        }
        for (int i = 0; i < members.size(); i++) {
            for (int j = i + 1; j < members.size(); j++) {
                pairs.put(
                        new Pair(group, unit, i, j),
                        new Shared(estimate(jaccard[i][j]), estimate(coefficient[i][j]), estimate(common[i][j])));
            }
        }
    }

    private double[][][] unknown(int members) {
        double[][][] unknown = new double[members][members][];
        for (int i = 0; i < members; i++) {
            for (int j = i + 1; j < members; j++) {
                unknown[i][j] = new double[selections.questions()];
                Arrays.fill(unknown[i][j], Double.NaN);
            }
        }
        return unknown;
    }

    private Optional<Estimate> estimate(double[] values) {
        return results.intervals().of(results.sample(values, place -> true));
    }

    /** A selection's distractors of a question; empty where it has no answer, or it is not known what they are. */
    private Optional<Set<String>> distractors(int selection, int place, Unit unit) {
        return selections
                .all()
                .get(selection)
                .shown(place)
                .map(trial -> selections.gold(place).distractors(trial.shown()).stream()
                        .map(unit::of)
                        .collect(Collectors.toSet()));
    }

    boolean any() {
        return !groups.isEmpty();
    }

    Sheet sheet() {
        List<List<String>> rows = new ArrayList<>();
        List<List<String>> toRead = new ArrayList<>();
        pairs.forEach((pair, shared) -> {
            Group group = groups.get(pair.group());
            List<String> names = List.of(
                    pair.unit().column(),
                    group.size(),
                    selections.all().get(group.members().get(pair.left())).label(),
                    selections.all().get(group.members().get(pair.right())).label());
            List<String> cells = new ArrayList<>(names);
            cells.addAll(Tables.cells(shared.jaccard()));
            cells.addAll(Tables.cells(shared.coefficient()));
            cells.addAll(Tables.cells(shared.common()));
            rows.add(cells);
            List<String> line = new ArrayList<>(names);
            for (Optional<Estimate> one : List.of(shared.jaccard(), shared.coefficient())) {
                line.add(one.map(found -> found.text(3)).orElse(""));
            }
            line.add(shared.common().map(found -> found.text(1)).orElse(""));
            toRead.add(line);
        });
        List<String> texts = List.of("unit", "size", "left", "right");
        List<String> numbers = new ArrayList<>();
        for (String figure : List.of("jaccard", "coefficient", "common")) {
            numbers.addAll(List.of(figure, figure + " low", figure + " high", figure + " questions"));
        }
        return Sheet.of(
                SHEET,
                new Table(Sheet.columns(texts, numbers), rows),
                new Table(Sheet.columns(texts, List.of("Jaccard", "overlap coefficient", "in common")), toRead));
    }

    /**
     * For the page: by size, {@code labels} of what is compared and for each unit and figure a square of estimates, of
     * which only the half above the diagonal is filled.
     */
    void json(ArrayNode array) {
        for (int group = 0; group < groups.size(); group++) {
            List<Integer> members = groups.get(group).members();
            ObjectNode node = array.addObject().put("size", groups.get(group).size());
            ArrayNode labels = node.putArray("labels");
            ArrayNode names = node.putArray("names");
            for (int member : members) {
                labels.add(selections.all().get(member).label());
                names.add(selections.all().get(member).retriever());
            }
            for (Unit unit : Unit.values()) {
                ArrayNode cells = node.putArray(unit.column());
                for (int i = 0; i < members.size(); i++) {
                    for (int j = i + 1; j < members.size(); j++) {
                        Shared shared = pairs.get(new Pair(group, unit, i, j));
                        ObjectNode cell = cells.addObject().put("left", i).put("right", j);
                        shared.jaccard().ifPresent(found -> cell.set("jaccard", ChartData.estimate(found)));
                        shared.coefficient().ifPresent(found -> cell.set("coefficient", ChartData.estimate(found)));
                        shared.common().ifPresent(found -> cell.set("common", ChartData.estimate(found)));
                    }
                }
            }
        }
    }
}
