package dev.winnow.app.predictions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.predictions.PredictionFormat.GoldFields;
import dev.winnow.app.predictions.PredictionFormat.UsageFields;
import dev.winnow.app.predictions.PredictionRows.Row;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.pipelines.model.TokenUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads rows as a format says. */
final class PredictionReader {
    /** More samples of one answer than anyone takes: a larger number is something else, such as a seed. */
    private static final int MOST_REPETITIONS = 100_000;

    private final ImportConfig config;
    private final PredictionFormat format;
    private final Problems problems;
    private final List<Prediction> predictions = new ArrayList<>();
    private int rows;
    private int passedOver;

    PredictionReader(ImportConfig config, Problems problems) {
        this.config = config;
        this.format = config.format();
        this.problems = problems;
    }

    /** Rows read so far, also those that are passed over. */
    int rows() {
        return rows;
    }

    /** Rows that are not among those wanted. */
    int passedOver() {
        return passedOver;
    }

    List<Prediction> predictions() {
        return predictions;
    }

    void read(Path file) {
        PredictionRows.read(file, format.rows(), problems, row -> new OneRow(row).read());
    }

    /** One row, and whether anything is wrong with it. */
    private final class OneRow {
        private final Row row;
        private boolean sound = true;

        OneRow(Row row) {
            this.row = row;
        }

        private void problem(String message) {
            problems.at(row.file(), row.line(), message);
            sound = false;
        }

        void read() {
            rows++;
            for (Map.Entry<String, String> wanted : config.wanted().entrySet()) {
                if (!word(wanted.getKey()).filter(wanted.getValue()::equals).isPresent()) {
                    passedOver++;
                    return;
                }
            }
            Map<String, String> attributes = new LinkedHashMap<>();
            format.question()
                    .attributes()
                    .orElse(Map.of())
                    .forEach((name, field) -> attributes.put(name, needed(field, "question.attributes")));
            Optional<String> id = format.question().id().map(field -> needed(field, "question.id"));
            String text = format.question()
                    .text()
                    .map(field -> needed(field, "question.text"))
                    .orElse("");
            Optional<String> document = format.question().document().map(field -> needed(field, "question.document"));
            Optional<String> failure = format.error().flatMap(this::word).filter(message -> !message.isBlank());
            Optional<String> answer = failure.isPresent() ? Optional.empty() : answer();
            Gold.Key key = format.gold().map(gold -> key(gold, attributes)).orElseGet(Gold.Key.Unknown::new);
            String model = config.model()
                    .or(() -> format.model().map(field -> needed(field, "model")))
                    .map(PredictionFormat::fileName)
                    .orElseGet(() -> PredictionFormat.fileName(stem(row.file())));
            Strategy strategy = format.strategy(config.strategy()
                    .or(() -> format.strategy().map(field -> needed(field, "strategy")))
                    .orElse(format.name()));
            int repetition = repetition();
            TokenUsage usage = new TokenUsage(
                    (long) number(format.usage().flatMap(UsageFields::prompt), "usage.prompt")
                            .orElse(0),
                    (long) number(format.usage().flatMap(UsageFields::completion), "usage.completion")
                            .orElse(0));
            OptionalDouble latency = number(format.latencyMs(), "latency-ms");
            OptionalDouble cost = number(format.costUsd(), "cost-usd");
            if (sound) {
                predictions.add(new Prediction(
                        row.file(),
                        row.line(),
                        id,
                        text,
                        document,
                        attributes,
                        answer,
                        failure.orElse("the file has no answer here"),
                        key,
                        model,
                        strategy,
                        repetition,
                        usage,
                        latency,
                        cost));
            }
        }

        /** Null stands for an answer that never came; a field that is not there is a mistake. */
        private Optional<String> answer() {
            JsonNode value = row.at(format.answer());
            if (value.isMissingNode()) {
                return noSuch(format.answer(), "answer");
            }
            return value.isNull() ? Optional.empty() : plain(value, format.answer());
        }

        private Gold.Key key(GoldFields gold, Map<String, String> attributes) {
            JsonNode value = row.at(gold.answers());
            List<String> answers = new ArrayList<>();
            if (value.isArray()) {
                value.forEach(one -> plain(one, gold.answers()).ifPresent(answers::add));
            } else if (!value.isNull() && !value.isMissingNode()) {
                plain(value, gold.answers()).ifPresent(answers::add);
            }
            answers.removeIf(String::isBlank);
            boolean unanswerable = gold.unanswerable().orElse(Map.of()).entrySet().stream()
                    .anyMatch(named -> named.getValue().contains(attributes.get(named.getKey())));
            if (unanswerable) {
                return new Gold.Key.Unanswerable(answers.isEmpty() ? "" : answers.get(0));
            }
            return answers.isEmpty() ? new Gold.Key.Unknown() : new Gold.Key.Answers(answers);
        }

        private OptionalDouble number(Optional<String> field, String key) {
            if (field.isEmpty()) {
                return OptionalDouble.empty();
            }
            JsonNode value = row.at(field.get());
            if (value.isNull() || value.isMissingNode()) {
                return OptionalDouble.empty();
            }
            if (!value.isNumber() || value.asDouble() < 0) {
                problem("'" + field.get() + "' must be a number of at least 0, got " + value + "; the format's '" + key
                        + "' names it");
                return OptionalDouble.empty();
            }
            return OptionalDouble.of(value.asDouble());
        }

        private int repetition() {
            double number = number(format.repetition(), "repetition").orElse(0);
            if (number > MOST_REPETITIONS || number != Math.rint(number)) {
                problem("'" + format.repetition().orElseThrow() + "' must be a whole number of at most "
                        + MOST_REPETITIONS + ", got " + number + "; the format's 'repetition' names it");
                return 0;
            }
            return (int) number;
        }

        private String needed(String field, String key) {
            Optional<String> word = word(field).filter(value -> !value.isBlank());
            return word.or(() -> noSuch(field, key)).orElse("");
        }

        private Optional<String> noSuch(String field, String key) {
            problem("'" + field + "' is missing; the format's '" + key + "' names it");
            return Optional.empty();
        }

        private Optional<String> word(String field) {
            JsonNode value = row.at(field);
            return value.isNull() || value.isMissingNode() ? Optional.empty() : plain(value, field);
        }

        private Optional<String> plain(JsonNode value, String field) {
            if (value.isValueNode()) {
                return Optional.of(value.asText());
            }
            problem("'" + field + "' must be a text or a number, got " + (value.isArray() ? "a list" : "an object"));
            return Optional.empty();
        }
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.gz$", "").replaceFirst("\\.(jsonl|ndjson|json)$", "");
    }
}
