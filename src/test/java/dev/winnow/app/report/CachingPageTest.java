package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.Margin;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.ReportData.Nature;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example that {@code docs/caching.md} computes by hand, computed from the same trials by the report. */
class CachingPageTest {
    private static final Path PAGE = Path.of("..", "docs", "caching.md");
    private static final Measure EXACT = new Measure("exact-match", Direction.HIGHER);
    private static final Pattern INDEX =
            Pattern.compile("For `([^`]+)` ([\\d,]+) tokens were embedded, for ([\\d.]+) dollars");

    @Test
    void the_report_computes_what_the_page_computes_by_hand() throws IOException {
        String page = Files.readString(PAGE).replace("\r\n", "\n");
        ReportData data = data(page);
        Table table = new Results(data, Intervals.of(data))
                .tables()
                .prefixCharge()
                .sheet()
                .orElseThrow()
                .figures();

        assertThat(table.rows()).hasSize(1);
        Map<String, String> computed = new LinkedHashMap<>();
        for (int i = 0; i < table.columns().size(); i++) {
            computed.put(table.columns().get(i).name(), table.rows().getFirst().get(i));
        }
        Map<String, String> byHand = new LinkedHashMap<>();
        rows(page, "figure").forEach(row -> byHand.put(row.get("figure"), row.get("value")));
        assertThat(byHand).hasSizeGreaterThan(10);
        assertThat(computed).containsAllEntriesOf(byHand).containsEntry("comparable", "yes");
    }

    /** The rows of the page's table whose first column has this heading. */
    private static List<Map<String, String>> rows(String page, String heading) {
        Matcher table = Pattern.compile("(?m)^\\| " + heading + " \\|.*\\n\\|[-:|]+\\n((?:\\|.*\\n)+)")
                .matcher(page);
        assertThat(table.find()).as("a table that begins with %s", heading).isTrue();
        List<String> lines = table.group().lines().toList();
        List<String> names = cells(lines.getFirst());
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(2, lines.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            List<String> cells = cells(line);
            for (int i = 0; i < names.size(); i++) {
                row.put(names.get(i), cells.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
                .map(String::strip)
                .toList();
    }

    private static ReportData data(String page) {
        Map<String, String> prices = rows(page, "prompt").getFirst();
        Price price = new Price(
                Double.parseDouble(prices.get("prompt")),
                Optional.of(Double.valueOf(prices.get("cached-prompt"))),
                Optional.empty(),
                Double.parseDouble(prices.get("completion")));
        Map<String, Document> documents = new LinkedHashMap<>();
        Map<String, Question> questions = new LinkedHashMap<>();
        Map<String, Strategy> strategies = new LinkedHashMap<>();
        List<Trial> trials = new ArrayList<>();
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        for (Map<String, String> row : rows(page, "question")) {
            DocumentId document = new DocumentId(row.get("document"));
            documents.putIfAbsent(document.value(), new Document(document, "", "A text."));
            QuestionId id = new QuestionId(row.get("question"));
            questions.putIfAbsent(id.value(), new Question(id, "?", Scope.of(List.of(document)), Map.of()));
            String strategy = row.get("strategy");
            strategies.putIfAbsent(
                    strategy,
                    strategy.equals("full-context")
                            ? new Strategy(strategy, strategy, Map.of())
                            : new Strategy(strategy, "rag", Map.of("retriever", "dense")));
            ReportedUsage account = new ReportedUsage(
                    Long.parseLong(row.get("prompt")),
                    Long.parseLong(row.get("cached")),
                    0,
                    Long.parseLong(row.get("reply")),
                    0);
            String key = strategy + "/" + id.value();
            scores.put(key, Map.of(EXACT.name(), Double.valueOf(row.get("right"))));
            trials.add(new Trial(
                    key,
                    strategy,
                    "chat",
                    id,
                    0,
                    new Outcome.Answered(new Answer.Given("so", OptionalDouble.empty())),
                    List.of(),
                    OptionalInt.empty(),
                    Integer.parseInt(row.get("shown")),
                    0,
                    new TokenUsage(Long.parseLong(row.get("counted")), account.completion()),
                    Optional.of(account),
                    account,
                    Attempts.ONE,
                    List.of("call"),
                    price.of(account),
                    1,
                    1,
                    OptionalDouble.empty(),
                    RetrievalUsage.NONE,
                    List.of(),
                    List.of()));
        }
        Matcher index = INDEX.matcher(page.replace('\n', ' '));
        assertThat(index.find()).as("what the index cost").isTrue();
        IndexCost cost = new IndexCost(
                1,
                Long.parseLong(index.group(2).replace(",", "")),
                1,
                OptionalDouble.of(Double.parseDouble(index.group(3))));
        return new ReportData(
                "example",
                new Seed(7),
                "documents",
                new MemoryCorpus(List.copyOf(documents.values())),
                List.of(new Model("chat", "openai", Nature.LANGUAGE_MODEL, Optional.of(price), Margin.USUAL)),
                List.copyOf(strategies.values()),
                List.copyOf(questions.values()),
                Map.<QuestionId, Gold>of(),
                trials,
                List.of(EXACT),
                scores,
                Map.of(index.group(1), cost),
                Map.of());
    }
}
