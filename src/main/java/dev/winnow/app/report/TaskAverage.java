package dev.winnow.app.report;

import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.Results.Group;
import dev.winnow.app.report.Sheet.Section;
import dev.winnow.app.report.StrategyRow.Family;
import dev.winnow.app.report.Table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;

/**
 * Strategies by task, and the macro average over tasks: the mean of their means, so that each task counts the same however
 * many questions it has. This is the overall score of LaRA's tables (arXiv 2502.09977).
 */
final class TaskAverage {
    static final String SHEET = "task-average";
    static final String NAME = "macro average";

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
        numbers.addAll(List.of(NAME, NAME + " low", NAME + " high", "tasks", "questions"));
        List<List<String>> rows = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        for (Measure measure : results.data().measuresInOrder()) {
            List<Line> lines = lines(measure, place -> true);
            for (Line line : lines) {
                List<String> cells = new ArrayList<>(List.of(measure.name(), line.strategy(), line.model()));
                line.means().forEach(mean -> cells.add(Digits.fixed(mean, 4)));
                Optional<Estimate> macro = line.macro();
                cells.add(macro.map(value -> Digits.fixed(value.mean(), 4)).orElse(""));
                cells.add(macro.map(value -> Digits.fixed(value.low(), 4)).orElse(""));
                cells.add(macro.map(value -> Digits.fixed(value.high(), 4)).orElse(""));
                cells.add(Integer.toString(line.tasks()));
                cells.add(
                        macro.map(value -> Integer.toString(value.questions())).orElse("0"));
                rows.add(cells);
            }
            sections.add(new Section(measure.name() + " by task", toRead(lines)));
        }
        return Optional.of(new Sheet(
                SHEET, new Table(Sheet.columns(List.of("measure", "strategy", "model"), numbers), rows), sections));
    }

    /** One line of the table: a strategy, or the gap between two. */
    record Line(String strategy, String model, List<OptionalDouble> means, Optional<Estimate> macro) {
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
                        less(results.perQuestion(full.get(), measure), results.perQuestion(retrieval.get(), measure)),
                        wanted));
            }
        }
        return lines;
    }

    private static double[] less(double[] left, double[] right) {
        double[] differences = new double[left.length];
        Arrays.setAll(differences, i -> left[i] - right[i]);
        return differences;
    }

    private Line line(String strategy, String model, double[] values, IntPredicate wanted) {
        return new Line(
                strategy,
                model,
                tasks.stream()
                        .map(task -> Arrays.stream(of(values, task, wanted)).average())
                        .toList(),
                macro(values, wanted));
    }

    private double[] of(double[] values, Group task, IntPredicate wanted) {
        return Results.present(
                values,
                place -> wanted.test(place)
                        && task.value().equals(results.attributes(place).get(task.attribute())));
    }

    private OptionalDouble macro(StrategyRow row, Measure measure, IntPredicate wanted) {
        double[] values = results.perQuestion(row, measure);
        return tasks.stream()
                .map(task -> Arrays.stream(of(values, task, wanted)).average())
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .average();
    }

    /** A row's macro average; each task's questions are resampled apart, so that every resample has all tasks. */
    Optional<Estimate> macro(StrategyRow row, Measure measure) {
        return macro(results.perQuestion(row, measure), place -> true);
    }

    private Optional<Estimate> macro(double[] values, IntPredicate wanted) {
        double sum = 0;
        int present = 0;
        int questions = 0;
        double[] draws = new double[results.intervals().resamples()];
        for (Group task : tasks) {
            double[] own = of(values, task, wanted);
            if (own.length > 0) {
                sum += Arrays.stream(own).sum() / own.length;
                double[] means = results.intervals().means(own, task.value());
                Arrays.setAll(draws, i -> draws[i] + means[i]);
                present++;
                questions += own.length;
            }
        }
        if (present == 0) {
            return Optional.empty();
        }
        int count = present;
        Arrays.setAll(draws, i -> draws[i] / count);
        return Optional.of(results.intervals().of(sum / present, draws, questions));
    }

    /**
     * Lines as people read them: a column per task, and the macro average with its interval; where some average is not of all
     * tasks, also of how many each is.
     */
    Table toRead(List<Line> lines) {
        List<Column> columns = new ArrayList<>(List.of(Column.text("strategy"), Column.text("model")));
        tasks.forEach(task -> columns.add(Column.number(task.value())));
        columns.add(Column.number(NAME));
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
