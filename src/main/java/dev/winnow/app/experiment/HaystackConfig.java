package dev.winnow.app.experiment;

import dev.winnow.app.config.Grid;
import dev.winnow.app.config.Variant;
import dev.winnow.app.dataset.DatasetSpec;
import dev.winnow.app.metrics.MetricSpec;
import dev.winnow.app.metrics.TokenF1;
import dev.winnow.indexer.spec.Default;
import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.Haystack;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.retrievers.RetrieverSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Haystacks to write, as their YAML file says it: the keys of an experiment that decide what is shown, without models.
 *
 * @param name of the folder, {@code haystacks/<name>}
 * @param seed root of every random choice
 * @param tokenizer counts sizes
 * @param prompt the name of the template whose wording sizes count
 * @param retrievers by the names that haystacks use
 * @param haystacks pipelines that are haystacks; scalar keys may be lists
 */
record HaystackConfig(
        String name,
        @Default("0") long seed,
        DatasetSpec dataset,
        @Default(ExperimentConfig.TOKENIZER) String tokenizer,
        ExperimentConfig.Index index,
        @Default("answer") String prompt,
        Map<String, RetrieverSpec> retrievers,
        Grid<PipelineSpec> haystacks) {
    /** An experiment needs a model; this one needs no key and is never asked. */
    private static final ModelSpec NOBODY = new Extractive("extractive", Optional.empty(), 12, 0.2, 0);

    HaystackConfig {
        for (Variant<PipelineSpec> variant : haystacks.variants()) {
            if (!(variant.spec() instanceof Haystack)) {
                throw new IllegalArgumentException("haystacks must be of the kind haystack, got " + variant.use());
            }
        }
    }

    /** The experiment that would show them, to a model that nobody asks. */
    ExperimentConfig experiment() {
        return new ExperimentConfig(
                name,
                seed,
                dataset,
                tokenizer,
                index,
                prompt,
                CitationForm.NONE,
                List.of(NOBODY),
                Optional.of(retrievers),
                haystacks,
                List.<MetricSpec>of(new TokenF1(Optional.empty(), Optional.empty())),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty());
    }
}
