package dev.winnow.app.metrics;

import static java.util.Map.entry;

import dev.winnow.app.dataset.Gold;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.pipelines.QuestionId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A metric that YAML can name. Every one of them is in [0, 1]. */
public interface MetricSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends MetricSpec>> KINDS = Map.ofEntries(
            entry("exact-match", ExactMatch.class),
            entry("token-f1", TokenF1.class),
            entry("contains-answer", ContainsAnswer.class),
            entry("rouge-l", RougeL.class),
            entry("multiple-choice", MultipleChoice.class),
            entry("numeric", Numeric.class),
            entry("rule-judge", RuleJudge.class),
            entry("embedding-similarity", EmbeddingSimilarity.class),
            entry("abstention", Abstention.class),
            entry("refusal", Refusal.class),
            entry("evidence-recall", EvidenceRecall.class),
            entry("evidence-precision", EvidencePrecision.class),
            entry("document-recall", DocumentRecall.class),
            entry("document-precision", DocumentPrecision.class),
            entry("citation-recall", CitationRecall.class),
            entry("citation-precision", CitationPrecision.class));

    /** What an answer key must hold. */
    enum Needs {
        /** The right answers, or that there are none. */
        ANSWERS,
        EVIDENCE;

        /** Whether this key holds it. */
        public boolean areMetBy(Gold gold) {
            return switch (this) {
                case ANSWERS -> gold.known();
                case EVIDENCE -> !gold.evidence().isEmpty();
            };
        }
    }

    /** Which end of the scale is the good one. */
    enum Direction {
        HIGHER,
        LOWER
    }

    /** The column's name: the kind, and what sets it apart from another metric of its kind. */
    String name();

    /** Which scores are better. */
    default Direction better() {
        return Direction.HIGHER;
    }

    /** What must be known of a question, so that the metric can apply to it. */
    default Needs needs() {
        return Needs.ANSWERS;
    }

    /** Whether it looks at what answers cite. */
    default boolean readsCitations() {
        return false;
    }

    /** The metric, for answers in English. */
    Metric open();

    /** The metric for answers in the language of the index: only metrics that compare wordings differ. */
    default Metric open(Language indexed) {
        return open();
    }

    /**
     * The same where the texts of questions are known: only metrics that compare answers with them differ.
     *
     * @param questions the text of a question, empty where it is not known
     */
    default Metric open(Language indexed, Function<QuestionId, Optional<String>> questions) {
        return open(indexed);
    }
}
