package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MethodsTest {
    private static SmallRun described() {
        SmallRun run = SmallRun.answered();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("name", "small");
        values.put("tokenizer", "cl100k_base");
        values.put("index.passages", "tokens:128");
        values.put("index.language", "english");
        values.put("retrievers.bm25.use", "bm25");
        values.put("retrievers.bm25.k1", "0.9");
        values.put("models.chat.use", "openai");
        values.put("models.chat.id", "chat");
        values.put("models.chat.model", "gpt-4o-mini");
        values.put("models.chat.temperature", "0.7");
        values.put("models.chat.concurrency", "4");
        values.put("prompt", "answer");
        values.put("prompts.answer.version", "1");
        values.put("pipelines.full-context.use", "full-context");
        values.put("pipelines.full-context.name", "full-context");
        values.put("pipelines.rag-bm25-1K.use", "rag");
        values.put("pipelines.rag-bm25-1K.name", "rag-bm25-1K");
        values.put("pipelines.rag-bm25-1K.retriever", "bm25");
        values.put("pipelines.rag-bm25-1K.budget", "1K");
        values.put("pipelines.rag-bm25-1K.order", "score");
        values.put("metrics.exact-match.use", "exact-match");
        values.put("manifest.winnow", "0.1.0");
        values.put("manifest.machine", "Linux amd64, 2 cores");
        values.put("manifest.java", "21.0.8");
        values.put("manifest.passages", "1234");
        values.put("manifest.corpus_fingerprint", "0123456789abcdef0123456789abcdef");
        values.put("manifest.prompt_fingerprint", "fedcba9876543210fedcba9876543210");
        run.runs.add(new RunSettings(
                "small",
                "runs/small",
                values,
                Map.of("models.chat.temperature", "0.7", "models.chat.concurrency", "4")));
        return run;
    }

    private static String text(SmallRun run) {
        Results results = new Results(run.data(), Intervals.of(run.data()));
        return new Methods(results, new Significance(results)).markdown().orElseThrow();
    }

    @Test
    void every_setting_that_decides_a_result_is_told() {
        assertThat(text(described()))
                .contains(
                        "3 questions of the data set `towers` were asked about 1 document (SHA-256 of the corpus 0123456789ab)")
                .contains("1,234 passages by `tokens:128`, measured by `cl100k_base`, and indexed as english")
                .contains("`bm25` (bm25, k1 0.9)")
                .contains("2 strategies were compared: `full-context`; `rag` (retriever bm25, budget 1K, order score).")
                .contains("`chat` (openai, model gpt-4o-mini, temperature 0.7)")
                .contains("prompt template `answer`, version 1 (SHA-256 fedcba987654)")
                .contains("Each question was asked once.")
                .contains(
                        "measured by exact-match, evidence-recall; exact-match decides. 1 of 6 trials failed and count as wrong.")
                .contains("intervals of 2,000 resamples")
                .contains("Benjamini and Hochberg")
                .contains("derive from the seed 7.")
                .contains("Winnow 0.1.0.")
                .contains("these settings are not its defaults: models.chat.temperature 0.7.");
    }

    @Test
    void what_depends_on_the_machine_is_not() {
        assertThat(text(described())).doesNotContain("Linux", "21.0.8", "concurrency");
        assertThat(text(described())).isEqualTo(text(described()));
    }

    @Test
    void of_several_runs_the_others_are_told_by_what_differs() {
        SmallRun run = described();
        Map<String, String> other = new LinkedHashMap<>(run.runs.getFirst().values());
        other.put("models.chat.temperature", "1");
        other.put("manifest.machine", "another");
        run.runs.add(new RunSettings("warm", "runs/warm", other, Map.of()));

        assertThat(text(run)).contains("**Run warm.** As small, but: models.chat.temperature 1 (0.7 in small).");
    }

    @Test
    void a_run_whose_settings_nobody_wrote_down_has_none() {
        SmallRun run = SmallRun.answered();
        Results results = new Results(run.data(), Intervals.of(run.data()));

        assertThat(new Methods(results, new Significance(results)).markdown()).isEmpty();
        assertThat(new Methods(results, new Significance(results)).html()).isEmpty();
    }
}
