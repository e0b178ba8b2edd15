package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.ledger.CallLedger;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.model.ModelSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialKeysTest {
    private static final String CONFIG =
            """
            name: keys
            seed: 7
            dataset: {use: jsonl, folder: sample}
            tokenizer: cl100k_base
            index: {passages: tokens:64}
            prompt: answer
            models:
              - {id: chat, use: openai, model: tiny, base-url: "http://localhost:1/v1", temperature: 0, max-tokens: 64, window: 8K, concurrency: 2}
            retrievers:
              near: {use: bm25, k1: 0.9}
              far: {use: bm25, k1: 1.5}
              both: {use: fusion, of: [near, far]}
            pipelines:
              - {use: full-context}
              - {use: oracle}
              - {use: rag, name: near, retriever: near, budget: 1K}
              - {use: rag, name: far, retriever: far, budget: 1K}
              - {use: rag, name: both, retriever: both, budget: 1K}
            metrics: [exact-match]
            """;

    @TempDir
    Path folder;

    private SampleExperiment sample;
    private Map<String, String> before;

    @BeforeEach
    void keysOfTheUnchangedExperiment() {
        sample = new SampleExperiment(folder);
        sample.config(CONFIG);
        before = keys();
    }

    /** The key of each trial by "question strategy repetition". */
    private Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        try (Experiment experiment = sample.open(Experiment.Purpose.REPORT);
                CallLedger ledger = new CallLedger(folder.resolve("calls.jsonl"), Clock.systemUTC())) {
            Plan plan = experiment.plan(ledger);
            for (ModelSpec model : plan.models()) {
                for (Question question : plan.questions()) {
                    for (Strategy strategy : plan.strategies()) {
                        for (int repetition = 0; repetition < plan.repetitions(); repetition++) {
                            keys.put(
                                    question.id() + " " + strategy.id() + " " + repetition,
                                    plan.key().of(model, strategy, question, repetition));
                        }
                    }
                }
            }
        }
        return keys;
    }

    /** The trials whose keys changed, as questions and strategies, each without repetition. */
    private String changed() {
        Map<String, String> after = keys();
        TreeSet<String> questions = new TreeSet<>();
        TreeSet<String> strategies = new TreeSet<>();
        before.forEach((trial, key) -> {
            if (!key.equals(after.get(trial))) {
                questions.add(trial.split(" ")[0]);
                strategies.add(trial.split(" ")[1]);
            }
        });
        return (questions.size() == 10 ? "all" : String.join(" ", questions)) + " / "
                + (strategies.size() == 5 ? "all" : String.join(" ", strategies));
    }

    @Test
    void every_trial_has_a_key_of_its_own_that_comes_again() {
        assertThat(before).hasSize(50);
        assertThat(before.values()).doesNotHaveDuplicates();
        assertThat(keys()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    seed: 7                          | seed: 8                            | all / all
                    temperature: 0,                  | temperature: 0.5,                  | all / all
                    max-tokens: 64                   | max-tokens: 65                     | all / all
                    window: 8K                       | window: 9K                         | all / all
                    window: 8K                       | window: 8K, margin: 5              | all / all
                    model: tiny                      | model: small                       | all / all
                    id: chat                         | id: talk                           | all / all
                    localhost:1/                     | localhost:2/                       | all / all
                    tokens:64                        | tokens:65                          | all / all
                    tokenizer: cl100k_base           | tokenizer: o200k_base              | all / all
                    prompt: answer                   | prompt: lara                       | all / all
                    "k1: 0.9"                        | "k1: 1.0"                          | all / both near
                    "k1: 1.5"                        | "k1: 1.6"                          | all / both far
                    "of: [near, far]"                | "of: [near, far], method: {use: rrf, constant: 50}"    | all / both
                    "retriever: near, budget: 1K"    | "retriever: near, budget: 2K"      | all / near
                    "retriever: near, budget: 1K"    | "retriever: far, budget: 1K"       | all / near
                    "retriever: near, budget: 1K"    | "retriever: near, budget: 1K, k: 5" | all / near
                    "retriever: near, budget: 1K"    | "retriever: near, budget: 1K, order: reverse" | all / near
                    {use: oracle}                    | {use: oracle, show: documents}     | all / oracle
                    """)
    void a_setting_that_matters_changes_the_keys_of_the_trials_it_matters_to(String from, String to, String expected) {
        sample.edit("experiment.yaml", from, to);
        assertThat(changed()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    name: keys              | name: other
                    concurrency: 2          | concurrency: 9
                    concurrency: 2          | "concurrency: 2, deadline: 5s"
                    concurrency: 2          | "concurrency: 2, price: {prompt: 1, completion: 2}"
                    metrics: [exact-match]  | "metrics: [token-f1, exact-match]"
                    budget: 1K              | budget: 1000
                    k1: 0.9                 | "k1: 0.90, b: 0.4"
                    {use: full-context}     | "{use: full-context}\n  - {use: closed-book}"
                    metrics:                | "repetitions: 2\nmetrics:"
                    """)
    void a_setting_that_does_not_matter_changes_no_key(String from, String to) {
        sample.edit("experiment.yaml", from, to.replace("\\n", "\n"));
        assertThat(changed()).isEqualTo(" / ");
    }

    @Test
    void a_retriever_that_a_strategy_does_not_use_changes_none_of_its_keys() {
        sample.edit("experiment.yaml", "  both:", "  spare: {use: bm25, b: 0.1}\n  both:");
        assertThat(changed()).isEqualTo(" / ");
    }

    @Test
    void repetitions_have_keys_of_their_own() {
        sample.edit("experiment.yaml", "metrics:", "repetitions: 3\nmetrics:");
        assertThat(keys().values()).hasSize(150).doesNotHaveDuplicates();
    }

    @Test
    void the_wording_of_the_prompt_counts() {
        sample.edit("prompts/answer.yaml", "Give the shortest exact answer", "Give a short exact answer");
        assertThat(changed()).isEqualTo("all / all");
    }

    @Test
    void the_text_of_a_question_counts_for_that_question() {
        sample.edit("sample/questions.jsonl", "Why is there no night shift?", "Why is there no shift at night?");
        assertThat(changed()).isEqualTo("q5 / all");
    }

    @Test
    void the_evidence_counts_because_the_oracle_shows_it() {
        sample.edit("sample/questions.jsonl", "\"start\": 155", "\"start\": 156");
        assertThat(changed()).isEqualTo("q10 / all");
    }

    @Test
    void the_scope_and_the_attributes_of_a_question_count() {
        sample.edit("sample/questions.jsonl", "[\"travel\", \"leave\", \"canteen\"]", "[\"travel\", \"leave\"]");
        sample.edit("sample/questions.jsonl", "\"kind\": \"counting\"", "\"kind\": \"arithmetic\"");
        assertThat(changed()).isEqualTo("q10 q2 / all");
    }

    @Test
    void the_right_answer_does_not_count() {
        sample.edit("sample/questions.jsonl", "\"Ilse Dorn\"", "\"Dorn\"");
        assertThat(changed()).isEqualTo(" / ");
    }

    @Test
    void the_text_of_a_document_counts_for_every_question() {
        sample.edit("sample/documents.jsonl", "extension 410", "extension 411");
        sample.edit("sample/questions.jsonl", "extension 410", "extension 411");
        assertThat(changed()).isEqualTo("all / all");
    }
}
