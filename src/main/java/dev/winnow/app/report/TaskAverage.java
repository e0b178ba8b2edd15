package dev.winnow.app.report;

import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.Results.Group;
import dev.winnow.app.report.Sheet.Section;
import dev.winnow.app.report.StrategyRow.Family;
import dev.winnow.app.report.Table.Column;
import dev.winnow.app.statistics.Strata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Strategies by task, and the macro average over tasks: the mean of their means, so that each task counts the same however
 * many questions it has. This is the overall score of LaRA's tables (arXiv 2502.09977). Beside it the stratified average: the mean
 * over questions, drawn so that every task keeps its number of them.
 */
final class TaskAverage {
    static final String SHEET = "task-average";
    static final String NAME = "macro average";
    static final String STRATIFIED = "stratified average";

    private final Results results;
    private final List<Group> tasks;

    TaskAverage(Results results) {
        this.results = results;
        this.tasks = tasks(results);
    }

    /** The tasks, where there are at least two. */
    static List<Group> tasks(Results results) {
        List<Group> groups = results.groups().getOrDefault(Results.TASK, List.of());
        return groups.size() < 2 ? List.of() : groups;
    }

    /** Nothing where the questions have no tasks. */
    Optional<Sheet> sheet() {
        if (tasks.isEmpty()) {
            return Optional.empty();
        }
        List<String> numbers = new ArrayList<>();
        tasks.forEach(task -> numbers.add(task.value()));
        for (String name : List.of(NAME, STRATIFIED)) {
            numbers.addAll(List.of(name, name + " low", name + " high"));
        }
        numbers.addAll(List.of("tasks", "questions"));
        List<List<String>> rows = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        for (Measure measure : results.data().measuresInOrder()) {
            List<Line> lines = lines(measure, place -> true);
            for (Line line : lines) {
                List<String> cells = new ArrayList<>(List.of(measure.name(), line.strategy(), line.model()));
                line.means().forEach(mean -> cells.add(Digits.fixed(mean, 4)));
                cells.addAll(Tables.cells(line.macro()).subList(0, 3));
                cells.addAll(Tables.cells(line.stratified()).subList(0, 3));
                cells.add(Integer.toString(line.tasks()));
                cells.add(Tables.cells(line.macro()).getLast());
                rows.add(cells);
            }
            sections.add(new Section(measure.name() + " by task", toRead(lines)));
        }
        return Optional.of(new Sheet(
                SHEET, new Table(Sheet.columns(List.of("measure", "strategy", "model"), numbers), rows), sections));
    }

    /** One line of the table: a strategy, or the gap between two. */
    record Line(
            String strategy,
            String model,
            List<OptionalDouble> means,
            Optional<Estimate> macro,
            Optional<Estimate> stratified) {
        /** How many tasks its macro average is of. */
        int tasks() {
            return (int) means.stream().filter(OptionalDouble::isPresent).count();
        }
    }

    /** The lines for some of the questions: every strategy, and for each model full context less its best retrieval. */
    List<Line> lines(Measure measure, IntPredicate wanted) {
        List<Line> lines = new ArrayList<>();
        for (Model model : results.data().models()) {
            List<StrategyRow> rows = results.rows(model);
            rows.forEach(
                    row -> lines.add(line(row.strategy().id(), model.id(), results.perQuestion(row, measure), wanted)));
            double sign = measure.direction() == Direction.HIGHER ? 1 : -1;
            Optional<StrategyRow> retrieval = rows.stream()
                    .filter(row -> row.family() == Family.RETRIEVAL)
                    .filter(row -> macro(row, measure, wanted).isPresent())
                    .max(Comparator.comparingDouble(
                            row -> sign * macro(row, measure, wanted).orElseThrow()));
            Optional<StrategyRow> full = results.fullContext(model);
            if (retrieval.isPresent() && full.isPresent()) {
                lines.add(line(
                        full.get().strategy().id() + " - "
                                + retrieval.get().strategy().id(),
                        model.id(),
                        Results.less(
                                results.perQuestion(full.get(), measure),
                                results.perQuestion(retrieval.get(), measure)),
                        wanted));
            }
        }
        return lines;
    }

    private Line line(String strategy, String model, double[] values, IntPredicate wanted) {
        Averages averages = averages(values, wanted);
        return new Line(
                strategy,
                model,
                tasks.stream()
                        .map(task -> Arrays.stream(places(values, task, wanted))
                                .mapToDouble(place -> values[place])
                                .average())
                        .toList(),
                averages.macro(),
                averages.stratified());
    }

    /** The questions of a task that have a value. */
    private int[] places(double[] values, Group task, IntPredicate wanted) {
        return IntStream.range(0, values.length)
                .filter(place -> !Double.isNaN(values[place]) && wanted.test(place))
                .filter(results.isIn(task))
                .toArray();
    }

    private OptionalDouble macro(StrategyRow row, Measure measure, IntPredicate wanted) {
        double[] values = results.perQuestion(row, measure);
        return tasks.stream()
                .map(task -> Arrays.stream(places(values, task, wanted))
                        .mapToDouble(place -> values[place])
                        .average())
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
    }

    /** A row's macro average; each task is drawn as often as it was asked, so that every draw has all tasks. */
    Optional<Estimate> macro(StrategyRow row, Measure measure) {
        return averages(results.perQuestion(row, measure), place -> true).macro();
    }

    private record Averages(Optional<Estimate> macro, Optional<Estimate> stratified) {}

    private Averages averages(double[] values, IntPredicate wanted) {
        Strata strata = new Strata();
        for (Group task : tasks) {
            int[] places = places(values, task, wanted);
            if (places.length > 0) {
                strata.add(
                        task.value(),
                        Arrays.stream(places)
                                .mapToDouble(place -> values[place])
                                .toArray(),
                        results.clusters().of(places));
            }
        }
        if (strata.size() == 0) {
            return new Averages(Optional.empty(), Optional.empty());
        }
        Strata.Draws draws = results.intervals().draws(strata);
        return new Averages(
                Optional.of(results.intervals().of(strata.macro(), draws.macro(), strata.questions())),
                Optional.of(results.intervals().of(strata.stratified(), draws.stratified(), strata.questions())));
    }

    /**
     * Lines as people read them: a column per task, and the macro average with its interval; where some average is not of all
     * tasks, also of how many each is.
     */
    Table toRead(List<Line> lines) {
        List<Column> columns = new ArrayList<>(List.of(Column.text("strategy"), Column.text("model")));
        tasks.forEach(task -> columns.add(Column.number(task.value())));
        columns.add(Column.number(NAME));
        columns.add(Column.number(STRATIFIED));
        boolean partial = lines.stream().anyMatch(line -> line.macro().isPresent() && line.tasks() < tasks.size());
        if (partial) {
            columns.add(Column.text(NAME + " of"));
        }
        return new Table(
                columns,
                lines.stream()
                        .map(line -> {
                            List<String> cells = new ArrayList<>(List.of(line.strategy(), line.model()));
                            line.means().forEach(mean -> cells.add(Digits.fixed(mean, 3)));
                            cells.add(line.macro().map(value -> value.text(3)).orElse(""));
                            cells.add(line.stratified()
                                    .map(value -> value.text(3))
                                    .orElse(""));
                            if (partial) {
                                cells.add(of(line));
                            }
                            return cells;
                        })
                        .toList());
    }

    private String of(Line line) {
        return line.macro().isEmpty()
                ? ""
                : line.tasks() + (line.tasks() < tasks.size() ? " of " + tasks.size() + " tasks" : " tasks");
    }
}
