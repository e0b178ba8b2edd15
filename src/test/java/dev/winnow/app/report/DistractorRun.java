package dev.winnow.app.report;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.Attempts;
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

/** A run with distractors that can be worked out by hand; each passage is a whole document of ten tokens. */
final class DistractorRun {
    static final Strategy BM25 = rag("bm25", "score");
    static final Strategy BM25_REVERSE = rag("bm25", "reverse");
    static final Strategy DENSE = rag("dense", "score");

    private static final Map<String, String> TEXTS = Map.of(
            "tower", "Mira Selka built the tower.",
            "mill", "Tavik Brannoc built the mill.",
            "harbour", "The harbour opened in 1790.",
            "garden", "Mira Selka planted the garden.");

    List<Model> models = List.of(SmallRun.CHAT);
    List<Strategy> strategies = List.of(BM25, BM25_REVERSE, DENSE);
    final List<Question> questions = new ArrayList<>();
    final Map<QuestionId, Gold> gold = new LinkedHashMap<>();
    final List<Trial> trials = new ArrayList<>();
    final Map<String, Map<String, Double>> scores = new LinkedHashMap<>();

    /** One question with evidence, of which the tower has it, and one without an answer. */
    static DistractorRun answered() {
        DistractorRun run = new DistractorRun();
        run.question("q1", "Who built the tower?", "Mira Selka");
        run.question("q2", "Who painted the tower?");
        for (Strategy strategy : List.of(BM25, BM25_REVERSE)) {
            run.answer(strategy, "q1", "Tavik Brannoc", 0, "mill 4", "tower 2");
            run.answer(strategy, "q2", "Tavik Brannoc", 0, "mill 3", "harbour 1");
        }
        run.answer(DENSE, "q1", "Mira Selka", 1, "tower 0.8", "garden 0.6", "mill 0.5");
        run.answer(DENSE, "q2", "", 1, "harbour 0.5");
        return run;
    }

    static Strategy rag(String retriever, String order) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("retriever", retriever);
        settings.put("order", order);
        settings.put("budget", "1K");
        return new Strategy("rag-" + retriever + "-" + order + "-1K", "rag", settings);
    }

    void question(String id, String text, String... answers) {
        QuestionId question = new QuestionId(id);
        questions.add(new Question(question, text, Scope.CORPUS, Map.of()));
        List<Evidence> evidence = answers.length == 0
                ? List.of()
                : List.of(new Evidence(
                        new DocumentId("tower"), 0, TEXTS.get("tower").length(), Evidence.Grain.REGION));
        gold.put(question, new Gold(question, List.of(answers), evidence));
    }

    /** An answer, empty for a refusal; what was shown as document and score, such as {@code mill 4}. */
    void answer(Strategy strategy, String question, String text, double score, String... shown) {
        answer(strategy, SmallRun.CHAT, question, text, score, shown);
    }

    void answer(Strategy strategy, Model model, String question, String text, double score, String... shown) {
        List<ShownSpan> spans = new ArrayList<>();
        for (String one : shown) {
            String[] parts = one.split(" ");
            spans.add(new ShownSpan(
                    parts[0] + "#0",
                    new DocumentId(parts[0]),
                    0,
                    TEXTS.get(parts[0]).length(),
                    spans.size() + 1,
                    Float.parseFloat(parts[1]),
                    10));
        }
        String key = strategy.id() + "/" + model.id() + "/" + question;
        scores.put(key, Map.of("exact-match", score));
        trials.add(new Trial(
                key,
                strategy.id(),
                model.id(),
                new QuestionId(question),
                0,
                new Outcome.Answered(
                        text.isEmpty()
                                ? new Answer.Refused("I do not know.")
                                : new Answer.Given(text, OptionalDouble.empty())),
                spans,
                OptionalInt.of(1000),
                10 * spans.size(),
                0,
                new TokenUsage(10 * spans.size() + 30, 4),
                Optional.empty(),
                ReportedUsage.of(10 * spans.size() + 30, 4),
                Attempts.ONE,
                List.of("call"),
                0,
                1,
                1,
                OptionalDouble.empty(),
                RetrievalUsage.NONE,
                List.of(),
                List.of()));
    }

    ReportData data() {
        return new ReportData(
                "distractors",
                new Seed(7),
                "towers",
                corpus(),
                models,
                strategies,
                questions,
                gold,
                trials,
                List.of(SmallRun.EXACT),
                scores,
                Map.of(),
                Map.of());
    }

    static MemoryCorpus corpus() {
        return new MemoryCorpus(TEXTS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Document(new DocumentId(entry.getKey()), "The " + entry.getKey(), entry.getValue()))
                .toList());
    }
}
