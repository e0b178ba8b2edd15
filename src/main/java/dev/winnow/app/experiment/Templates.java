package dev.winnow.app.experiment;

import dev.winnow.app.config.Variant;
import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.citations.Citations;
import dev.winnow.pipelines.prompt.CitationTemplate;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The templates of an experiment.
 *
 * @param name of the one that words questions
 * @param plain the same, without what citations add
 * @param retrieval of its retrievers
 * @param plainSteps of its strategies' calls, without what citations add
 * @param form in which answers are asked to cite
 * @param citing how they are asked; empty where they are not
 * @param judges with their rubrics
 */
record Templates(
        String name,
        PromptTemplate plain,
        RetrievalPrompts retrieval,
        StrategyPrompts plainSteps,
        CitationForm form,
        Optional<CitationTemplate> citing,
        RunJudges judges) {
    /** The template that asks for citations. */
    static final String CITATIONS = "citations";

    /** Those that a configuration names; empty where one is missing or has problems, which are told. */
    static Optional<Templates> gather(Checks checks, ExperimentConfig config, Prompts prompts) {
        Optional<PromptTemplate> plain = checks.gatherPlaced("prompt", () -> prompts.open(config.prompt()));
        Optional<RetrievalPrompts> retrieval = checks.gatherPlaced(
                "retrievers",
                () -> RetrievalPrompts.of(config.retrievers().orElse(Map.of()).values(), prompts));
        Optional<StrategyPrompts> steps = checks.gatherPlaced(
                "pipelines",
                () -> StrategyPrompts.of(
                        config.pipelines().variants().stream()
                                .map(Variant::spec)
                                .toList(),
                        prompts));
        Optional<CitationTemplate> citing = config.citations() == CitationForm.NONE
                ? Optional.empty()
                : checks.gatherPlaced("citations", () -> prompts.open(CITATIONS, CitationTemplate.class));
        Optional<RunJudges> judges = checks.gatherPlaced("judges", () -> RunJudges.of(config, prompts));
        plain.ifPresent(template -> checks.citations(config, template));
        if (plain.isPresent() && steps.isPresent()) {
            checks.prompts(config, plain.get(), steps.get());
        }
        return plain.isPresent() && retrieval.isPresent() && steps.isPresent() && judges.isPresent()
                ? Optional.of(new Templates(
                        config.prompt(),
                        plain.get(),
                        retrieval.get(),
                        steps.get(),
                        config.citations(),
                        citing,
                        judges.get()))
                : Optional.empty();
    }

    /** How questions are worded. */
    PromptTemplate prompt() {
        return citing.map(asked -> asked.asking(plain, form)).orElse(plain);
    }

    /** How its strategies' calls are. */
    StrategyPrompts strategies() {
        return citing.map(asked -> plainSteps.with(template -> asked.asking(template, form)))
                .orElse(plainSteps);
    }

    /** What is asked for besides answers, and how it is read. */
    Citations citations() {
        return citing.map(asked -> new Citations(form, asked.quote())).orElse(Citations.NONE);
    }

    /** All as they were read, by the names of their files, from the folder of the templates. */
    Map<String, Record> files() {
        Map<String, Record> files = new TreeMap<>(retrieval.files());
        files.putAll(plainSteps.files());
        files.putAll(judges.files());
        files.put(name + ".yaml", plain);
        citing.ifPresent(asked -> files.put(CITATIONS + ".yaml", asked));
        return files;
    }
}
