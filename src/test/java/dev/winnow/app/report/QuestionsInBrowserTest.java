package dev.winnow.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.app.ledger.Strategy;
import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's view of single questions as a browser builds it. */
class QuestionsInBrowserTest {
    private static final String HOSTILE =
            "</script><img src=x onerror=\"document.title='broken into'\">\u202e\u0007 <b>";

    @TempDir
    Path folder;

    private static Optional<Path> browser() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What stands in the page once its scripts have run, without the scripts. */
    private String opened(SmallRun run, String address) throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "skipped: no chromium or google-chrome on the PATH");
        Files.createDirectories(folder.resolve("run"));
        Report.write(run.data(), folder.resolve("run"));
        Path dump = folder.resolve("dump.html");
        List<String> command = new ArrayList<>(List.of(
                browser.orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=10000",
                "--dump-dom",
                folder.resolve("run/report.html").toUri() + address));
        Process process = new ProcessBuilder(command)
                .redirectOutput(dump.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assumeTrue(ended && Files.size(dump) > 0, "skipped: the browser on the PATH does not start here");
        return Files.readString(dump).replaceAll("(?s)<script.*?</script>", "");
    }

    @Test
    void a_link_shows_its_question_with_the_strategies_side_by_side_and_its_filters() throws Exception {
        String page = opened(
                SmallRun.answered(),
                "#question=q2&a=full-context&b=rag-bm25-1K&outcome=a-wrong-b-right&is.task=places");

        assertThat(page).contains(">1 of 3 questions<");
        assertThat(page).containsPattern("<h3 dir=\"auto\">Where does the tower stand, and why\\?</h3>");
        assertThat(Pattern.compile("class=\"column\"").matcher(page).results()).hasSize(2);
        assertThat(page).contains("also in B, passage 1", "also in A, passage 1");
        assertThat(page).contains("<mark aria-label=\"gold evidence\">Mira Selka built it in 1802.</mark>");
        assertThat(page).containsPattern("<option value=\"a-wrong-b-right\" selected=\"\">");
    }

    @Test
    void a_way_to_go_wrong_is_a_filter_and_stands_beside_the_answer() throws Exception {
        String page = opened(SmallRun.answered(), "#a=full-context&outcome=a-with-gold");

        assertThat(page).contains(">1 of 3 questions<").contains("Where does the tower stand, and why?</h3>");
        assertThat(page).containsPattern("<option value=\"a-with-gold\" selected=\"\">A: wrong with gold shown<");
        assertThat(page).containsPattern("class=\"figures\">wrong with gold shown · ");
        assertThat(page).containsPattern("<a class=\"rows\" href=\"#a=full-context&amp;outcome=a-with-gold\">1</a>");
    }

    @Test
    void without_a_link_the_first_question_is_shown_and_all_are_listed() throws Exception {
        String page = opened(SmallRun.answered(), "");

        assertThat(page).contains(">3 of 3 questions<").contains("Who built the tower?</h3>");
        assertThat(Pattern.compile("role=\"option\"").matcher(page).results()).hasSize(3);
    }

    @Test
    void what_models_write_stays_text() throws Exception {
        SmallRun run = SmallRun.answered();
        run.question(HOSTILE, HOSTILE, HOSTILE, HOSTILE);
        Strategy hostile = new Strategy(HOSTILE, "rag", Map.of("retriever", HOSTILE));
        run.strategies = List.of(SmallRun.FULL, SmallRun.RAG, hostile);
        run.answer(hostile, SmallRun.CHAT, HOSTILE, HOSTILE + " 😀 " + "long ".repeat(200_000), 1, 1);

        String address = "#question=" + URLEncoder.encode(HOSTILE, UTF_8) + "&a=" + URLEncoder.encode(HOSTILE, UTF_8);
        String page = opened(run, address);

        assertThat(page).doesNotContain("<title>broken into").doesNotContain("<img");
        assertThat(page).contains("<h3 dir=\"auto\">&lt;/script&gt;&lt;img src=x");
        assertThat(page).contains("more characters are in answers.jsonl]").contains("😀");
    }
}
