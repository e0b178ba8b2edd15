package dev.winnow.app.report;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.Margin;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A run that never was, large enough to look at: documents of numbered sentences, retrievers of set quality, a reader
 * that is right as often as its passages hold the evidence. Run the main method to have its report written.
 */
final class InventedRun {
    private static final List<String> NOUNS = List.of("harbour", "observatory", "mill", "archive", "bridge", "garden");
    private static final List<String> NAMES =
            List.of("Orlen", "Tavik", "Mirrow", "Selka", "Brannoc", "Ystrad", "Caldey");
    private static final List<String> TASKS = List.of("location", "reasoning", "comparison", "hallucination");
    private static final int SENTENCES = 24;
    private static final int SCOPES = 4;

    private final Random random;
    private final List<Model> models;
    private final List<Document> documents = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private final Map<QuestionId, Gold> gold = new LinkedHashMap<>();
    private final List<Strategy> strategies = new ArrayList<>();
    private final List<Trial> trials = new ArrayList<>();
    private final Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
    private final List<List<Integer>> starts = new ArrayList<>();

    private final Accounts accounts;

    private InventedRun(List<Model> models, long seed, Accounts accounts) {
        this.models = models;
        this.random = new Random(seed);
        this.accounts = accounts;
    }

    /** Whether models give an account of tokens. */
    private enum Accounts {
        NONE,
        GIVEN
    }

    static ReportData of(List<Model> models, int questions, long seed) {
        return new InventedRun(models, seed, Accounts.NONE).data(questions);
    }

    /**
     * Twenty questions about each ten documents, asked of servers that stream, lose a reply now and then, hold prefixes
     * and give an account. The server of a model whose id begins with {@code cut} reads no more than 4,096 tokens.
     */
    static ReportData accounted(List<Model> models, int questions, long seed) {
        return new InventedRun(models, seed, Accounts.GIVEN).data(questions);
    }

    /** Writes the reports of one run with an extractive reader and of one with two language models into a folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Model extractive = new Model("extractive", "extractive", Nature.EXTRACTIVE);
        Model small = new Model("qwen-7b", "openai", Nature.LANGUAGE_MODEL);
        Model large = new Model("llama-70b", "openai", Nature.LANGUAGE_MODEL);
        write(folder.resolve("extractive"), of(List.of(extractive), 60, 7));
        write(folder.resolve("one-model"), of(List.of(small), 60, 8));
        write(folder.resolve("two-models"), of(List.of(small, large), 80, 9));
        Price price = new Price(2.5, Optional.of(0.25), Optional.empty(), 10);
        Model automatic = new Model("gpt", "openai", Nature.LANGUAGE_MODEL, Optional.of(price), Margin.USUAL);
        Price written = new Price(3, Optional.of(0.3), Optional.of(3.75), 15);
        Model explicit = new Model(
                "thinking",
                "anthropic",
                Nature.LANGUAGE_MODEL,
                Optional.of(written),
                new Margin(2, Margin.Check.EXPERIMENT));
        Model cut = new Model("cut-8b", "openai", Nature.LANGUAGE_MODEL);
        write(folder.resolve("accounts"), accounted(List.of(automatic), 80, 10));
        write(folder.resolve("accounts-of-three"), accounted(List.of(explicit, automatic, cut), 80, 11));
    }

    private static void write(Path folder, ReportData data) throws IOException {
        Files.createDirectories(folder);
        Report.write(data, folder);
    }

    private ReportData data(int count) {
        for (int i = 0; i < 40; i++) {
            documents.add(document(i));
        }
        for (int i = 0; i < count; i++) {
            question(i);
        }
        strategies.add(new Strategy("closed-book", "closed-book", Map.of()));
        strategies.add(new Strategy("oracle", "oracle", Map.of()));
        strategies.add(new Strategy("full-context", "full-context", Map.of()));
        for (String retriever : List.of("bm25", "dense", "hybrid")) {
            for (String order : List.of("score", "document")) {
                for (int budget : List.of(1000, 2000, 4000, 8000)) {
                    Map<String, String> settings = new LinkedHashMap<>();
                    settings.put("retriever", retriever);
                    settings.put("order", order);
                    settings.put("budget", budget / 1000 + "K");
                    String id = "rag-%s-%s-%dK".formatted(retriever, order, budget / 1000);
                    strategies.add(new Strategy(id, "rag", settings));
                }
            }
        }
        for (Strategy strategy : strategies) {
            for (Model model : models) {
                for (Question question : questions) {
                    trial(strategy, model, question);
                }
            }
        }
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("winnow", "0.1.0");
        provenance.put("java", "25.0.1");
        provenance.put("tokenizer", "cl100k_base");
        provenance.put("chunker", "tokens:128");
        provenance.put("corpus_fingerprint", "3f1c9a0d27be".repeat(5) + "3f1c");
        provenance.put("index_fingerprint", "77e01b44c2aa".repeat(5) + "77e0");
        provenance.put("prompt", "answer");
        provenance.put("command", "winnow run configs/quickstart.yaml");
        return new ReportData(
                "quickstart",
                new Seed(7),
                "atlas",
                new MemoryCorpus(documents),
                models,
                strategies,
                questions,
                gold,
                trials,
                List.of(
                        new Measure("exact-match", Direction.HIGHER),
                        new Measure("token-f1", Direction.HIGHER),
                        new Measure("evidence-recall", Direction.HIGHER)),
                scores,
                indexCosts(),
                provenance);
    }

    private String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private Document document(int number) {
        StringBuilder text = new StringBuilder();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < SENTENCES; i++) {
            places.add(text.length());
            text.append("In %d the %s of %s was entrusted to %s %s, who kept its records for %d years. "
                    .formatted(1700 + random.nextInt(300), pick(NOUNS), pick(NAMES), pick(NAMES), pick(NAMES), 2 + i));
        }
        places.add(text.length());
        starts.add(places);
        return new Document(
                new DocumentId("d" + number),
                "The " + pick(NOUNS) + " of " + pick(NAMES) + " " + number,
                text.toString());
    }

    private void question(int number) {
        QuestionId id = new QuestionId("q%03d".formatted(number));
        int hops = 1 + random.nextInt(3);
        String task = TASKS.get(random.nextInt(TASKS.size()));
        List<Evidence> evidence = new ArrayList<>();
        if (!task.equals("hallucination")) {
            for (int i = 0; i < hops; i++) {
                int document = accounts == Accounts.NONE
                        ? random.nextInt(documents.size())
                        : number % SCOPES + SCOPES * random.nextInt(documents.size() / SCOPES);
                int sentence = random.nextInt(SENTENCES);
                evidence.add(new Evidence(
                        documents.get(document).id(),
                        starts.get(document).get(sentence),
                        starts.get(document).get(sentence + 1) - 1,
                        Evidence.Grain.SPAN));
            }
        }
        String text =
                "Who kept the records of the %s of %s after %d, and for how long was the %s entrusted to the same person?"
                        .formatted(pick(NOUNS), pick(NAMES), 1700 + random.nextInt(300), pick(NOUNS));
        questions.add(new Question(id, text, scope(number), Map.of("task", task, "hops", Integer.toString(hops))));
        List<String> answers =
                task.equals("hallucination") ? List.of() : List.of(pick(NAMES) + " " + pick(NAMES), pick(NAMES));
        gold.put(id, new Gold(id, answers, evidence));
    }

    private Scope scope(int number) {
        return accounts == Accounts.NONE
                ? Scope.CORPUS
                : Scope.of(IntStream.range(0, documents.size())
                        .filter(document -> document % SCOPES == number % SCOPES)
                        .mapToObj(document -> documents.get(document).id())
                        .toList());
    }

    private boolean sees(Question question, int document) {
        return !(question.scope() instanceof Scope.Documents some)
                || some.ids().contains(documents.get(document).id());
    }

    private void trial(Strategy strategy, Model model, Question question) {
        String key = strategy.id() + "/" + model.id() + "/" + question.id();
        Gold key0 = gold.get(question.id());
        boolean reader = model.nature() == Nature.LANGUAGE_MODEL;
        int budget = strategy.settings().containsKey("budget")
                ? 1000 * Integer.parseInt(strategy.settings().get("budget").replace("K", ""))
                : 0;
        List<ShownSpan> shown = shown(strategy, question, budget);
        int used = shown.stream().mapToInt(ShownSpan::tokens).sum();
        OptionalDouble recall = recall(key0, shown);
        double skill =
                (reader ? 0.82 : 0.6) - (model.id().startsWith("qwen") ? 0.1 : 0) - (reader ? used / 60_000.0 : 0);
        double chance = strategy.use().equals("closed-book") ? 0.08 : skill * recall.orElse(0.7) + 0.03;
        long seed = 31L * question.id().hashCode()
                + strategy.use().hashCode()
                + budget / 3000
                + model.id().hashCode();
        // Neighbouring seeds begin alike.
        Random luck = new Random(accounts == Accounts.NONE ? seed : seed * 0x9E3779B97F4A7C15L);
        boolean right = luck.nextDouble() < chance;
        boolean failed = reader && strategy.use().equals("full-context") && luck.nextInt(25) == 0;
        Outcome outcome;
        if (failed) {
            outcome = new Outcome.Failed("context-overflow", "the prompt has 33,120 tokens, the window 32,768");
        } else if (key0.unanswerable() ? right : !right && luck.nextInt(5) == 0) {
            outcome = new Outcome.Answered(new Answer.Refused("The text does not say."));
        } else {
            String text = right ? key0.answers().getFirst() : pick(NAMES) + " " + pick(NAMES);
            outcome = new Outcome.Answered(new Answer.Given(text, OptionalDouble.empty()));
        }
        Map<String, Double> own = new LinkedHashMap<>();
        own.put("exact-match", !failed && right ? 1.0 : 0.0);
        own.put("token-f1", failed ? 0 : right ? 1.0 : luck.nextInt(3) == 0 ? 0.4 : 0.0);
        recall.ifPresent(value -> own.put("evidence-recall", failed ? 0.0 : value));
        scores.put(key, own);
        int prompt = used + 90 + question.text().length() / 4;
        TokenUsage counted = new TokenUsage(prompt, failed ? 0 : 14);
        Optional<ReportedUsage> reported = accounts == Accounts.NONE || failed
                ? Optional.empty()
                : Optional.of(account(strategy, model, used, counted, luck));
        ReportedUsage billed = reported.orElse(ReportedUsage.of(counted));
        boolean lost = accounts == Accounts.GIVEN && luck.nextInt(30) == 0;
        trials.add(new Trial(
                key,
                strategy.id(),
                model.id(),
                question.id(),
                0,
                outcome,
                shown,
                budget > 0 ? OptionalInt.of(budget) : OptionalInt.empty(),
                used,
                strategy.use().equals("rag") ? 3 : 0,
                counted,
                reported,
                billed,
                lost ? new Attempts(2, 1, new TokenUsage(prompt, 256)) : Attempts.ONE,
                List.of("call-" + key),
                accounts == Accounts.GIVEN
                        ? model.price().map(price -> price.of(billed)).orElse(0.0)
                        : reader ? prompt * 0.15e-6 : 0,
                1.5 + random.nextDouble() * 4,
                reader ? 200 + used / 20.0 + random.nextDouble() * 300 : 0.4 + used / 4000.0,
                accounts == Accounts.NONE || failed
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(90 + (billed.prompt() - billed.cached()) / 25.0),
                RetrievalUsage.NONE,
                List.of(),
                List.of()));
    }

    /** What a server says of a call; it forgets a prefix now and then, and has not seen the first of each scope. */
    private ReportedUsage account(Strategy strategy, Model model, int used, TokenUsage counted, Random luck) {
        long prompt = Math.round(counted.prompt() * (1.01 + 0.03 * luck.nextDouble())) + 7;
        prompt = model.id().startsWith("cut") ? Math.min(4096, prompt) : prompt;
        boolean first = trials.stream()
                .noneMatch(trial -> trial.strategy().equals(strategy.id())
                        && trial.model().equals(model.id())
                        && trial.used() == used);
        boolean shared = strategy.use().equals("full-context");
        long prefix = shared && prompt > 1024 ? Math.min(prompt, used) / 128 * 128 : 0;
        boolean held = !first && luck.nextInt(9) > 0;
        boolean writes = model.price().flatMap(Price::cacheWrite).isPresent();
        long thoughts = model.id().startsWith("thinking") ? 40 + luck.nextInt(90) : 0;
        return new ReportedUsage(
                prompt, held ? prefix : 0, !held && writes ? prefix : 0, counted.completion() + thoughts, thoughts);
    }

    private Map<String, IndexCost> indexCosts() {
        Map<String, IndexCost> costs = new LinkedHashMap<>();
        for (Strategy strategy : strategies) {
            String retriever = strategy.settings().getOrDefault("retriever", "");
            if (!retriever.isEmpty()) {
                long tokens = retriever.equals("bm25") ? 0 : 46_000;
                costs.put(
                        strategy.id(),
                        new IndexCost(
                                350,
                                tokens,
                                tokens / 20,
                                tokens == 0 ? OptionalDouble.empty() : OptionalDouble.of(tokens * 0.02e-6)));
            }
        }
        return costs;
    }

    private static OptionalDouble recall(Gold gold, List<ShownSpan> shown) {
        if (gold.evidence().isEmpty()) {
            return OptionalDouble.empty();
        }
        long found = gold.evidence().stream()
                .filter(piece -> shown.stream()
                        .anyMatch(span -> span.document().equals(piece.document())
                                && span.start() <= piece.start()
                                && piece.end() <= span.end()))
                .count();
        return OptionalDouble.of((double) found / gold.evidence().size());
    }

    private List<ShownSpan> shown(Strategy strategy, Question question, int budget) {
        List<ShownSpan> spans = new ArrayList<>();
        List<Evidence> evidence = gold.get(question.id()).evidence();
        switch (strategy.use()) {
            case "closed-book" -> {}
            case "oracle" ->
                evidence.forEach(piece -> {
                    int document = Integer.parseInt(piece.document().value().substring(1));
                    spans.add(span(document, starts.get(document).indexOf(piece.start()), 1, spans.size() + 1));
                });
            case "full-context" -> {
                for (int i = 0; i < documents.size(); i++) {
                    if (sees(question, i)) {
                        spans.add(span(i, 0, SENTENCES, i + 1));
                    }
                }
            }
            default -> retrieved(strategy, question, budget, evidence, spans);
        }
        return spans.stream().distinct().toList();
    }

    private void retrieved(
            Strategy strategy, Question question, int budget, List<Evidence> evidence, List<ShownSpan> spans) {
        String retriever = strategy.settings().get("retriever");
        Random luck = new Random(question.id().hashCode() * 17L + retriever.hashCode());
        double reach = retriever.equals("hybrid") ? 18 : retriever.equals("dense") ? 32 : 26;
        List<int[]> ranked = new ArrayList<>();
        for (int i = 0; i < documents.size() * SENTENCES / 4; i++) {
            int chance = 1 + luck.nextInt(400);
            ranked.add(new int[] {i, sees(question, i / (SENTENCES / 4)) ? chance : 1000 + i});
        }
        for (Evidence piece : evidence) {
            int document = Integer.parseInt(piece.document().value().substring(1));
            int block = starts.get(document).indexOf(piece.start()) / 4;
            ranked.get(document * SENTENCES / 4 + block)[1] =
                    (int) Math.round(-Math.log(1 - luck.nextDouble()) * reach);
        }
        ranked.sort(Comparator.comparingInt(entry -> entry[1]));
        int used = 0;
        for (int rank = 0; rank < ranked.size(); rank++) {
            int block = ranked.get(rank)[0];
            ShownSpan span = span(block / (SENTENCES / 4), block % (SENTENCES / 4) * 4, 4, rank + 1);
            if (used + span.tokens() > budget || ranked.get(rank)[1] >= 1000) {
                break;
            }
            used += span.tokens();
            spans.add(span);
        }
        if (strategy.settings().get("order").equals("document")) {
            Collections.sort(spans, Comparator.comparing(ShownSpan::document).thenComparingInt(ShownSpan::start));
        }
    }

    private ShownSpan span(int document, int sentence, int count, int rank) {
        int start = starts.get(document).get(sentence);
        int end = starts.get(document).get(sentence + count) - 1;
        return new ShownSpan(
                "d" + document + "#" + sentence,
                documents.get(document).id(),
                start,
                end,
                rank,
                20f / rank,
                (end - start) / 4 + 6);
    }
}
