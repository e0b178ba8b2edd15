package dev.winnow.app.report;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.dataset.atlas.AtlasSpec;
import dev.winnow.app.distractors.IndexedPassages;
import dev.winnow.app.ledger.AnswerLog;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.ledger.TrialJson;
import dev.winnow.app.metrics.EvidenceRecall;
import dev.winnow.app.metrics.ExactMatch;
import dev.winnow.app.metrics.Metric;
import dev.winnow.app.metrics.MetricSpec;
import dev.winnow.app.metrics.TokenF1;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.ReportData.Nature;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.IndexBuilder;
import dev.winnow.indexer.index.IndexSettings;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Answers at the sizes of a large experiment, to measure reports with: articles of the generated encyclopedia, passages
 * of some 128 tokens, contexts of 1K to 32K tokens, answers of a word to a few sentences by forty strategies.
 *
 * <pre>
 * LargeRun write FOLDER DOCUMENTS QUESTIONS    answers.jsonl
 * LargeRun report FOLDER DOCUMENTS QUESTIONS   its report, and what it took
 * node open-report.mjs FOLDER/report.html      how fast a browser opens it
 * </pre>
 */
final class LargeRun {
    private static final int PASSAGE = 560;
    private static final int DEEP = 64;
    private static final Model MODEL = new Model("chat-8b", "openai", Nature.LANGUAGE_MODEL);
    private static final List<String> ASIDES = List.of(
            "According to the passages, the answer is ",
            "Based on the provided context, this was ",
            "The documents state that it is ",
            "After comparing the articles above, I conclude: ");

    private final Dataset dataset;
    private final List<Document> documents = new ArrayList<>();
    private final Map<DocumentId, Integer> places = new HashMap<>();
    private final List<Strategy> strategies = strategies();

    private LargeRun(int documents, int questions) {
        this.dataset = new AtlasSpec(documents, questions, Optional.empty(), List.of())
                .load(new DatasetTools(new Seed(7), document -> document.text().length() / 4));
        for (Document document : dataset.corpus()) {
            places.put(document.id(), this.documents.size());
            this.documents.add(document);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        LargeRun run = new LargeRun(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        if (arguments[0].equals("write")) {
            run.write(folder);
        } else {
            run.report(folder);
        }
    }

    /** All of it at once, for tests. */
    static ReportData of(int documents, int questions) {
        LargeRun run = new LargeRun(documents, questions);
        List<Trial> trials = new ArrayList<>();
        for (Question question : run.dataset.questions()) {
            trials.addAll(run.trials(question));
        }
        return run.data(trials);
    }

    private void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("answers.jsonl"))) {
            for (Question question : dataset.questions()) {
                for (Trial trial : trials(question)) {
                    out.write(TrialJson.write(trial));
                    out.write('\n');
                }
            }
        }
    }

    private void report(Path folder) throws IOException {
        long start = System.nanoTime();
        List<Trial> trials;
        try (AnswerLog log = new AnswerLog(folder.resolve("answers.jsonl"))) {
            trials = List.copyOf(log.trials().values());
        }
        step("answers read", start);
        long scored = System.nanoTime();
        ReportData data = data(trials);
        step("scored", scored);
        long indexed = System.nanoTime();
        TokenCounter tokens = Tokenizers.open("cl100k_base");
        IndexSettings settings = new IndexSettings("tokens:128", tokens.name(), tokens.fingerprint());
        new IndexBuilder(settings, ChunkerSpec.parse("tokens:128").open(tokens), done -> {})
                .build(dataset.corpus(), folder.resolve("index"));
        data = withIndex(data, PassageIndex.open(folder.resolve("index")));
        step("index opened", indexed);
        long distractors = System.nanoTime();
        new DistractorAnatomy(new Results(data, Intervals.of(data))).sheets();
        step("of it distractors", distractors);
        long written = System.nanoTime();
        Report.write(data, folder);
        step("report written", written);
        System.out.printf(
                Locale.ROOT,
                "%,d answers, %,d passages shown, page of %.1f MB%n",
                trials.size(),
                trials.stream().mapToLong(trial -> trial.shown().size()).sum(),
                Files.size(folder.resolve("report.html")) / 1e6);
    }

    private static ReportData withIndex(ReportData data, PassageIndex index) {
        return new ReportData(
                data.name(),
                data.seed(),
                data.dataset(),
                data.corpus(),
                data.models(),
                data.strategies(),
                data.questions(),
                data.gold(),
                data.trials(),
                data.measures(),
                data.scores(),
                data.indexCosts(),
                data.provenance(),
                Optional.of(new IndexedPassages(index, Optional.empty(), Optional.empty())));
    }

    private static void step(String name, long start) {
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%-16s %6.1f s, heap %,d MB, CPU of the process so far %.1f s%n",
                name,
                (System.nanoTime() - start) / 1e9,
                (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000,
                ProcessHandle.current()
                                .info()
                                .totalCpuDuration()
                                .orElse(Duration.ZERO)
                                .toMillis()
                        / 1e3);
    }

    private ReportData data(List<Trial> trials) {
        List<MetricSpec> specs = List.of(
                new ExactMatch(Optional.empty(), Optional.empty()),
                new TokenF1(Optional.empty(), Optional.empty()),
                new EvidenceRecall());
        Map<String, Map<String, Double>> scores = new HashMap<>();
        for (Trial trial : trials) {
            Map<String, Double> own = new LinkedHashMap<>();
            for (MetricSpec spec : specs) {
                Metric metric = spec.open();
                metric.score(dataset.gold().get(trial.question()), trial)
                        .ifPresent(score -> own.put(spec.name(), score));
            }
            scores.put(trial.key(), own);
        }
        return new ReportData(
                "large",
                new Seed(7),
                "atlas",
                new MemoryCorpus(documents),
                List.of(MODEL),
                strategies,
                dataset.questions(),
                dataset.gold(),
                trials,
                specs.stream()
                        .map(spec -> new Measure(spec.name(), spec.better()))
                        .toList(),
                scores,
                Map.of(),
                Map.of("command", "winnow report runs/large"));
    }

    private static List<Strategy> strategies() {
        List<Strategy> strategies = new ArrayList<>();
        strategies.add(new Strategy("closed-book", "closed-book", Map.of()));
        strategies.add(new Strategy("oracle", "oracle", Map.of()));
        strategies.add(new Strategy("full-context", "full-context", Map.of()));
        strategies.add(new Strategy("full-context-again", "full-context", Map.of()));
        for (String retriever : List.of("bm25", "dense", "hybrid")) {
            for (String order : List.of("score", "document", "reverse")) {
                for (int budget : List.of(1, 2, 4, 8)) {
                    Map<String, String> settings = new LinkedHashMap<>();
                    settings.put("retriever", retriever);
                    settings.put("order", order);
                    settings.put("budget", budget + "K");
                    strategies.add(new Strategy("rag-%s-%s-%dK".formatted(retriever, order, budget), "rag", settings));
                }
            }
        }
        return strategies;
    }

    private List<Trial> trials(Question question) {
        Random random = new Random(question.id().hashCode());
        Gold gold = dataset.gold().get(question.id());
        Map<String, List<ShownSpan>> rankings = new HashMap<>();
        List<Integer> near = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            near.add(random.nextInt(documents.size()));
        }
        gold.evidence().forEach(piece -> near.add(places.get(piece.document())));
        for (String retriever : List.of("bm25", "dense", "hybrid")) {
            rankings.put(retriever, ranking(gold, near, random));
        }
        List<Trial> trials = new ArrayList<>();
        for (Strategy strategy : strategies) {
            trials.add(trial(strategy, question, gold, shown(strategy, gold, near, rankings), random));
        }
        return trials;
    }

    private List<ShownSpan> ranking(Gold gold, List<Integer> near, Random random) {
        Map<String, ShownSpan> spans = new LinkedHashMap<>();
        for (Evidence piece : gold.evidence()) {
            if (random.nextInt(4) > 0) {
                int before = random.nextInt(12);
                for (int i = 0; i < before; i++) {
                    add(spans, any(near, random));
                }
                int place = places.get(piece.document());
                add(spans, passage(place, piece.start() / PASSAGE));
            }
        }
        for (int tries = 0; tries < 4 * DEEP && spans.size() < DEEP; tries++) {
            add(spans, any(near, random));
        }
        List<ShownSpan> ranked = new ArrayList<>();
        double score = 14 + 12 * random.nextDouble();
        for (ShownSpan span : spans.values()) {
            ranked.add(new ShownSpan(
                    span.passage(),
                    span.document(),
                    span.start(),
                    span.end(),
                    ranked.size() + 1,
                    (float) score,
                    span.tokens()));
            score *= 0.94 + 0.06 * random.nextDouble();
        }
        return ranked;
    }

    private static void add(Map<String, ShownSpan> spans, ShownSpan span) {
        spans.putIfAbsent(span.passage(), span);
    }

    private ShownSpan any(List<Integer> near, Random random) {
        int place = near.get(random.nextInt(near.size()));
        int passages = Math.max(1, documents.get(place).text().length() / PASSAGE);
        return passage(place, random.nextInt(passages));
    }

    private ShownSpan passage(int place, int number) {
        Document document = documents.get(place);
        int last = Math.max(0, document.text().length() / PASSAGE - 1);
        int own = Math.min(number, last);
        int end = own == last ? document.text().length() : (own + 1) * PASSAGE;
        return span(document.id() + "#" + own, document, own * PASSAGE, end, 1);
    }

    private static ShownSpan span(String id, Document document, int start, int end, int rank) {
        return new ShownSpan(id, document.id(), start, end, rank, 0, (end - start) / 4 + 9);
    }

    private List<ShownSpan> shown(
            Strategy strategy, Gold gold, List<Integer> near, Map<String, List<ShownSpan>> rankings) {
        List<ShownSpan> shown = new ArrayList<>();
        switch (strategy.use()) {
            case "closed-book" -> {}
            case "oracle" ->
                gold.evidence()
                        .forEach(piece -> shown.add(passage(places.get(piece.document()), piece.start() / PASSAGE)));
            case "full-context" ->
                near.stream().distinct().sorted().limit(64).forEach(place -> {
                    Document document = documents.get(place);
                    int end = document.text().length();
                    shown.add(span(document.id() + "@0-" + end, document, 0, end, shown.size() + 1));
                });
            default -> {
                int budget = 1000
                        * Integer.parseInt(strategy.settings().get("budget").replace("K", ""));
                int used = 0;
                for (ShownSpan span : rankings.get(strategy.settings().get("retriever"))) {
                    used += span.tokens();
                    if (used > budget) {
                        break;
                    }
                    shown.add(span);
                }
                switch (strategy.settings().get("order")) {
                    case "document" ->
                        shown.sort(Comparator.comparing(ShownSpan::document).thenComparingInt(ShownSpan::start));
                    case "reverse" -> Collections.reverse(shown);
                    default -> {}
                }
            }
        }
        return shown;
    }

    private Trial trial(Strategy strategy, Question question, Gold gold, List<ShownSpan> shown, Random random) {
        int used = shown.stream().mapToInt(ShownSpan::tokens).sum();
        boolean held = gold.evidence().stream().allMatch(piece -> shown.stream()
                .anyMatch(span -> span.document().equals(piece.document())
                        && span.start() <= piece.start()
                        && piece.end() <= span.end()));
        boolean right = random.nextDouble() < (held ? 0.8 : 0.15);
        Outcome outcome;
        int words = 4;
        if (random.nextInt(400) == 0) {
            outcome = new Outcome.Failed("deadline", "no reply within 120 s");
        } else if (gold.unanswerable() ? right : !right && random.nextInt(4) == 0) {
            outcome = new Outcome.Answered(new Answer.Refused("The passages do not say."));
        } else {
            String text = right && !gold.answers().isEmpty() ? gold.answers().getFirst() : wrong(random);
            if (random.nextInt(5) < 2) {
                text = explained(text, shown, random);
            }
            words = text.length() / 4;
            outcome = new Outcome.Answered(new Answer.Given(text, OptionalDouble.empty()));
        }
        String key = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        String budget = strategy.settings().get("budget");
        return new Trial(
                key,
                strategy.id(),
                MODEL.id(),
                question.id(),
                0,
                outcome,
                shown,
                budget == null ? OptionalInt.empty() : OptionalInt.of(1000 * Integer.parseInt(budget.replace("K", ""))),
                used,
                0,
                new TokenUsage(used + 120, words),
                Optional.empty(),
                ReportedUsage.of(used + 120, words),
                Attempts.ONE,
                List.of("%016x%016x%016x%016x"
                        .formatted(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong())),
                used * 1.5e-7,
                2 + random.nextDouble() * 9,
                300 + used / 8.0 + random.nextDouble() * 900,
                OptionalDouble.empty(),
                RetrievalUsage.NONE,
                List.of(),
                List.of());
    }

    private String wrong(Random random) {
        return documents.get(random.nextInt(documents.size())).title();
    }

    /** The answer as chat models give it: a few sentences that quote what they read. */
    private String explained(String answer, List<ShownSpan> shown, Random random) {
        StringBuilder text = new StringBuilder(ASIDES.get(random.nextInt(ASIDES.size())))
                .append(answer)
                .append(". ");
        for (int i = 0; i < 3 && !shown.isEmpty(); i++) {
            ShownSpan span = shown.get(random.nextInt(shown.size()));
            Document document = documents.get(places.get(span.document()));
            String[] sentences = document.text().split("(?<=\\.) ");
            text.append(sentences[random.nextInt(sentences.length)]).append(' ');
        }
        return text.toString().strip();
    }
}
