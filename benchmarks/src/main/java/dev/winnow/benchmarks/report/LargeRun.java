package dev.winnow.benchmarks.report;

import dev.winnow.app.config.Environment;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.ExperimentRun;
import dev.winnow.app.experiment.Plan;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.ledger.TrialJson;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.CallJson;
import dev.winnow.pipelines.model.CallRecord;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.RetrievalUsage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Writes the folder of a large run, as if a chat model had answered, to measure {@code winnow report} with: questions about
 * haystacks of 16,000 tokens of the generated encyclopedia, by forty strategies. What they were shown is what was found;
 * answers are invented: right, wrong, refused or failed, of a word to a few sentences.
 *
 * <pre>
 * LargeRun FOLDER ARTICLES QUESTIONS
 * </pre>
 */
public final class LargeRun {
    private static final String CONFIG =
            """
            name: large
            seed: 7
            dataset: {use: atlas, documents: %d, questions: %d, scope: 16K}
            tokenizer: cl100k_base
            index: {passages: tokens:128}
            models:
              - id: chat
                use: openai
                model: chat-8b
                base-url: http://localhost:9/v1
                window: 128K
                price: {prompt: 0.15, cached-prompt: 0.075, completion: 0.60}
            retrievers:
              short: {use: bm25, k1: 0.9, b: 0.4}
              long: {use: bm25, k1: 1.6, b: 0.9}
              both: {use: fusion, of: [short, long], method: rrf}
            pipelines:
              - {use: closed-book}
              - {use: oracle}
              - {use: full-context}
              - {use: rag, retriever: [short, long, both], order: [score, document, reverse], budget: [1K, 2K, 4K, 8K]}
              - {use: rag, name: five, retriever: short, k: 5}
            metrics: [exact-match, token-f1, contains-answer, abstention, evidence-recall, evidence-precision]
            """;

    private static final List<String> ASIDES = List.of(
            "According to the passages, the answer is ",
            "Based on the provided context, this was ",
            "The documents state that it is ",
            "After comparing the articles above, I conclude: ");
    private static final int DEEP = 80;

    private final Experiment experiment;
    private final Plan plan;
    private final List<Document> documents = new ArrayList<>();
    private final Map<DocumentId, Integer> places = new HashMap<>();

    private LargeRun(Experiment experiment) {
        this.experiment = experiment;
        this.plan = experiment.plan(spec -> {
            throw new IllegalStateException("no model is asked");
        });
        for (Document document : experiment.dataset().corpus()) {
            places.put(document.id(), documents.size());
            documents.add(document);
        }
    }

    /** Writes the run, over one that is there. */
    public static void main(String[] arguments) throws IOException {
        RunFolder folder = new RunFolder(Path.of(arguments[0]));
        Path config = Files.createTempFile("large", ".yaml");
        try {
            Files.writeString(config, CONFIG.formatted(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])));
            // What foresees a run needs no key and makes no vectors.
            try (Experiment experiment =
                    Experiment.open(config, Experiment.Purpose.FORECAST, Environment.current(), Progress.SILENT)) {
                ExperimentRun.open(experiment, folder).close();
                new LargeRun(experiment).write(folder);
            }
        } finally {
            Files.delete(config);
        }
    }

    private void write(RunFolder folder) throws IOException {
        ModelSpec model = experiment.config().models().getFirst();
        try (BufferedWriter answers = Files.newBufferedWriter(folder.answers());
                BufferedWriter calls = Files.newBufferedWriter(folder.calls())) {
            for (Question question : plan.questions()) {
                RandomGenerator random =
                        new Seed(7).child("answers", question.id().value()).random();
                Map<String, List<ShownSpan>> rankings = rankings(question);
                for (Strategy strategy : plan.strategies()) {
                    Trial trial = trial(
                            plan.key().of(model, strategy, question, 0),
                            strategy,
                            model,
                            question,
                            shown(strategy, question, rankings),
                            random);
                    answers.write(TrialJson.write(trial));
                    answers.write('\n');
                    if (trial.outcome() instanceof Outcome.Answered answered) {
                        calls.write(CallJson.write(call(trial, answered.answer().text())));
                        calls.write('\n');
                    }
                }
            }
        }
    }

    private Map<String, List<ShownSpan>> rankings(Question question) {
        Map<String, List<ShownSpan>> rankings = new HashMap<>();
        for (String retriever : List.of("short", "long", "both")) {
            List<ShownSpan> found = new ArrayList<>();
            for (Hit hit : experiment
                    .retriever(retriever)
                    .retrieve(new Query(question.text(), question.scope(), DEEP, Query.Level.PASSAGE))
                    .hits()) {
                found.add(new ShownSpan(
                        hit.passage().id().toString(),
                        hit.passage().document(),
                        hit.passage().start(),
                        hit.passage().end(),
                        found.size() + 1,
                        hit.score(),
                        tokens(hit.passage().start(), hit.passage().end())));
            }
            rankings.put(retriever, found);
        }
        return rankings;
    }

    /** About as many as a passage has as rendered. */
    private static int tokens(int start, int end) {
        return (end - start) / 4 + 9;
    }

    private List<ShownSpan> shown(Strategy strategy, Question question, Map<String, List<ShownSpan>> rankings) {
        List<ShownSpan> shown = new ArrayList<>();
        switch (strategy.use()) {
            case "closed-book" -> {}
            case "oracle" ->
                experiment.dataset().gold().get(question.id()).evidence().stream()
                        .map(Evidence::document)
                        .distinct()
                        .forEach(id -> shown.add(whole(id, shown.size() + 1)));
            case "full-context" -> {
                if (question.scope() instanceof Scope.Documents scope) {
                    scope.ids().stream()
                            .sorted(Comparator.comparing(places::get))
                            .forEach(id -> shown.add(whole(id, shown.size() + 1)));
                }
            }
            default -> {
                OptionalInt budget = budget(strategy);
                int most = budget.isPresent() ? DEEP : 5;
                int used = 0;
                for (ShownSpan span : rankings.get(strategy.settings().get("retriever"))) {
                    used += span.tokens();
                    if (used > budget.orElse(Integer.MAX_VALUE) || shown.size() == most) {
                        break;
                    }
                    shown.add(span);
                }
                switch (strategy.settings().getOrDefault("order", "score")) {
                    case "document" ->
                        shown.sort(Comparator.comparing((ShownSpan span) -> places.get(span.document()))
                                .thenComparingInt(ShownSpan::start));
                    case "reverse" -> Collections.reverse(shown);
                    default -> {}
                }
            }
        }
        return shown;
    }

    private static OptionalInt budget(Strategy strategy) {
        String budget = strategy.settings().get("budget");
        return budget == null ? OptionalInt.empty() : OptionalInt.of(1000 * Integer.parseInt(budget.replace("K", "")));
    }

    private ShownSpan whole(DocumentId id, int rank) {
        int end = documents.get(places.get(id)).text().length();
        return new ShownSpan(id + "@0-" + end, id, 0, end, rank, 0, tokens(0, end));
    }

    private Trial trial(
            String key,
            Strategy strategy,
            ModelSpec model,
            Question question,
            List<ShownSpan> shown,
            RandomGenerator random) {
        Gold gold = experiment.dataset().gold().get(question.id());
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
            String text = right && !gold.answers().isEmpty()
                    ? gold.answers().getFirst()
                    : documents.get(random.nextInt(documents.size())).title();
            if (random.nextInt(5) < 2) {
                text = explained(text, shown, random);
            }
            words = text.length() / 4;
            outcome = new Outcome.Answered(new Answer.Given(text, OptionalDouble.empty()));
        }
        boolean answered = outcome instanceof Outcome.Answered;
        ReportedUsage reported = new ReportedUsage(used + 131, used / 3, 0, words, 0);
        double cost = ((used + 131 - used / 3) * 0.15 + used / 3 * 0.075 + words * 0.6) / 1e6;
        return new Trial(
                key,
                strategy.id(),
                model.id(),
                question.id(),
                0,
                outcome,
                shown,
                budget(strategy),
                used,
                0,
                answered ? new TokenUsage(used + 120, words) : TokenUsage.NONE,
                answered ? Optional.of(reported) : Optional.empty(),
                answered ? reported : ReportedUsage.NONE,
                Attempts.ONE,
                answered ? List.of(call(key)) : List.of(),
                answered ? cost : 0,
                2 + random.nextDouble() * 9,
                300 + used / 8.0 + random.nextDouble() * 900,
                OptionalDouble.empty(),
                RetrievalUsage.NONE,
                List.of(),
                List.of());
    }

    /** A key for a trial's call. */
    private static String call(String trial) {
        return new StringBuilder(trial).reverse().toString();
    }

    private static CallRecord call(Trial trial, String reply) {
        return new CallRecord(
                trial.calls().getFirst(),
                trial.model(),
                "answer",
                trial.key(),
                0,
                new CallRecord.Replied(new Completion(
                        reply,
                        trial.usage(),
                        trial.reported(),
                        Completion.StopReason.END,
                        Duration.ofMillis((long) trial.callMillis()),
                        Optional.empty(),
                        Attempts.ONE,
                        OptionalDouble.empty(),
                        List.of())),
                Instant.EPOCH);
    }

    /** The answer as chat models give it: a few sentences that quote what they read. */
    private String explained(String answer, List<ShownSpan> shown, RandomGenerator random) {
        StringBuilder text = new StringBuilder(ASIDES.get(random.nextInt(ASIDES.size())))
                .append(answer)
                .append(". ");
        for (int i = 0; i < 3 && !shown.isEmpty(); i++) {
            ShownSpan span = shown.get(random.nextInt(shown.size()));
            String[] sentences =
                    documents.get(places.get(span.document())).text().split("(?<=\\.) ");
            text.append(sentences[random.nextInt(sentences.length)]).append(' ');
        }
        return text.toString().strip();
    }
}
