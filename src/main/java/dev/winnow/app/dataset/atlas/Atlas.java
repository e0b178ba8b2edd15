package dev.winnow.app.dataset.atlas;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** One generated encyclopedia: its articles and its questions with their answers. */
final class Atlas {
    private static final int ATTEMPTS = 3_000;

    /** Corpora up to this size are kept in memory; larger ones are written anew at each reading. */
    private static final int KEPT = 5_000;

    private static final int QUESTION = 41;
    private static final int HAYSTACK = 42;

    private final AtlasSpec spec;
    private final DatasetTools tools;
    private final World world;
    private final Articles articles;

    /** Documents of scopes by their entities: the same one is in many. */
    private final Map<Integer, DocumentId> scoped = new ConcurrentHashMap<>();

    Atlas(AtlasSpec spec, DatasetTools tools) {
        this.spec = spec;
        this.tools = tools;
        world = WorldBuilder.build(tools.seed(), spec.documents());
        articles = new Articles(world);
    }

    /** A question with its answer key. */
    record Posed(Question question, Gold gold) {}

    World world() {
        return world;
    }

    Articles articles() {
        return articles;
    }

    Dataset dataset() {
        List<Question> questions = new ArrayList<>();
        Map<QuestionId, Gold> gold = new HashMap<>();
        pose(posed -> {
            questions.add(posed.question());
            gold.put(posed.question().id(), posed.gold());
        });
        return new Dataset("atlas", corpus(), questions, gold);
    }

    Corpus corpus() {
        AtlasCorpus streamed = new AtlasCorpus(world, articles, tools.seed());
        if (world.size > KEPT) {
            return streamed;
        }
        List<dev.winnow.indexer.corpus.Document> documents = new ArrayList<>();
        streamed.forEach(documents::add);
        return new MemoryCorpus(documents);
    }

    /**
     * Poses all questions, one after the other.
     *
     * @throws InputException if the corpus is too small for so many, or the scope for the articles that they need
     */
    void pose(Consumer<Posed> use) {
        long seed = tools.seed().child("atlas", "questions").value();
        Questions questions = new Questions(world);
        Optional<Haystacks> haystacks =
                spec.scope().map(size -> new Haystacks(world, articles, tools.documentTokens(), size.tokens()));
        List<AtlasTask> tasks = spec.tasks().isEmpty() ? List.of(AtlasTask.values()) : spec.tasks();
        Set<String> asked = new HashSet<>();
        for (int i = 0; i < spec.questions(); i++) {
            AtlasTask task = tasks.get(i % tasks.size());
            Optional<Posed> posed = Optional.empty();
            int smallest = Integer.MAX_VALUE;
            for (int attempt = 0; attempt < ATTEMPTS && posed.isEmpty(); attempt++) {
                Optional<Asked> drawn = questions.draw(task, Dice.of(seed, QUESTION + 100L * attempt, i));
                if (drawn.isEmpty() || asked.contains(drawn.get().text())) {
                    continue;
                }
                Asked question = drawn.get();
                Optional<Scope> scope = scope(haystacks, question, Dice.of(seed, HAYSTACK, i));
                if (scope.isEmpty()) {
                    smallest = Math.min(smallest, haystacks.orElseThrow().needed(question.about()));
                    continue;
                }
                asked.add(question.text());
                posed = Optional.of(posed(question, i, scope.get()));
            }
            use.accept(posed.orElseThrow(failure(task, smallest)));
        }
    }

    private java.util.function.Supplier<InputException> failure(AtlasTask task, int smallest) {
        return () -> new InputException(
                smallest < Integer.MAX_VALUE
                        ? "scope " + spec.scope().orElseThrow() + " is too small: the articles that a "
                                + task.key() + " question needs have at least " + smallest
                                + " tokens; raise scope or leave the task out of tasks"
                        : "documents: " + spec.documents() + " do not give " + spec.questions()
                                + " different questions (no further " + task.key()
                                + " question was found); raise documents or lower questions");
    }

    private Optional<Scope> scope(Optional<Haystacks> haystacks, Asked question, Dice dice) {
        if (haystacks.isEmpty()) {
            return Optional.of(Scope.CORPUS);
        }
        return haystacks.get().around(question.about(), dice).map(entities -> {
            List<DocumentId> ids = Arrays.stream(entities)
                    .mapToObj(entity -> scoped.computeIfAbsent(entity, world::id))
                    .toList();
            return Scope.of(ids);
        });
    }

    private Posed posed(Asked asked, int number, Scope scope) {
        QuestionId id = new QuestionId(String.format(java.util.Locale.ROOT, "atlas-q%05d", number));
        Map<String, String> attributes =
                new TreeMap<>(Map.of("task", asked.task().key(), "relation", asked.relation()));
        if (asked.task().hops > 0) {
            attributes.put("hops", Integer.toString(asked.task().hops));
        }
        List<Evidence> evidence = new ArrayList<>();
        for (Asked.Clue clue : asked.clues()) {
            Articles.Article article = articles.tell(clue.entity());
            Articles.Told told = article.telling(world.kind(clue.entity()).key, clue.fact());
            evidence.add(new Evidence(article.document().id(), told.start(), told.end(), Evidence.Grain.SPAN));
        }
        return new Posed(new Question(id, asked.text(), scope, attributes), new Gold(id, asked.answers(), evidence));
    }
}
