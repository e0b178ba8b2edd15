package dev.winnow.pipelines;

import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.IndexBuilder;
import dev.winnow.indexer.index.IndexSettings;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.prompt.AnswerField;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.prompt.StrategyTemplate;
import dev.winnow.pipelines.refine.RefinementTools;
import dev.winnow.retrievers.RetrieverTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Indexes, questions and templates for tests. */
public final class SmallIndexes {
    public static final TokenCounter TOKENS = Tokenizers.open("cl100k_base");

    private static final List<String> WORDS = List.of(
            "the",
            "ferry",
            "Brackwater",
            "1954",
            "loom,",
            "isn't",
            "Übergang",
            "漢字仮名",
            "\ud83d\ude80\ud83d\ude80",
            "e\u0301e\u0301",
            "(see",
            "below).",
            "Hollin's",
            "3.1415",
            "co-operate;",
            "\n\n",
            "  ",
            "\t",
            "—",
            "antidisestablishmentarianism");

    private SmallIndexes() {}

    /** A new index in a folder below the build's own. */
    public static PassageIndex index(String passages, List<Document> documents) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "indexes"));
            Path place = Files.createTempDirectory(folder, "index").resolve("index");
            IndexSettings settings = new IndexSettings(passages, TOKENS.name(), TOKENS.fingerprint());
            new IndexBuilder(settings, ChunkerSpec.parse(passages).open(TOKENS), done -> {})
                    .build(new MemoryCorpus(documents), place);
            return PassageIndex.open(place);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What refining pipelines share, over an index. */
    public static RefinementTools refinement(PassageIndex index) {
        return new RefinementTools(index.folder(), spec -> spec.open(RetrieverTools.of(index)));
    }

    public static Document document(String id, String title, String text) {
        return new Document(new DocumentId(id), title, text);
    }

    /** Documents of 0 to {@code words} words of many kinds, most of them short, their ids not in order. */
    public static List<Document> mixed(int documents, int words) {
        RandomGenerator random =
                new Seed(documents).child("mixed", Integer.toString(words)).random();
        List<Document> made = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            int length = i % 11 == 5 ? 0 : 1 + random.nextInt(1 + random.nextInt(words));
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < length; word++) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(9) == 0 ? ".\n" : " ");
            }
            String title = i % 4 == 0 ? "" : "Title " + WORDS.get(random.nextInt(15));
            made.add(document("d" + (i * 37 + 11) % 101 + "/" + i, title, text.toString()));
        }
        return made;
    }

    public static Question question(String id, Scope scope) {
        return new Question(new QuestionId(id), "Which ferry crosses the bay at Brackwater?", scope, Map.of());
    }

    private static Map<String, String> strings(Map<?, ?> map) {
        return map.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), entry -> entry.getValue()
                        .toString()));
    }

    /** A template of {@code configs/prompts}. */
    public static PromptTemplate template(String name) {
        try {
            Path file = Path.of("..", "configs", "prompts", name + ".yaml");
            Map<?, ?> keys =
                    (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            return new PromptTemplate(
                    (Integer) keys.get("version"),
                    Optional.ofNullable((String) keys.get("system")),
                    (String) keys.get("user"),
                    (String) keys.get("closed-book"),
                    (String) keys.get("passage"),
                    (String) keys.get("refusal"),
                    Optional.empty(),
                    Optional.ofNullable((String) keys.get("answer-after")),
                    Optional.ofNullable((String) keys.get("answer-field")).map(AnswerField::new),
                    Optional.ofNullable((Map<?, ?>) keys.get("whole"))
                            .map(whole -> new PromptTemplate.Whole(
                                    Optional.ofNullable((String) whole.get("user")),
                                    Optional.ofNullable((String) whole.get("passage")))),
                    Optional.ofNullable((Map<?, ?>) keys.get("notes"))
                            .map(notes -> new PromptTemplate.Notes(
                                    Optional.ofNullable((String) notes.get("user")),
                                    Optional.ofNullable((String) notes.get("note")))),
                    Optional.ofNullable((Map<?, ?>) keys.get("words")).map(SmallIndexes::strings));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A template of {@code configs/prompts/strategies}. */
    public static StrategyTemplate strategy(String name) {
        try {
            Path file = Path.of("..", "configs", "prompts", "strategies", name + ".yaml");
            Map<?, ?> keys =
                    (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            Map<String, StrategyTemplate.Messages> steps = new HashMap<>();
            ((Map<?, ?>) keys.get("steps"))
                    .forEach((step, messages) -> steps.put(
                            (String) step,
                            new StrategyTemplate.Messages(
                                    Optional.ofNullable((String) ((Map<?, ?>) messages).get("system")),
                                    (String) ((Map<?, ?>) messages).get("user"))));
            return new StrategyTemplate(
                    (Integer) keys.get("version"),
                    steps,
                    Optional.ofNullable((Map<?, ?>) keys.get("words")).map(SmallIndexes::strings));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
