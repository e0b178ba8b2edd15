package dev.winnow.app.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.config.Environment;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.ExperimentRun;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Retriever;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final String SAMPLE =
            """
            name: mine
            seed: 3
            dataset: {use: jsonl, folder: sample}
            index: {passages: tokens:48}
            models:
              - {use: extractive}
            retrievers:
              bm25: {use: bm25}
              dense: {use: dense}
              hybrid: {use: fusion, of: [bm25, dense]}
            pipelines:
              - {use: closed-book}
              - {use: oracle}
              - {use: full-context}
              - {use: rag, retriever: [bm25, hybrid], order: [score, random], budget: 200}
              - {use: rag, name: ordered, retriever: dense, order: document, budget: 200}
            metrics: [exact-match]
            """;
    private static final String ATLAS =
            """
            name: mine
            dataset: {use: atlas, documents: 120, questions: 10, scope: 3K}
            index: {passages: tokens:64}
            models:
              - {use: extractive, window: 2K}
              - {id: strict, use: extractive, refuse-below: 0.9}
            retrievers:
              bm25: {use: bm25}
            pipelines:
              - {use: full-context}
              - {use: rag, retriever: bm25, order: both-ends, k: 6, budget: 300}
            metrics: [exact-match]
            """;
    private static final String ASKED = "Which extension do you call when you are ill?";

    @TempDir
    Path folder;

    @BeforeEach
    void copy_the_sample() throws IOException {
        Path sample = Files.createDirectories(folder.resolve("sample"));
        for (String file : List.of("documents.jsonl", "questions.jsonl")) {
            Files.copy(HOME.resolve("datasets/sample").resolve(file), sample.resolve(file));
        }
    }

    private Environment environment() {
        return new Environment(HOME, folder.resolve("cache"), folder.resolve("runs"));
    }

    private Path config(String yaml) {
        try {
            return Files.writeString(folder.resolve("mine.yaml"), yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Comparison open(Path source) {
        return Comparison.open(source, environment(), Progress.SILENT);
    }

    private Path run(String yaml) {
        Path run = folder.resolve("run");
        try (Experiment experiment =
                        Experiment.open(config(yaml), Experiment.Purpose.ANSWER, environment(), Progress.SILENT);
                ExperimentRun open = ExperimentRun.open(experiment, new RunFolder(run))) {
            assertThat(open.run(Progress.SILENT).failed()).isZero();
        }
        return run;
    }

    /** The trials of a run, and its questions. */
    private Map<QuestionId, Question> questions(String yaml, List<Trial> into) {
        Path run = run(yaml);
        try (Experiment experiment =
                        Experiment.open(config(yaml), Experiment.Purpose.REPORT, environment(), Progress.SILENT);
                ExperimentRun open = ExperimentRun.reopen(experiment, new RunFolder(run))) {
            into.addAll(open.trials());
            return experiment.dataset().questions().stream()
                    .collect(Collectors.toMap(Question::id, Function.identity()));
        }
    }

    private static List<List<Object>> shown(List<Shown> passages) {
        return passages.stream()
                .map(each -> List.<Object>of(
                        each.passage().id().value(),
                        each.passage().start(),
                        each.passage().end(),
                        each.rank(),
                        each.score(),
                        each.tokens()))
                .toList();
    }

    private static List<List<Object>> shown(Trial trial) {
        return trial.shown().stream()
                .map(each -> List.<Object>of(
                        each.passage(), each.start(), each.end(), each.rank(), each.score(), each.tokens()))
                .toList();
    }

    private void matches(Comparison comparison, List<Trial> trials, Map<QuestionId, Question> questions) {
        int compared = 0;
        Map<String, ComparedStrategy> strategies = new HashMap<>();
        for (Trial trial : trials) {
            if (!comparison.strategies().contains(trial.strategy())) {
                assertThat(trial.strategy()).isEqualTo("oracle");
                continue;
            }
            ComparedStrategy strategy = strategies.computeIfAbsent(
                    trial.strategy() + " " + trial.model(),
                    key -> comparison.strategy(trial.strategy(), trial.model()));
            Reply reply = strategy.answer(questions.get(trial.question()));

            String place = trial.strategy() + " " + trial.model() + " " + trial.question();
            assertThat(shown(reply.passages())).as(place).isEqualTo(shown(trial));
            assertThat(new Outcome.Answered(reply.answer())).as(place).isEqualTo(trial.outcome());
            assertThat(reply.usage()).as(place).isEqualTo(trial.usage());
            assertThat(reply.dollars()).as(place).isEqualTo(trial.cost());
            assertThat(reply.trace().calls().get(0).key())
                    .as(place)
                    .isEqualTo(trial.calls().get(0));
            if (!trial.strategy().equals("closed-book")) {
                Context context =
                        strategy.contextSource().select(questions.get(trial.question()), TokenBudget.UNLIMITED);
                assertThat(shown(context.passages())).as(place).isEqualTo(shown(trial));
            }
            compared++;
        }
        assertThat(compared).isGreaterThanOrEqualTo(40);
    }

    @Test
    void every_strategy_shows_and_answers_what_the_run_recorded() {
        List<Trial> trials = new ArrayList<>();
        Map<QuestionId, Question> questions = questions(SAMPLE, trials);

        try (Comparison comparison = open(folder.resolve("mine.yaml"))) {
            assertThat(comparison.strategies())
                    .startsWith("closed-book", "full-context", "rag-bm25-score")
                    .contains("rag-hybrid-random", "ordered")
                    .doesNotContain("oracle");
            matches(comparison, trials, questions);
        }
        try (Comparison comparison = open(folder.resolve("run"))) {
            matches(comparison, trials, questions);
        }
    }

    @Test
    void haystacks_windows_and_several_models_match_the_run_too() {
        List<Trial> trials = new ArrayList<>();
        Map<QuestionId, Question> questions = questions(ATLAS, trials);

        try (Comparison comparison = open(folder.resolve("run"))) {
            assertThat(comparison.models()).containsExactly("extractive", "strict");
            matches(comparison, trials, questions);
            assertThatThrownBy(() -> comparison.strategy("full-context"))
                    .isInstanceOf(InputException.class)
                    .hasMessage(
                            "the comparison has several models; name one: strategy(\"full-context\", \"extractive\");"
                                    + " known are extractive, strict");
            assertThatThrownBy(() -> comparison.strategy("full-context", "strickt"))
                    .isInstanceOf(InputException.class)
                    .hasMessage("unknown model 'strickt'; did you mean 'strict'?");
        }
    }

    @Test
    void a_question_in_plain_text_is_asked_of_the_whole_corpus_or_of_some_documents() {
        try (Comparison comparison = open(config(SAMPLE))) {
            ComparedStrategy strategy = comparison.strategy("rag-bm25-score");
            assertThat(strategy.answer(ASKED).text()).contains("410");
            assertThat(strategy.context(ASKED).passages())
                    .extracting(Shown::title)
                    .contains("When you are ill");

            DocumentId leave = new DocumentId("leave");
            Reply narrowed = strategy.answer(ASKED, Scope.of(List.of(leave)));
            assertThat(narrowed.passages())
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.passage().document()).isEqualTo(leave));
            assertThat(comparison.document(leave).title()).isEqualTo("Leave and days off");
            assertThatThrownBy(() -> strategy.answer(ASKED, Scope.of(List.of(new DocumentId("laeve")))))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("the scope names a document 'laeve' that the corpus does not have");
        }
    }

    @Test
    void a_budget_given_to_the_context_narrows_the_strategys_own() {
        try (Comparison comparison = open(config(SAMPLE))) {
            ContextSource source = comparison.strategy("rag-bm25-score").contextSource();
            Question asked = Question.asked(ASKED, Scope.CORPUS);
            assertThat(source.select(asked, new TokenBudget(100)).tokens()).isBetween(1, 100);
            assertThat(source.select(asked, new TokenBudget(5_000)).tokens()).isBetween(101, 200);
        }
    }

    @Test
    void the_retriever_of_a_strategy_is_the_one_of_its_name() {
        try (Comparison comparison = open(config(SAMPLE))) {
            Query query = new Query(ASKED, Scope.CORPUS, 5, Query.Level.PASSAGE);
            List<Hit> hits = comparison
                    .strategy("rag-hybrid-score")
                    .retriever()
                    .retrieve(query)
                    .hits();
            assertThat(hits)
                    .hasSize(5)
                    .isEqualTo(comparison.retriever("hybrid").retrieve(query).hits());
            assertThat(hits)
                    .isNotEqualTo(comparison.retriever("bm25").retrieve(query).hits());
            assertThatThrownBy(() -> comparison.retriever("hybird"))
                    .isInstanceOf(InputException.class)
                    .hasMessage("unknown retriever 'hybird'; did you mean 'hybrid'?");
            assertThatThrownBy(() -> comparison.strategy("full-context").retriever())
                    .isInstanceOf(InputException.class)
                    .hasMessage("strategy 'full-context' names no retriever");
            assertThatThrownBy(() -> comparison.strategy("closed-book").contextSource())
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("strategy 'closed-book' chooses no context before its model is asked");
        }
    }

    @Test
    void an_unknown_strategy_gets_a_suggestion_and_the_oracle_a_reason() {
        try (Comparison comparison = open(config(SAMPLE))) {
            assertThatThrownBy(() -> comparison.strategy("rag-hybird-random"))
                    .isInstanceOf(InputException.class)
                    .hasMessage("unknown strategy 'rag-hybird-random'; did you mean 'rag-hybrid-random'?");
            assertThatThrownBy(() -> comparison.strategy("oracle"))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("strategy 'oracle' shows the gold evidence of a data set's questions");
        }
    }

    @Test
    void questions_and_answer_keys_are_not_needed() throws IOException {
        Files.delete(folder.resolve("sample/questions.jsonl"));
        try (Comparison comparison = open(config(SAMPLE))) {
            assertThat(comparison.strategy("rag-bm25-score").answer(ASKED).text())
                    .contains("410");
        }
    }

    @Test
    void a_model_is_opened_at_its_first_call() {
        String remote =
                "{id: remote, use: openai, base-url: \"https://models.example.invalid/v1\", model: m, api-key-env:"
                        + " WINNOW_NO_SUCH_KEY, window: 16K}";
        try (Comparison comparison = open(config(SAMPLE.replace("{use: extractive}", remote)))) {
            ComparedStrategy strategy = comparison.strategy("rag-bm25-score");
            assertThat(strategy.context(ASKED).passages()).isNotEmpty();
            assertThatThrownBy(() -> strategy.answer(ASKED))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("WINNOW_NO_SUCH_KEY");
        }
    }

    @Test
    void a_run_folder_needs_no_documents_while_its_index_is_at_hand() throws IOException {
        Path run = run(SAMPLE);
        Files.delete(folder.resolve("sample/documents.jsonl"));
        try (Comparison comparison = open(run)) {
            assertThat(comparison.strategy("rag-hybrid-score").answer(ASKED).text())
                    .contains("410");
        }
    }

    @Test
    void a_run_folder_whose_index_is_gone_gets_it_again_or_says_what_changed() throws IOException {
        Path run = run(SAMPLE);
        delete(folder.resolve("cache"));
        try (Comparison comparison = open(run)) {
            assertThat(comparison.strategy("rag-bm25-score").answer(ASKED).text())
                    .contains("410");
        }
        delete(folder.resolve("cache"));
        Path documents = folder.resolve("sample/documents.jsonl");
        Files.writeString(documents, Files.readString(documents).replace("410", "411"));
        assertThatThrownBy(() -> open(run))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("its documents or settings give another index today");
        try (Comparison comparison = open(folder.resolve("mine.yaml"))) {
            assertThat(comparison.strategy("rag-bm25-score").answer(ASKED).text())
                    .contains("411");
        }
    }

    @Test
    void a_run_folder_whose_prompt_changed_is_refused() throws IOException {
        Path run = run(SAMPLE);
        Path prompt = run.resolve("prompts/answer.yaml");
        Files.writeString(prompt, Files.readString(prompt).replace("shortest", "longest"));
        assertThatThrownBy(() -> open(run))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("its prompt is another today");
        assertThatThrownBy(() -> open(folder.resolve("sample")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("this is no run");
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void eight_threads_get_the_answers_of_one() throws Exception {
        try (Comparison comparison = open(config(SAMPLE));
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<String> asked = List.of(ASKED, "Who chairs the fund?", "When does the late shift end?");
            List<String> alone = answers(comparison, asked);
            CountDownLatch begin = new CountDownLatch(8);
            List<Future<List<String>>> together = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                together.add(threads.submit(() -> {
                    begin.countDown();
                    begin.await();
                    return answers(comparison, asked);
                }));
            }
            for (Future<List<String>> each : together) {
                assertThat(each.get()).isEqualTo(alone);
            }
        }
    }

    /** Opens the strategies, too, as threads of an application might. */
    private static List<String> answers(Comparison comparison, List<String> asked) {
        List<String> answers = new ArrayList<>();
        for (String strategy : List.of("ordered", "rag-hybrid-random", "full-context")) {
            ComparedStrategy open = comparison.strategy(strategy);
            for (String question : asked) {
                Reply reply = open.answer(question);
                answers.add(reply.text() + " " + shown(reply.passages()) + " " + reply.usage());
            }
        }
        return answers;
    }

    @Test
    void what_a_closed_comparison_handed_out_says_that_it_is_closed() {
        Comparison comparison = open(config(SAMPLE));
        ComparedStrategy strategy = comparison.strategy("rag-bm25-score");
        ContextSource source = strategy.contextSource();
        Retriever retriever = comparison.retriever("bm25");
        comparison.close();
        assertThatCode(comparison::close).doesNotThrowAnyException();

        String closed = "this comparison is closed; keep it open as long as it is used";
        Question question = Question.asked(ASKED, Scope.CORPUS);
        assertThatThrownBy(() -> strategy.answer(ASKED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(closed);
        assertThatThrownBy(() -> source.select(question, TokenBudget.UNLIMITED)).hasMessage(closed);
        assertThatThrownBy(() -> retriever.retrieve(new Query(ASKED, Scope.CORPUS, 1, Query.Level.PASSAGE)))
                .hasMessage(closed);
        assertThatThrownBy(() -> comparison.strategy("full-context")).hasMessage(closed);
    }

    @Test
    void a_prompt_of_the_program_is_found_where_its_folder_is_not() {
        Environment elsewhere = new Environment(folder, folder.resolve("cache"), folder.resolve("runs"));
        try (Comparison comparison = Comparison.open(config(SAMPLE), elsewhere, Progress.SILENT)) {
            assertThat(comparison.strategy("rag-bm25-score").answer(ASKED).text())
                    .contains("410");
        }
    }
}
