package dev.winnow.app.report;

import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.Results.Group;
import dev.winnow.app.report.Sheet.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Two attributes at once: tasks by each of the others. Positions are stretches such as {@code 20-40 %} of texts, and those
 * are as long as their type, so positions are shown within one task and type of text.
 */
final class CrossTables {
    /** What the names of their sheets begin with. */
    static final String PREFIX = "by-task-and-";

    private static final String POSITION = "position";
    private static final String TYPE = "context-type";

    /** Columns that a table for reading has room for; the CSV has all. */
    private static final int MOST_COLUMNS = 60;

    private final Results results;
    private final List<Measure> measures;

    CrossTables(Results results) {
        this.results = results;
        this.measures = results.mainMeasures();
    }

    /** A sheet for each attribute that varies within some task. */
    List<Sheet> sheets() {
        List<Group> tasks = TaskAverage.tasks(results);
        List<Sheet> sheets = new ArrayList<>();
        if (tasks.isEmpty() || measures.isEmpty()) {
            return sheets;
        }
        results.groups().forEach((attribute, values) -> {
            if (!attribute.equals(Results.TASK) && !attribute.equals(POSITION) && variesWithinTasks(attribute)) {
                sheets.add(Results.ordered(values) ? along(attribute, List.of()) : apart(attribute, values));
            }
        });
        if (variesWithinTasks(POSITION)) {
            sheets.add(along(POSITION, places(TYPE).size() > 1 ? List.of(TYPE) : List.of()));
        }
        return sheets;
    }

    private boolean variesWithinTasks(String attribute) {
        return cells(List.of(Results.TASK), attribute).values().stream().anyMatch(values -> values.size() > 1);
    }

    /** The places of the questions that have an attribute, by its value in order. */
    private Map<String, List<Integer>> places(String attribute) {
        Map<String, List<Integer>> found = new HashMap<>();
        for (int place = 0; place < results.questions().size(); place++) {
            String value = results.attributes(place).get(attribute);
            if (value != null) {
                found.computeIfAbsent(value, key -> new ArrayList<>()).add(place);
            }
        }
        Map<String, List<Integer>> ordered = new LinkedHashMap<>();
        Results.inOrder(found.keySet()).forEach(value -> ordered.put(value, found.get(value)));
        return ordered;
    }

    /** The questions of each cell: by the values of the outer attributes, then of the inner one. */
    private Map<List<String>, Map<String, Set<Integer>>> cells(List<String> outer, String inner) {
        Map<List<String>, Map<String, Set<Integer>>> cells =
                new TreeMap<>((a, b) -> String.join("\0", a).compareTo(String.join("\0", b)));
        places(inner).forEach((value, places) -> {
            for (int place : places) {
                Map<String, String> own = results.attributes(place);
                if (outer.stream().allMatch(own::containsKey)) {
                    cells.computeIfAbsent(outer.stream().map(own::get).toList(), key -> new LinkedHashMap<>())
                            .computeIfAbsent(value, key -> new TreeSet<>())
                            .add(place);
                }
            }
        });
        return cells;
    }

    /** An attribute whose order says something: a section per task, with a column per value. */
    private Sheet along(String attribute, List<String> within) {
        List<String> outer = new ArrayList<>(within);
        outer.add(Results.TASK);
        Map<List<String>, Map<String, Set<Integer>>> cells = cells(outer, attribute);
        List<Section> sections = new ArrayList<>();
        for (Measure measure : measures) {
            cells.forEach((names, all) -> {
                if (!applies(measure, all.values())) {
                    return;
                }
                Map<String, Set<Integer>> values = new LinkedHashMap<>();
                all.entrySet().stream()
                        .limit(MOST_COLUMNS)
                        .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
                List<String> columns = new ArrayList<>();
                values.forEach((value, places) -> columns.add(value + " (" + places.size() + ")"));
                List<List<String>> rows = new ArrayList<>();
                for (StrategyRow row : results.rows()) {
                    List<String> line = new ArrayList<>(
                            List.of(row.strategy().id(), row.model().id()));
                    values.values()
                            .forEach(places -> line.add(estimate(row, measure, places::contains)
                                    .map(estimate -> Digits.fixed(estimate.mean(), 3))
                                    .orElse("")));
                    rows.add(line);
                }
                sections.add(new Section(
                        measure.name() + " by " + attribute + ", " + String.join(", ", names) + leftOut(all.size()),
                        new Table(Sheet.columns(List.of("strategy", "model"), columns), rows)));
            });
        }
        return new Sheet(name(attribute), figures(outer, attribute, cells), sections);
    }

    private static String leftOut(int values) {
        return values <= MOST_COLUMNS
                ? ""
                : ", the first " + MOST_COLUMNS + " values; " + (values - MOST_COLUMNS) + " more are in the CSV";
    }

    /** An attribute of names: a section per value, with a column per task and their macro average. */
    private Sheet apart(String attribute, List<Group> values) {
        TaskAverage average = new TaskAverage(results);
        List<Section> sections = new ArrayList<>();
        for (Measure measure : measures) {
            for (Group group : values) {
                IntPredicate wanted =
                        place -> group.value().equals(results.attributes(place).get(attribute));
                sections.add(new Section(
                        measure.name() + " by task, " + attribute + " " + group.value(),
                        average.toRead(average.lines(measure, wanted))));
            }
        }
        List<String> outer = List.of(Results.TASK);
        return new Sheet(name(attribute), figures(outer, attribute, cells(outer, attribute)), sections);
    }

    private boolean applies(Measure measure, Collection<Set<Integer>> cells) {
        return results.rows().stream()
                .map(row -> results.perQuestion(row, measure))
                .anyMatch(
                        values -> cells.stream().flatMap(Set::stream).anyMatch(place -> !Double.isNaN(values[place])));
    }

    private static String name(String attribute) {
        return PREFIX + attribute.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private Table figures(List<String> outer, String inner, Map<List<String>, Map<String, Set<Integer>>> cells) {
        List<String> texts = new ArrayList<>(outer);
        texts.addAll(List.of(inner, "measure", "strategy", "model"));
        List<List<String>> rows = new ArrayList<>();
        for (Measure measure : measures) {
            cells.forEach((names, values) -> values.forEach((value, places) -> {
                for (StrategyRow row : results.rows()) {
                    List<String> line = new ArrayList<>(names);
                    line.addAll(List.of(
                            value,
                            measure.name(),
                            row.strategy().id(),
                            row.model().id()));
                    line.addAll(Tables.cells(estimate(row, measure, places::contains)));
                    rows.add(line);
                }
            }));
        }
        return new Table(Sheet.columns(texts, List.of("mean", "low", "high", "questions")), rows);
    }

    private Optional<Estimate> estimate(StrategyRow row, Measure measure, IntPredicate wanted) {
        return results.intervals().of(results.sample(results.perQuestion(row, measure), wanted));
    }
}
