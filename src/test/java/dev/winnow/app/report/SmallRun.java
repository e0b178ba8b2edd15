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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A run small enough to work out by hand; tests change what they are about. */
final class SmallRun {
    static final Model READER = new Model("reader", "extractive", Nature.EXTRACTIVE);
    static final Model CHAT = new Model("chat", "openai", Nature.LANGUAGE_MODEL);
    static final Strategy FULL = new Strategy("full-context", "full-context", Map.of());
    static final Strategy RAG =
            new Strategy("rag-bm25-1K", "rag", Map.of("retriever", "bm25", "order", "score", "budget", "1K"));
    static final Measure EXACT = new Measure("exact-match", Direction.HIGHER);
    static final Measure RECALL = new Measure("evidence-recall", Direction.HIGHER);

    private static final DocumentId TOWER = new DocumentId("tower");
    private static final String TEXT = "The tower stands in Orlen. Mira Selka built it in 1802. It burnt down twice.";

    List<Model> models = List.of(CHAT);
    List<Strategy> strategies = List.of(FULL, RAG);
    List<Measure> measures = List.of(EXACT, RECALL);
    final List<Question> questions = new ArrayList<>();
    final Map<QuestionId, Gold> gold = new LinkedHashMap<>();
    final List<Trial> trials = new ArrayList<>();
    final Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
    final Map<String, IndexCost> indexCosts = new LinkedHashMap<>();
    final Map<String, String> provenance = new LinkedHashMap<>();
    final List<RunSettings> runs = new ArrayList<>();
    String name = "small";

    /** Three questions, of which full context fails one and retrieval misses one. */
    static SmallRun answered() {
        SmallRun run = new SmallRun();
        run.question("q1", "Who built the tower?", "people", "Mira Selka");
        run.question("q2", "Where does the tower stand, and why?", "places", "Orlen");
        run.question("q3", "When was it built?", "people", "1802");
        run.answer(FULL, CHAT, "q1", "Mira Selka", 1, 1);
        run.answer(FULL, CHAT, "q2", "In Orlen", 0, 1);
        run.fail(FULL, CHAT, "q3");
        run.answer(RAG, CHAT, "q1", "Mira Selka", 1, 1);
        run.answer(RAG, CHAT, "q2", "Orlen", 1, 1);
        run.answer(RAG, CHAT, "q3", "1803", 0, 0);
        run.indexCosts.put(RAG.id(), new IndexCost(12, 40, 300, OptionalDouble.of(0.00002)));
        return run;
    }

    /**
     * The same, at a price and with accounts: the second question about the tower found most of it in the cache, one reply
     * was lost, and replies were streamed.
     */
    static SmallRun accounted() {
        SmallRun run = answered();
        Price price = new Price(2, Optional.of(0.2), Optional.empty(), 8);
        run.models = List.of(new Model("chat", "openai", Nature.LANGUAGE_MODEL, Optional.of(price), Margin.USUAL));
        Attempts lost = new Attempts(2, 1, new TokenUsage(50, 256));
        List<Trial> plain = List.copyOf(run.trials);
        run.trials.clear();
        run.trials.add(accounted(plain.get(0), price, new ReportedUsage(52, 0, 0, 9, 5), Attempts.ONE, 40));
        run.trials.add(accounted(plain.get(1), price, new ReportedUsage(54, 16, 0, 4, 0), lost, 20));
        run.trials.add(plain.get(2));
        run.trials.add(accounted(plain.get(3), price, ReportedUsage.of(40, 4), Attempts.ONE, 30));
        run.trials.add(accounted(plain.get(4), price, ReportedUsage.of(41, 4), Attempts.ONE, 30));
        run.trials.add(accounted(plain.get(5), price, ReportedUsage.of(40, 4), Attempts.ONE, 30));
        return run;
    }

    static Trial accounted(Trial trial, Price price, ReportedUsage account, Attempts attempts, double firstToken) {
        return new Trial(
                trial.key(),
                trial.strategy(),
                trial.model(),
                trial.question(),
                trial.repetition(),
                trial.outcome(),
                trial.shown(),
                trial.allowed(),
                trial.used(),
                trial.omitted(),
                trial.usage(),
                Optional.of(account),
                account.plus(attempts.charged()),
                attempts,
                trial.calls(),
                price.of(account),
                trial.selectMillis(),
                trial.callMillis(),
                OptionalDouble.of(firstToken),
                RetrievalUsage.NONE,
                List.of(),
                List.of());
    }

    void question(String id, String text, String task, String... answers) {
        QuestionId question = new QuestionId(id);
        questions.add(new Question(question, text, Scope.CORPUS, Map.of("task", task)));
        gold.put(
                question,
                new Gold(question, List.of(answers), List.of(new Evidence(TOWER, 27, 55, Evidence.Grain.SPAN))));
    }

    void answer(Strategy strategy, Model model, String question, String text, double exact, double recall) {
        add(
                strategy,
                model,
                question,
                new Outcome.Answered(new Answer.Given(text, OptionalDouble.empty())),
                Map.of("exact-match", exact, "evidence-recall", recall));
    }

    void fail(Strategy strategy, Model model, String question) {
        add(
                strategy,
                model,
                question,
                new Outcome.Failed("deadline", "no reply within 30 s"),
                Map.of("exact-match", 0.0, "evidence-recall", 0.0));
    }

    private void add(Strategy strategy, Model model, String question, Outcome outcome, Map<String, Double> ownScores) {
        String key = strategy.id() + "/" + model.id() + "/" + question;
        boolean failed = outcome instanceof Outcome.Failed;
        boolean full = strategy.use().equals("full-context");
        ShownSpan shown = full
                ? new ShownSpan("tower#0", TOWER, 0, TEXT.length(), 1, 0, 20)
                : new ShownSpan("tower#1", TOWER, 27, 55, 1, 3.5f, 9);
        scores.put(key, ownScores);
        trials.add(new Trial(
                key,
                strategy.id(),
                model.id(),
                new QuestionId(question),
                0,
                outcome,
                List.of(shown),
                full ? OptionalInt.empty() : OptionalInt.of(1000),
                shown.tokens(),
                0,
                new TokenUsage(shown.tokens() + 30, 4),
                Optional.empty(),
                failed ? ReportedUsage.NONE : ReportedUsage.of(shown.tokens() + 30, 4),
                Attempts.ONE,
                List.of("call"),
                failed ? 0 : (shown.tokens() + 34) * 1e-6,
                1 + trials.size(),
                100.0 * (1 + trials.size()),
                OptionalDouble.empty(),
                RetrievalUsage.NONE,
                List.of(),
                List.of()));
    }

    /** The same trial with so many tokens of passages. */
    static Trial using(Trial trial, int used) {
        return new Trial(
                trial.key(),
                trial.strategy(),
                trial.model(),
                trial.question(),
                trial.repetition(),
                trial.outcome(),
                trial.shown(),
                trial.allowed(),
                used,
                trial.omitted(),
                trial.usage(),
                trial.reported(),
                trial.billed(),
                trial.attempts(),
                trial.calls(),
                trial.cost(),
                trial.selectMillis(),
                trial.callMillis(),
                trial.firstTokenMillis(),
                RetrievalUsage.NONE,
                List.of(),
                List.of());
    }

    ReportData data() {
        return new ReportData(
                name,
                new Seed(7),
                "towers",
                new MemoryCorpus(List.of(new Document(TOWER, "A tower", TEXT))),
                models,
                strategies,
                questions,
                gold,
                trials,
                measures,
                scores,
                indexCosts,
                provenance,
                Optional.empty(),
                runs);
    }
}
