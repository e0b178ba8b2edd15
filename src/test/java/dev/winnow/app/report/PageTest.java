package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.ledger.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final String HOSTILE = "</script><script>alert('x')</script><img src=x onerror=alert(1)> `<b>` \"'&";

    @TempDir
    Path folder;

    private String page(SmallRun run) throws IOException {
        Report.write(run.data(), folder);
        return Files.readString(folder.resolve("report.html"));
    }

    @Test
    void the_page_loads_nothing() throws IOException {
        String page = page(SmallRun.answered());

        String markup = markup(page);
        assertThat(markup).doesNotContainPattern("(?i)\\b(src|href|action|data|poster)\\s*=\\s*[\"']?\\s*(https?:|//)");
        assertThat(markup).doesNotContain("@import").doesNotContainPattern("url\\(");
        assertThat(page).contains("; base-uri &#39;none&#39;; form-action &#39;none&#39;");
        assertThat(page).contains("default-src &#39;none&#39;").doesNotContain("sourceMappingURL");
        assertThat(page).doesNotContainPattern("\\{\\{[a-z-]+}}");
    }

    @Test
    void text_of_users_cannot_become_markup() throws IOException {
        SmallRun run = SmallRun.answered();
        run.name = HOSTILE;
        run.provenance.put(HOSTILE, HOSTILE);
        run.provenance.put("command", HOSTILE);
        run.question("q4", HOSTILE, HOSTILE, HOSTILE);
        Strategy hostile = new Strategy(HOSTILE, "rag", Map.of("retriever", HOSTILE));
        run.strategies = List.of(SmallRun.FULL, SmallRun.RAG, hostile);
        run.answer(hostile, SmallRun.CHAT, "q4", HOSTILE, 1, 1);

        String page = page(run);

        assertThat(markup(page))
                .doesNotContain("alert('x')</script>", "<img", "<b>`")
                .contains("&lt;/script&gt;");
        assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(7);
        assertThat(json(page).get("rows").get(2).get("id").asText()).isEqualTo(HOSTILE);
        assertThat(Parts.of(page, "drill-down")
                        .get("questions")
                        .get(3)
                        .get("text")
                        .asText())
                .isEqualTo(HOSTILE);
    }

    @Test
    void a_run_without_a_language_model_says_so_and_shows_evidence_first() throws IOException {
        SmallRun run = new SmallRun();
        run.models = List.of(SmallRun.READER);
        run.question("q1", "Who built the tower?", "people", "Mira Selka");
        run.answer(SmallRun.FULL, SmallRun.READER, "q1", "Orlen", 0, 1);
        run.answer(SmallRun.RAG, SmallRun.READER, "q1", "Mira Selka", 1, 1);

        String page = page(run);

        assertThat(page).contains("No language model was called.");
        assertThat(page.indexOf(">evidence recall</button>"))
                .isPositive()
                .isLessThan(page.indexOf(">exact match</button>"));
        assertThat(page)
                .containsPattern("<em>Retrieve\\.</em> <code>rag-bm25-1K</code> scores best, evidence recall 1\\.00");
    }

    @Test
    void a_run_with_a_language_model_has_no_banner() throws IOException {
        assertThat(page(SmallRun.answered())).doesNotContain("class=\"notice\"");
    }

    @Test
    void an_unfinished_run_says_how_much_is_missing() throws IOException {
        SmallRun run = SmallRun.answered();
        run.trials.removeLast();

        assertThat(page(run)).contains("This run is not finished.").contains("1 of 6 trials are missing");
    }

    @Test
    void a_run_of_nothing_has_a_report() throws IOException {
        assertThat(page(new SmallRun())).contains("Nothing was measured yet.");
        SmallRun empty = new SmallRun();
        empty.models = List.of();
        empty.strategies = List.of();
        empty.measures = List.of();
        assertThat(page(empty)).contains("Nothing was measured yet.");
    }

    @Test
    void a_run_of_one_strategy_has_a_report() throws IOException {
        SmallRun run = new SmallRun();
        run.strategies = List.of(SmallRun.RAG);
        run.question("q1", "Who built the tower?", "people", "Mira Selka");
        run.answer(SmallRun.RAG, SmallRun.CHAT, "q1", "Mira Selka", 1, 1);

        assertThat(page(run)).contains("<em>One strategy.</em>");
    }

    @Test
    void a_run_of_failures_has_a_report() throws IOException {
        SmallRun run = new SmallRun();
        run.question("q1", "Who built the tower?", "people", "Mira Selka");
        run.fail(SmallRun.FULL, SmallRun.CHAT, "q1");
        run.fail(SmallRun.RAG, SmallRun.CHAT, "q1");

        assertThat(page(run)).contains("1 failed").contains("<em>Undecided.</em>");
        run.scores.clear();
        assertThat(page(run)).contains("Nothing was measured yet.");
    }

    @Test
    void runs_side_by_side_do_not_cross_their_models() {
        SmallRun run = new SmallRun();
        run.models = List.of(SmallRun.CHAT, SmallRun.READER);
        run.question("q1", "Who built the tower?", "people", "Mira Selka");
        run.answer(SmallRun.FULL, SmallRun.CHAT, "q1", "Mira Selka", 1, 1);
        run.answer(SmallRun.RAG, SmallRun.READER, "q1", "Mira Selka", 1, 1);

        assertThat(results(run).rows())
                .extracting(row -> row.strategy().id() + " " + row.model().id())
                .containsExactly("full-context chat", "rag-bm25-1K reader");
    }

    /** The page without the programs in it, whose strings look like markup. */
    private static String markup(String page) {
        return page.replaceAll("(?s)<script>.*?</script>", "");
    }

    private static Results results(SmallRun run) {
        return new Results(run.data(), Intervals.of(run.data()));
    }

    private static JsonNode json(String page) throws IOException {
        return new ObjectMapper().readTree(Parts.element(page, "data"));
    }
}
