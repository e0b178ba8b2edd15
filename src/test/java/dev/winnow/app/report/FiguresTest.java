package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.Margin;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.ReportData.Nature;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.model.Price;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Runs the page's scripts in a browser, under the page's own policy; skipped where there is no Chromium on the path. */
class FiguresTest {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String HOSTILE = "</script><b>&amp; \"'`]]>";

    /** What a reader does who presses every button, without the files. */
    private static final String PRESS_ALL =
            """
            (async () => {
              const saved = [];
              for (const one of figures) {
                const bytes = new Uint8Array(await (await one.png()).arrayBuffer());
                let png = "";
                for (let at = 0; at < bytes.length; at += 8192) png += String.fromCharCode(...bytes.subarray(at, at + 8192));
                saved.push({ svg: one.svg().svg, png: btoa(png) });
              }
              const seen = {
                saved, error: document.documentElement.dataset.error || "",
                wide: document.documentElement.scrollWidth > innerWidth,
                charts: [...document.querySelectorAll(".chart svg")].map(svg => svg.querySelectorAll("path").length),
                cells: document.querySelectorAll("#task-table td.cell").length,
              };
              document.querySelectorAll("#legend button").forEach(button => button.click());
              seen.emptied = figures.length ? figures[0].svg().svg : "";
              for (let i = 0; i < 50 && data.rows.length && !document.querySelector(".detail h3"); i++) await new Promise(done => setTimeout(done, 20));
              const search = document.querySelector(".drill input[type=search]");
              if (search) {
                seen.question = document.querySelectorAll(".detail h3").length;
                search.value = "nowhere to be found";
                search.dispatchEvent(new Event("input"));
                seen.detail = document.querySelector(".detail").textContent;
              }
              seen.error = document.documentElement.dataset.error || "";
              const text = new TextEncoder().encode(JSON.stringify(seen));
              let coded = "";
              for (let at = 0; at < text.length; at += 8192) coded += String.fromCharCode(...text.subarray(at, at + 8192));
              document.body.append(el("pre", { id: "seen" }, btoa(coded)));
            })();
            """;

    @TempDir
    Path folder;

    @Test
    void every_figure_is_drawn_and_leaves_a_dark_page_as_svg_and_png_on_white() throws Exception {
        Price price = new Price(2.5, Optional.of(0.25), Optional.empty(), 10);
        Model small = new Model("small", "openai", Nature.LANGUAGE_MODEL, Optional.of(price), Margin.USUAL);
        Model large = new Model("large", "openai", Nature.LANGUAGE_MODEL);

        JsonNode seen = open(InventedRun.accounted(List.of(small, large), 24, 5));

        assertThat(seen.get("error").asText()).isEmpty();
        assertThat(seen.get("question").asInt()).isEqualTo(1);
        assertThat(seen.get("detail").asText()).isEqualTo("No question fits these filters.");
        assertThat(seen.get("wide").asBoolean()).as("scrolls sideways").isFalse();
        assertThat(seen.get("charts")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(seen.get("charts").get(0).asInt()).isGreaterThan(20);
        assertThat(seen.get("cells").asInt()).isPositive();
        assertThat(seen.get("saved")).hasSizeGreaterThanOrEqualTo(5).anySatisfy(saved -> assertThat(
                        svg(saved).getTextContent())
                .contains("Cost of a question", "questions per document", "full context, cache as it was"));
        for (JsonNode saved : seen.get("saved")) {
            Element svg = svg(saved);
            assertThat(svg.getTextContent()).contains("quickstart");
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(
                    Base64.getDecoder().decode(saved.get("png").asText())));
            assertThat(image.getWidth())
                    .isCloseTo((int) (2 * Double.parseDouble(svg.getAttribute("width"))), within(2));
            assertThat(image.getRGB(3, 3)).isEqualTo(0xffffffff);
        }
    }

    @Test
    void a_mark_up_to_which_full_context_is_cheaper_says_so() throws Exception {
        SmallRun run = SmallRun.accounted();
        // A question by retrieval costs less, and its index as much as some ten questions save.
        run.indexCosts.put(SmallRun.RAG.id(), new IndexCost(12, 40, 300, OptionalDouble.of(0.0002)));

        JsonNode seen = open(run.data());

        assertThat(seen.get("error").asText()).isEmpty();
        assertThat(seen.get("saved")).anySatisfy(saved -> assertThat(svg(saved).getTextContent())
                .contains("marks: up to there full context is cheaper")
                .doesNotContain("from there on"));
    }

    @Test
    void names_of_users_stay_text_in_figures() throws Exception {
        SmallRun run = SmallRun.answered();
        run.name = HOSTILE;
        Strategy hostile = new Strategy(HOSTILE, "rag", Map.of("retriever", HOSTILE, "budget", "1K"));
        run.question("q4", HOSTILE, HOSTILE, HOSTILE);
        run.strategies = List.of(SmallRun.FULL, SmallRun.RAG, hostile);
        run.answer(hostile, SmallRun.CHAT, "q4", HOSTILE, 1, 1);

        JsonNode seen = open(run.data());

        assertThat(seen.get("error").asText()).isEmpty();
        for (JsonNode saved : seen.get("saved")) {
            assertThat(svg(saved).getTextContent()).contains(HOSTILE);
        }
    }

    @Test
    void sweeps_of_k_and_of_budget_are_lines_of_their_own_and_without_any_line_a_note_is_left() throws Exception {
        SmallRun run = SmallRun.answered();
        run.trials.clear();
        run.strategies = new ArrayList<>();
        for (String order : List.of("document", "score")) {
            for (int size = 1; size <= 3; size++) {
                sweep(run, order, "k", String.valueOf(size), 100 * size);
                sweep(run, order, "budget", size + "K", 1000 * size);
            }
        }

        JsonNode seen = open(run.data());

        assertThat(seen.get("error").asText()).isEmpty();
        assertThat(svg(seen.get("saved").get(0)).getTextContent())
                .contains("document, by k", "document, by budget", "best at k 1", "best at budget 1K");
        assertThat(seen.get("emptied").asText()).contains("No line is chosen.");
    }

    private static void sweep(SmallRun run, String order, String key, String size, int used) {
        Strategy strategy = new Strategy(
                String.join("-", "rag", order, key, size),
                "rag",
                Map.of("retriever", "dense", "order", order, key, size));
        run.strategies.add(strategy);
        for (Question question : run.questions) {
            run.answer(
                    strategy,
                    SmallRun.CHAT,
                    question.id().value(),
                    "Orlen",
                    order.equals("score") ? 1 : 100.0 / used,
                    1);
            run.trials.add(SmallRun.using(run.trials.removeLast(), used));
        }
    }

    @Test
    void a_page_of_nothing_runs_its_scripts() throws Exception {
        SmallRun empty = new SmallRun();
        empty.models = List.of();
        empty.strategies = List.of();
        empty.measures = List.of();

        assertThat(open(empty.data()).get("error").asText()).isEmpty();
    }

    private static Element svg(JsonNode saved) throws Exception {
        byte[] text = saved.get("svg").asText().getBytes(StandardCharsets.UTF_8);
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text))
                .getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("svg");
        return root;
    }

    /** The page as a narrow, dark browser leaves it, and what its figures are when saved. */
    private JsonNode open(ReportData data) throws IOException, GeneralSecurityException, InterruptedException {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "no Chromium on the path: the page's scripts are not run");
        Report.write(data, folder);
        Path page = folder.resolve("report.html");
        Files.writeString(page, pressing(Files.readString(page)));
        Pattern seeing = Pattern.compile("<pre id=\"seen\">([^<]+)</pre>");
        String left = dom(browser.orElseThrow(), folder, page, "first");
        if (!seeing.matcher(left).find()) {
            // The page's clock is virtual and may run out before a busy machine has unpacked the page.
            left = dom(browser.orElseThrow(), folder, page, "second");
        }
        Matcher seen = seeing.matcher(left);
        assertThat(seen.find())
                .as(
                        "the scripts came to their end; data-error: %s",
                        left.lines().limit(2).toList())
                .isTrue();
        return new ObjectMapper().readTree(Base64.getDecoder().decode(seen.group(1)));
    }

    /** The page as its scripts leave it. */
    private static String dom(Path browser, Path folder, Path page, String start)
            throws IOException, InterruptedException {
        Path dom = folder.resolve("dom-" + start + ".html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--virtual-time-budget=40000",
                        "--blink-settings=preferredColorScheme=0",
                        "--window-size=500,900",
                        "--user-data-dir=" + folder.resolve("profile-" + start),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();
        String left = Files.readString(dom);
        assumeTrue(ended && !left.isBlank(), browser + " does not start here: the page's scripts are not run");
        return left;
    }

    private static Optional<Path> browser() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .flatMap(entry -> BROWSERS.stream().map(name -> Path.of(entry, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The page with one more script, which its policy is told of; the rest of the policy holds. */
    private static String pressing(String page) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(PRESS_ALL.getBytes(StandardCharsets.UTF_8));
        String allowed = "&#39;sha256-" + Base64.getEncoder().encodeToString(digest) + "&#39; ";
        int policy = page.indexOf("script-src ") + "script-src ".length();
        int end = page.lastIndexOf("</body>");
        return page.substring(0, policy) + allowed + page.substring(policy, end) + "<script>" + PRESS_ALL + "</script>"
                + page.substring(end);
    }
}
