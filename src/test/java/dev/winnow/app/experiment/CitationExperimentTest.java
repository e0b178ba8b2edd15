package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.context.Pinned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CitationExperimentTest {
    private static final String ATLAS =
            """
            name: small
            seed: 11
            dataset: {use: atlas, documents: 100, questions: 7, scope: 3K}
            prompt: answer
            citations: quotes
            models:
              - {id: extractive, use: extractive, concurrency: 2}
            retrievers:
              bm25: {use: bm25}
            index: {passages: tokens:64}
            pipelines:
              - {use: closed-book}
              - {use: full-context}
              - {use: rag, retriever: bm25, budget: 500}
              - {use: chain-of-agents, piece: 1K}
              - {use: retrieve-then-reason, name: listed}
              - {use: retrieve-then-reason, name: listed-rag, retriever: bm25, budget: 500}
              - {use: attributed-reasoning, retriever: bm25, budget: 500}
            metrics: [exact-match, citation-recall, {use: citation-precision, within: 300}]
            """;

    private static final String MORE = ATLAS.replace(
            "metrics:",
            """
              - {use: self-route, retriever: bm25, budget: 500}
              - {use: longrefiner, retriever: bm25, budget: 500}
              - {use: map-reduce, piece: 1K}
              - {use: recurrent-memory, piece: 1K}
              - {use: rag-rounds, retriever: bm25, budget: 500, rounds: 2}
            metrics:""");

    /** From notes alone, and by heart, the extractive reader cites nothing. */
    private static final Set<String> FROM_NOTES =
            Set.of("closed-book", "chain-of-agents", "map-reduce", "recurrent-memory");

    @TempDir
    Path folder;

    private List<Trial> run(String yaml, RunFolder to) {
        SampleExperiment sample =
                new SampleExperiment(folder.resolve("of-" + to.root().getFileName()));
        sample.config(yaml);
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                ExperimentRun run = ExperimentRun.open(experiment, to)) {
            Runner.Summary summary = run.run(Progress.SILENT);
            assertThat(summary.failures()).isEmpty();
            RunReport.write(new RunReport.Part(experiment, run), "winnow run experiment.yaml");
            for (Trial trial : run.trials()) {
                requireExact(trial, experiment);
            }
            return run.trials();
        }
    }

    /** What is quoted stands where the citation says, but for white space, and was shown. */
    private static void requireExact(Trial trial, Experiment experiment) {
        trial.citations().forEach(citation -> citation.span().ifPresent(span -> {
            assertThat(trial.shown())
                    .anyMatch(shown -> shown.document().equals(span.document())
                            && shown.start() <= span.start()
                            && span.end() <= shown.end());
            if (!citation.cited().startsWith("[")) {
                assertThat(text(experiment, span)).isEqualTo(citation.cited());
            }
        }));
    }

    private static String text(Experiment experiment, Pinned.Span span) {
        DocumentId id = span.document();
        return experiment
                .index()
                .corpus()
                .get(id)
                .text()
                .substring(span.start(), span.end())
                .replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quotes", "passages"})
    void every_strategy_cites_what_it_was_shown_and_answers_as_without(String form) throws IOException {
        RunFolder to = new RunFolder(folder.resolve("run"));
        List<Trial> cited = run(MORE.replace("citations: quotes", "citations: " + form), to);
        List<Trial> plain = run(
                MORE.replace("citations: quotes", "").replaceAll(", citation-recall.*]", "]"),
                new RunFolder(folder.resolve("plain")));

        assertThat(cited).hasSize(12 * 7);
        for (int i = 0; i < cited.size(); i++) {
            assertThat(cited.get(i).outcome()).isEqualTo(plain.get(i).outcome());
        }
        assertThat(cited)
                .filteredOn(trial -> trial.outcome() instanceof Outcome.Answered answered
                        && answered.answer() instanceof Answer.Given
                        && !FROM_NOTES.contains(trial.strategy()))
                .hasSizeGreaterThan(5)
                .allSatisfy(trial -> assertThat(trial.citations()).isNotEmpty());
        assertThat(cited).allSatisfy(trial -> assertThat(trial.citations())
                .allMatch(citation -> citation.span().isPresent()));
        assertThat(Files.readString(to.root().resolve("tables/strategies.csv")))
                .contains("citation-precision-within-300")
                .contains("citations,invented citations");
        assertThat(Files.readString(to.root().resolve("report.html"))).contains("Invented citations");
        assertThat(Files.readString(to.manifest())).contains("\"citations\" : \"" + form + "\"");
        assertThat(Files.readString(to.prompts().resolve("answer.yaml"))).contains("{{instructions}}");
        assertThat(to.prompts().resolve("citations.yaml")).exists();
    }

    @Test
    void a_run_can_be_opened_again_from_its_own_folder_with_the_same_keys() {
        RunFolder to = new RunFolder(folder.resolve("run"));
        List<Trial> first = run(ATLAS, to);
        SampleExperiment sample = new SampleExperiment(folder.resolve("again"));
        try (Experiment experiment =
                        Experiment.open(to.config(), Experiment.Purpose.ANSWER, sample.environment(), Progress.SILENT);
                ExperimentRun run = ExperimentRun.open(experiment, to)) {
            assertThat(run.trials()).hasSameSizeAs(first);
        }
    }

    private void refuses(String yaml, String problem) {
        SampleExperiment sample = new SampleExperiment(folder.resolve(Integer.toString(yaml.hashCode())));
        sample.config(yaml);
        sample.edit("prompts/answer-ja.yaml", "  {{instructions}}\n", "");
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.FORECAST))
                .isInstanceOf(InputException.class)
                .satisfies(thrown -> {
                    InputException failure = (InputException) thrown;
                    assertThat(failure.problems()).hasSize(1);
                    assertThat(failure.problems().getFirst().toString()).contains(problem);
                });
    }

    @Test
    void a_prompt_must_take_what_is_asked_for() {
        refuses(
                ATLAS.replace("prompt: answer", "prompt: answer-ja").replaceAll("  - \\{use: attributed.*\n", ""),
                "citations: quotes needs a line {{instructions}} in prompt 'answer-ja'");
        refuses(
                ATLAS.replace("prompt: answer", "prompt: answer-ja")
                        .replace("citations: quotes", "")
                        .replaceAll(", citation-recall.*]", "]"),
                "attributed-reasoning must ask for steps that cite, and the prompt has no line {{instructions}}");
    }

    @Test
    void passages_are_cited_by_numbers_that_they_must_have() {
        String lara =
                ATLAS.replace("prompt: answer", "prompt: lara").replace("citations: quotes", "citations: passages");
        refuses(
                lara,
                "citations: passages needs numbers, and prompt 'lara' shows whole documents without {{label}}; use quotes");
        SampleExperiment sample = new SampleExperiment(folder.resolve("labelled"));
        sample.config(lara.replaceAll("  - \\{use: full-context}\n", "")
                .replaceAll("  - \\{use: retrieve-then-reason, name: listed}\n", ""));
        sample.open(Experiment.Purpose.FORECAST).close();
    }

    @Test
    void metrics_of_citations_need_answers_that_cite() {
        refuses(
                ATLAS.replace("citations: quotes", "").replaceAll(", \\{use: citation-precision.*}]", "]"),
                "citation-recall needs answers that are asked to cite: add citations: passages");
    }

    @Test
    void an_experiment_of_its_own_may_word_citations_in_its_own_way() {
        SampleExperiment sample = new SampleExperiment(folder.resolve("own"));
        sample.config(ATLAS);
        sample.edit("prompts/citations.yaml", "quote: \"Quote:\"", "quote: \"Beleg:\"");
        try (Experiment experiment = sample.open(Experiment.Purpose.FORECAST)) {
            assertThat(experiment.template().user()).contains("begins with \"Beleg:\"");
            assertThat(Optional.of(experiment.templates().citations().quote())).contains("Beleg:");
        }
    }
}
