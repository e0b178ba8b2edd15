package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.report.DrillDown.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
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
        assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(5);
        assertThat(json(page).get("rows").get(2).get("id").asText()).isEqualTo(HOSTILE);
        assertThat(drillDown(page).get("questions").get(3).get("text").asText()).isEqualTo(HOSTILE);
    }

    @Test
    void the_drill_down_has_answers_and_the_text_that_was_shown_once() throws IOException {
        JsonNode drillDown = drillDown(page(SmallRun.answered()));

        assertThat(drillDown.get("documents")).hasSize(1);
        JsonNode parts = drillDown.get("documents").get(0).get("parts");
        assertThat(parts).hasSize(2);
        assertThat(parts.get(1).asText()).startsWith("The tower").endsWith("twice.");
        assertThat(drillDown.get("spans")).hasSize(2);
        assertThat(drillDown.get("trials")).hasSize(6);
        assertThat(drillDown.get("questions").get(0).get("evidence").get(0).toString())
                .isEqualTo("[0,27,55,0]");
        assertThat(drillDown.findValuesAsText("text")).contains("Who built the tower?");
        assertThat(drillDown.get("trials").toString())
                .contains("\"given\",\"Mira Selka\"", "\"failed\",\"deadline: no reply within 30 s\"");
    }

    @Test
    void a_drill_down_of_too_many_trials_is_a_sample_that_says_so() throws IOException {
        Results results = results(SmallRun.answered());

        DrillDown sample = new DrillDown(results, new Limits(4, 1000));

        assertThat(sample.omission())
                .hasValueSatisfying(text -> assertThat(text).startsWith("A sample of 2 of 3"));
        assertThat(decode(sample.encoded()).get("questions")).hasSize(2);
        assertThat(new DrillDown(results, new Limits(4, 1000)).encoded()).isEqualTo(sample.encoded());
    }

    @Test
    void texts_beyond_the_limit_are_left_out_and_the_answers_stay() throws IOException {
        DrillDown bare = new DrillDown(results(SmallRun.answered()), new Limits(100, 10));

        assertThat(bare.omission()).hasValueSatisfying(text -> assertThat(text).contains("3 of 3 questions"));
        JsonNode json = decode(bare.encoded());
        assertThat(json.get("trials")).hasSize(6);
        assertThat(json.get("documents").get(0).get("parts")).isEmpty();
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
        return new ObjectMapper().readTree(element(page, "data"));
    }

    private static JsonNode drillDown(String page) throws IOException {
        return decode(element(page, "drill-down"));
    }

    private static JsonNode decode(String encoded) throws IOException {
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(encoded)))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static String element(String page, String id) {
        Matcher matcher = Pattern.compile("(?s)<script type=\"[a-z/]+\" id=\"" + id + "\">(.*?)</script>")
                .matcher(page);
        assertThat(matcher.find()).as(id).isTrue();
        return matcher.group(1);
    }
}
