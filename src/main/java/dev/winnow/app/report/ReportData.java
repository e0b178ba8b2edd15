package dev.winnow.app.report;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.distractors.IndexedPassages;
import dev.winnow.app.judging.JudgedRun;
import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.Margin;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.ledger.Undercount;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.Price;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that a report is made of.
 *
 * @param name of the run
 * @param seed of the experiment; the intervals' resamples derive from it
 * @param dataset the data set's name
 * @param corpus holds the texts of the passages that trials were shown
 * @param models in the experiment's order
 * @param strategies in the experiment's order
 * @param questions in the experiment's order
 * @param gold the answer key; a question may have none
 * @param trials in any order; fewer than strategies x models x questions if the run is unfinished
 * @param measures in the experiment's order; the first that does not measure evidence is the one for answers
 * @param scores by trial key, then by the measure's name, kept as {@link Scores}; a measure that is absent does not apply to
 *     that trial. A failed trial without any entry counts as the worst score, 0, for each measure that is higher for better
 *     answers
 * @param indexCosts by strategy id, what its index took to build; a strategy that is absent needs no index
 * @param provenance what is needed to run it again, in the order to print it: fingerprints, versions, settings. The
 *     value of {@code command} is printed as a command
 * @param passages what texts are compared by, while the report is made; without it nothing is said of their similarity
 * @param runs what each run was made with, in the order in which they were named; none where nobody wrote it down
 * @param judged what judges said, whose scores are among the others already, and labels
 */
public record ReportData(
        String name,
        Seed seed,
        String dataset,
        Corpus corpus,
        List<Model> models,
        List<Strategy> strategies,
        List<Question> questions,
        Map<QuestionId, Gold> gold,
        List<Trial> trials,
        List<Measure> measures,
        Map<String, Map<String, Double>> scores,
        Map<String, IndexCost> indexCosts,
        Map<String, String> provenance,
        Optional<IndexedPassages> passages,
        List<RunSettings> runs,
        JudgedRun judged) {
    public ReportData {
        runs = List.copyOf(runs);
        models = List.copyOf(models);
        strategies = List.copyOf(strategies);
        questions = List.copyOf(questions);
        gold = Map.copyOf(gold);
        trials = List.copyOf(trials);
        measures = List.copyOf(measures);
        scores = Scores.of(scores);
        indexCosts = Map.copyOf(indexCosts);
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** A report of runs of whose settings nothing is known. */
    public ReportData(
            String name,
            Seed seed,
            String dataset,
            Corpus corpus,
            List<Model> models,
            List<Strategy> strategies,
            List<Question> questions,
            Map<QuestionId, Gold> gold,
            List<Trial> trials,
            List<Measure> measures,
            Map<String, Map<String, Double>> scores,
            Map<String, IndexCost> indexCosts,
            Map<String, String> provenance,
            Optional<IndexedPassages> passages) {
        this(
                name,
                seed,
                dataset,
                corpus,
                models,
                strategies,
                questions,
                gold,
                trials,
                measures,
                scores,
                indexCosts,
                provenance,
                passages,
                List.of());
    }

    /** A report without judges. */
    public ReportData(
            String name,
            Seed seed,
            String dataset,
            Corpus corpus,
            List<Model> models,
            List<Strategy> strategies,
            List<Question> questions,
            Map<QuestionId, Gold> gold,
            List<Trial> trials,
            List<Measure> measures,
            Map<String, Map<String, Double>> scores,
            Map<String, IndexCost> indexCosts,
            Map<String, String> provenance,
            Optional<IndexedPassages> passages,
            List<RunSettings> runs) {
        this(
                name,
                seed,
                dataset,
                corpus,
                models,
                strategies,
                questions,
                gold,
                trials,
                measures,
                scores,
                indexCosts,
                provenance,
                passages,
                runs,
                JudgedRun.NONE);
    }

    /**
     * The same with what judges said of its answers: each is a measure. One of all strategies comes before the metrics, as
     * it is for the headline.
     *
     * @param prefix stands before the keys of trials here and not there
     */
    public ReportData judged(JudgedRun said, String prefix) {
        if (said.isEmpty()) {
            return this;
        }
        List<Measure> all = new ArrayList<>(measures);
        int first = 0;
        for (JudgedRun.Verdicts verdicts : said.judges()) {
            Measure measure = new Measure(verdicts.judge().name(), Direction.HIGHER);
            all.add(verdicts.judge().scoresAll() ? first++ : all.size(), measure);
        }
        Map<String, Map<String, Double>> own = new LinkedHashMap<>();
        said.scores().forEach((trial, scored) -> own.put(prefix + trial, scored));
        return new ReportData(
                name,
                seed,
                dataset,
                corpus,
                models,
                strategies,
                questions,
                gold,
                trials,
                all,
                Scores.of(List.of(scores, own)),
                indexCosts,
                provenance,
                passages,
                runs,
                prefix.isEmpty() ? said : JudgedRun.NONE);
    }

    /** The same without an index to compare texts by. */
    public ReportData(
            String name,
            Seed seed,
            String dataset,
            Corpus corpus,
            List<Model> models,
            List<Strategy> strategies,
            List<Question> questions,
            Map<QuestionId, Gold> gold,
            List<Trial> trials,
            List<Measure> measures,
            Map<String, Map<String, Double>> scores,
            Map<String, IndexCost> indexCosts,
            Map<String, String> provenance) {
        this(
                name,
                seed,
                dataset,
                corpus,
                models,
                strategies,
                questions,
                gold,
                trials,
                measures,
                scores,
                indexCosts,
                provenance,
                Optional.empty());
    }

    /**
     * A model that answered.
     *
     * @param kind as configurations name it, such as {@code openai}
     * @param price what its tokens cost; empty where it costs nothing or runs at different prices are compared
     * @param margin by which it may count more than the experiment's tokenizer
     * @param undercount by how much it did, in all calls of the run
     */
    public record Model(
            String id, String kind, Nature nature, Optional<Price> price, Margin margin, Undercount undercount) {
        /** A model that costs nothing. */
        public Model(String id, String kind, Nature nature) {
            this(id, kind, nature, Optional.empty(), Margin.USUAL);
        }

        /** A model of whose calls nothing is known but what trials say. */
        public Model(String id, String kind, Nature nature, Optional<Price> price, Margin margin) {
            this(id, kind, nature, price, margin, Undercount.NONE);
        }

        /** The same model in two runs: without a price where that is another, and by how much it ever counted more. */
        Model and(Model other) {
            return new Model(
                    id,
                    kind,
                    nature,
                    price.filter(same -> other.price.equals(price)),
                    margin,
                    undercount.and(other.undercount));
        }
    }

    /** What stands behind a model's interface. */
    public enum Nature {
        /** A language model, now or when the replies were recorded. */
        LANGUAGE_MODEL,
        /** Rules that select sentences; the report says so at its top. */
        EXTRACTIVE
    }

    /** A metric as tables name it. */
    public record Measure(String name, Direction direction) {
        /** Whether it looks at the passages shown and not at the answer. */
        boolean ofEvidence() {
            return name.startsWith("evidence-") || name.startsWith("document-");
        }

        /** Whether it looks at what answers cite. */
        boolean ofCitations() {
            return name.startsWith("citation-");
        }

        /** The name as prose has it: {@code token-f1} is "token F1". */
        String label() {
            return name.replace('-', ' ').replaceAll("\\bf(\\d)\\b", "F$1");
        }
    }

    /** Whether no language model answered. */
    boolean extractiveOnly() {
        return !models.isEmpty() && models.stream().allMatch(model -> model.nature() == Nature.EXTRACTIVE);
    }

    /** Whether an extractive reader answered, alone or beside language models. */
    boolean anyExtractive() {
        return models.stream().anyMatch(model -> model.nature() == Nature.EXTRACTIVE);
    }

    /** The measure of evidence to show, if there is one: recall where it is measured. */
    Optional<Measure> evidenceMeasure() {
        return Stream.concat(
                        measures.stream().filter(measure -> measure.name().equals("evidence-recall")),
                        measures.stream().filter(Measure::ofEvidence))
                .findFirst();
    }

    /** The measure of answers to show first, if there is one. */
    public Optional<Measure> answerMeasure() {
        return measures.stream()
                .filter(measure -> !measure.ofEvidence() && !measure.ofCitations())
                .findFirst();
    }

    /** The measure that the report opens with: of evidence where no language model answered, of answers otherwise. */
    Optional<Measure> firstMeasure() {
        return extractiveOnly()
                ? evidenceMeasure().or(this::answerMeasure)
                : answerMeasure().or(this::evidenceMeasure);
    }

    /** All measures, the one that the report opens with first, then the other of answers and evidence. */
    List<Measure> measuresInOrder() {
        return Stream.of(
                        firstMeasure().stream(),
                        answerMeasure().stream(),
                        evidenceMeasure().stream(),
                        measures.stream())
                .flatMap(stream -> stream)
                .distinct()
                .toList();
    }
}
