package dev.winnow.app.judging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.JsonRow;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What people, or whoever is trusted, said of answers of a run.
 *
 * @param byTrial from 0, wrong, to 1, right, by the key of the trial
 * @param rows how many rows the file has
 */
public record Labels(Map<String, Double> byTrial, int rows) {
    /** None. */
    public static final Labels NONE = new Labels(Map.of(), 0);

    private static final Set<String> FIELDS =
            Set.of("key", "question", "strategy", "model", "repetition", "label", "note");

    public Labels {
        byTrial = Map.copyOf(byTrial);
    }

    public boolean isEmpty() {
        return rows == 0;
    }

    /** One row of a file. */
    private record Row(
            int line,
            String key,
            String question,
            String strategy,
            String model,
            OptionalInt repetition,
            double label) {
        private boolean fits(Trial trial) {
            return (strategy.isEmpty() || strategy.equals(trial.strategy()))
                    && (model.isEmpty() || model.equals(trial.model()))
                    && (repetition.isEmpty() || repetition.getAsInt() == trial.repetition());
        }
    }

    /**
     * Reads a file of JSON lines: {@code label} is true, false or a number from 0 to 1; {@code key} names the trial as
     * {@code answers.jsonl} has it, or a question by its id or its text, with {@code strategy}, {@code model} and
     * {@code repetition} where more than one trial answers it.
     *
     * @param trials of the run; those of labels that fit none are not counted
     * @throws InputException with every row that is broken, fits several trials, or says something else of a trial than
     *     another row; also if no row fits a trial
     */
    public static Labels read(Path file, Collection<Question> questions, Collection<Trial> trials) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    file,
                    "no such file; labels are JSON lines, such as "
                            + "{\"question\": \"q1\", \"strategy\": \"rag\", \"label\": true}");
        }
        Problems problems = new Problems();
        List<Row> rows = new ArrayList<>();
        JsonLines.read(file, problems, row -> row(row).ifPresent(rows::add));
        problems.throwIfAny();
        Map<String, List<Trial>> known = byQuestion(questions, trials);
        Map<String, Trial> keys = new HashMap<>();
        trials.forEach(trial -> keys.put(trial.key(), trial));
        Map<String, Double> labels = new LinkedHashMap<>();
        for (Row row : rows) {
            List<Trial> fitting = row.key().isEmpty()
                    ? known.getOrDefault(row.question(), List.of()).stream()
                            .filter(row::fits)
                            .toList()
                    : Optional.ofNullable(keys.get(row.key())).stream().toList();
            if (fitting.size() > 1) {
                problems.at(
                        file,
                        row.line(),
                        "this label fits " + fitting.size()
                                + " answers; say which by 'strategy', 'model' and 'repetition'");
                continue;
            }
            for (Trial trial : fitting) {
                Double before = labels.put(trial.key(), row.label());
                if (before != null && before != row.label()) {
                    problems.at(file, row.line(), "another row labels the same answer otherwise; remove one");
                }
            }
        }
        problems.throwIfAny();
        if (labels.isEmpty()) {
            throw new InputException(
                    file,
                    "none of its " + rows.size()
                            + " rows is about an answer of this run; compare 'question', 'strategy'"
                            + " and 'model' with answers.jsonl");
        }
        return new Labels(labels, rows.size());
    }

    private static Map<String, List<Trial>> byQuestion(Collection<Question> questions, Collection<Trial> trials) {
        Map<QuestionId, List<Trial>> own = new HashMap<>();
        trials.forEach(trial ->
                own.computeIfAbsent(trial.question(), id -> new ArrayList<>()).add(trial));
        Map<String, List<Trial>> known = new HashMap<>();
        own.forEach((question, answered) -> known.put(question.value(), answered));
        for (Question question : questions) {
            // By the text where no id is the same; of equal questions to several documents all.
            if (!own.containsKey(new QuestionId(question.text()))) {
                known.computeIfAbsent(question.text(), text -> new ArrayList<>())
                        .addAll(own.getOrDefault(question.id(), List.of()));
            }
        }
        return known;
    }

    private static Optional<Row> row(JsonRow row) {
        row.only(FIELDS);
        String key = row.optional("key");
        String question = row.optional("question");
        if (key.isEmpty() == question.isEmpty()) {
            row.problem("a label needs either the 'key' of a trial or a 'question'");
        }
        OptionalInt repetition = row.integer("repetition");
        OptionalDouble label = label(row);
        return row.sound()
                ? Optional.of(new Row(
                        row.line(),
                        key,
                        question,
                        row.optional("strategy"),
                        row.optional("model"),
                        repetition,
                        label.orElseThrow()))
                : Optional.empty();
    }

    private static OptionalDouble label(JsonRow row) {
        JsonNode label = row.get("label");
        if (label != null && label.isBoolean()) {
            return OptionalDouble.of(label.asBoolean() ? 1 : 0);
        }
        if (label != null && label.isNumber() && label.asDouble() >= 0 && label.asDouble() <= 1) {
            return OptionalDouble.of(label.asDouble());
        }
        row.problem("'label' must be true, false, or a number from 0 (wrong) to 1 (right)");
        return OptionalDouble.empty();
    }
}
