package dev.winnow.benchmarks;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.experiment.ExperimentConfig;
import dev.winnow.app.experiment.Prompts;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.Outlook;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.pipelines.model.WindowChecked;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.refine.RefinementTools;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a strategy takes for a question about 128,000 tokens beside its model, which replies at once: retrieval, the
 * context, every prompt and its key. With a recount each finished prompt is counted again, as a model with a window demands.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class OwnTime {
    /** Some 128,000 tokens of articles. */
    private static final int ARTICLES = 395;

    private static final int QUESTIONS = 60;

    @Param({
        "{use: full-context}",
        "{use: rag, retriever: bm25, budget: 8K}",
        "{use: self-route, retriever: bm25, budget: 8K}",
        "{use: route, router: {use: rules, rules: [{form: [person], take: chunks}, {tokens-at-least: 64K, take: whole}],"
                + " otherwise: chunks}, routes: {whole: full-context, chunks: {use: rag, retriever: bm25, budget: 8K}}}",
        "{use: chain-of-agents}",
        "{use: map-reduce}",
        "{use: recurrent-memory}",
        "{use: longrefiner, retriever: bm25, documents: 400}",
        "{use: haystack-rounds, retriever: bm25, size: 100K, mode: honest}",
        "{use: rag-rounds, retriever: bm25, budget: 32K}"
    })
    public String strategy;

    /** How finished prompts are counted again: none, a tokenizer's name, or the path of a tokenizer.json. */
    @Param({"none", "cl100k_base"})
    public String recount;

    private Path folder;
    private PassageIndex index;
    private List<Question> questions;
    private Pipeline pipeline;
    private int next;

    private record One(PipelineSpec strategy) {}

    /** Makes the index and opens the strategy. */
    @Setup
    public void open() {
        Environment environment = Environment.current();
        Dataset atlas = Generated.atlas(ARTICLES, QUESTIONS);
        folder = Generated.folder();
        Generated.index(atlas.corpus(), "tokens:128", folder.resolve("index"));
        index = PassageIndex.open(folder.resolve("index"));
        questions = atlas.questions();
        Kinds kinds = ExperimentConfig.kinds(new Catalogue(environment.home()));
        PipelineSpec spec = ConfigFile.of("strategy", "strategy: " + strategy, Path.of(""), name -> Optional.empty())
                .bind(One.class, kinds)
                .strategy();
        Prompts prompts = Prompts.beside(folder.resolve("config.yaml"), environment);
        PromptTemplate template = prompts.open("answer");
        TokenCounter counter = Tokenizers.open("cl100k_base");
        Retriever bm25 = new Bm25().open(RetrieverTools.of(index));
        Extractive model = new Extractive("instant", Optional.of(new TokenSize(10_000_000)), 12, 0.2, 1);
        Llm instant = prompt -> new Completion(
                prompt.task().foreseen(Outlook.MOST_CALLS, "10 October 1910", prompt.refusal()),
                TokenUsage.NONE,
                Optional.empty(),
                Completion.StopReason.END,
                Duration.ZERO,
                OptionalDouble.empty());
        Llm asked = recount.equals("none") ? instant : WindowChecked.of(model, instant, Tokenizers.open(recount));
        Seed seed = new Seed(0);
        pipeline = spec.open(new PipelineTools(
                index,
                name -> bm25,
                counter,
                (label, title, text) -> counter.count(template.renderPassage(label, title, text)),
                template,
                new Model(model, asked),
                seed,
                0,
                id -> List.of(),
                id -> document -> false,
                new Haystacks(index.corpus(), template, counter, seed),
                new RefinementTools(index.folder(), scoring -> scoring.open(RetrieverTools.of(index))),
                prompts::strategy,
                scope -> true));
    }

    /** One question after the other, each in words of its own: counts of prompts that come again would be known. */
    @Benchmark
    public Attempt answer() {
        next++;
        Question question = questions.get(next % questions.size());
        return pipeline.answer(new Question(
                question.id(), question.text() + " (" + next + ")", question.scope(), question.attributes()));
    }

    /** Removes the index. */
    @TearDown
    public void remove() {
        index.close();
        Generated.remove(folder);
    }
}
