package dev.winnow.app.predictions;

import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.metrics.MetricSpec;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.spec.Default;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How files of answers made elsewhere are read: one YAML file, {@code configs/predictions/NAME.yaml} or the user's own.
 * What names a field is its name, or several with points between them: {@code usage.prompt_tokens}.
 *
 * @param name of the format, and of the run where nothing else is said
 * @param title one line for readers
 * @param rows in JSON files that are one object, the field that holds the list of rows
 * @param question what tells which question a row answers
 * @param answer the field of the answer; where it is null, there is none
 * @param error the field of an error's message; a row that has one is a failure
 * @param gold the row's own answer key; used where no data set is named
 * @param model the field of the model's name; without it, the command or the file's name says it
 * @param strategy the field that tells strategies apart; without it, the command or the format's name says it
 * @param strategies what values of that field stand for
 * @param repetition the field of the sample's number, from 0
 * @param usage fields of tokens
 * @param latencyMs the field of the milliseconds from asking to the whole answer
 * @param costUsd the field of US dollars
 * @param prompt the template whose rule tells refusals from answers
 * @param language of the answers
 * @param metrics the first one is the headline; only such that look at answers
 */
public record PredictionFormat(
        String name,
        @Default("''") String title,
        Optional<String> rows,
        QuestionFields question,
        String answer,
        Optional<String> error,
        Optional<GoldFields> gold,
        Optional<String> model,
        Optional<String> strategy,
        Optional<Map<String, Known>> strategies,
        Optional<String> repetition,
        Optional<UsageFields> usage,
        Optional<String> latencyMs,
        Optional<String> costUsd,
        Optional<String> prompt,
        @Default("english") Language language,
        @Default("[exact-match, token-f1, contains-answer, abstention, refusal]") List<MetricSpec> metrics) {

    /**
     * Fields that tell the question.
     *
     * @param id its id in the data set
     * @param text its text; with attributes and document it stands for an id where there is none
     * @param document the field of the document that it is about: its id, or the last part of it
     * @param attributes fields of the question's attributes, by the attribute's name
     */
    public record QuestionFields(
            Optional<String> id,
            Optional<String> text,
            Optional<String> document,
            Optional<Map<String, String>> attributes) {
        public QuestionFields {
            if (id.isEmpty() && text.isEmpty()) {
                throw new IllegalArgumentException("question needs 'id', 'text' or both");
            }
        }
    }

    /**
     * Fields of the answer key.
     *
     * @param answers the field of the right answer, or of a list of them
     * @param unanswerable attributes' values that say that a question has no answer: what {@code answers} holds is then how
     *     the data set words that
     */
    public record GoldFields(String answers, Optional<Map<String, List<String>>> unanswerable) {}

    /** Fields of tokens. */
    public record UsageFields(Optional<String> prompt, Optional<String> completion) {}

    /**
     * A strategy that a value stands for.
     *
     * @param name its id in tables; the value where left out
     * @param use the kind of pipeline: reports put {@code full-context} and what has a {@code retriever} side by side
     * @param settings as reports show them
     */
    public record Known(Optional<String> name, String use, Optional<Map<String, String>> settings) {}

    public PredictionFormat {
        if (!ImportConfig.isName(name)) {
            throw new IllegalArgumentException("name is " + ImportConfig.NAMES + ", got '" + name + "'");
        }
        metrics = List.copyOf(metrics);
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("metrics must name at least one");
        }
        requireOfAnswers(metrics);
        requireAttributes(question, gold);
    }

    private static void requireOfAnswers(List<MetricSpec> metrics) {
        for (MetricSpec metric : metrics) {
            if (metric.needs() == MetricSpec.Needs.EVIDENCE) {
                throw new IllegalArgumentException("metrics must look at answers only: '" + metric.name()
                        + "' needs the passages that were shown, of which nothing is known");
            }
        }
    }

    private static void requireAttributes(QuestionFields question, Optional<GoldFields> gold) {
        gold.flatMap(GoldFields::unanswerable).ifPresent(named -> named.keySet().forEach(attribute -> {
            if (!question.attributes().orElse(Map.of()).containsKey(attribute)) {
                throw new IllegalArgumentException("gold names the attribute '" + attribute
                        + "' under 'unanswerable', which question.attributes does not have");
            }
        }));
    }

    /** The same with other metrics. */
    public PredictionFormat scoredBy(List<MetricSpec> others) {
        return new PredictionFormat(
                name,
                title,
                rows,
                question,
                answer,
                error,
                gold,
                model,
                strategy,
                strategies,
                repetition,
                usage,
                latencyMs,
                costUsd,
                prompt,
                language,
                others);
    }

    /** The strategy that a value of the field stands for. */
    Strategy strategy(String value) {
        return strategies
                .map(known -> known.get(value))
                .map(known -> new Strategy(
                        fileName(known.name().orElse(value)),
                        known.use(),
                        new LinkedHashMap<>(known.settings().orElse(Map.of()))))
                .orElseGet(() -> new Strategy(fileName(value), fileName(value), Map.of()));
    }

    /** Ids of models and strategies become part of file names. */
    static String fileName(String value) {
        String name = value.strip().replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "unnamed" : name;
    }
}
