package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.experiment.Embeddings;
import dev.winnow.app.experiment.Prompts;
import dev.winnow.app.experiment.Rerankers;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.FullContext;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.Rag;
import dev.winnow.pipelines.Route;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.refine.RefinementTools;
import dev.winnow.pipelines.route.Trained;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.RetrieverTools;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow ask INDEX QUESTION}. */
@Command(
        name = "ask",
        description = {
            "Answer one question by several strategies, side by side.",
            "",
            "Retrieval with each --budget, and the whole corpus in the prompt; or, with --router, the one strategy that a"
                    + " router chooses for the question. For cited experiments use 'winnow run'."
        })
final class AskCommand implements Callable<Integer> {
    private static final String ROUTER = "router";

    @Parameters(index = "0", paramLabel = "INDEX", description = "A folder made by 'winnow index'.")
    private Path index;

    @Parameters(index = "1", paramLabel = "QUESTION", description = "The question, in quotes.")
    private String question;

    @Option(
            names = "--retriever",
            paramLabel = "SPEC",
            defaultValue = "bm25",
            description = "A kind, inline YAML or a file. Default: ${DEFAULT-VALUE}.")
    private String retriever;

    @Option(
            names = "--model",
            paramLabel = "SPEC",
            defaultValue = "extractive",
            description = "A kind, inline YAML such as '{id: m, use: openai, model: ..., base-url: ...}', or a file."
                    + " Default: ${DEFAULT-VALUE}.")
    private String model;

    @Option(
            names = "--budget",
            paramLabel = "TOKENS",
            split = ",",
            defaultValue = "500,2K",
            description = "Tokens of passages for retrieval. Default: ${DEFAULT-VALUE}.")
    private List<String> budgets;

    @Option(
            names = "--router",
            paramLabel = "FILE",
            description = "Ask the strategy alone that this router chooses, as 'winnow route' saved it, and say why.")
    private Optional<Path> router;

    @Option(
            names = "--attribute",
            paramLabel = "NAME=VALUE",
            description =
                    "What is known of the question besides its words, such as task=comp, for --router and prompts.")
    private Map<String, String> attributes = Map.of();

    @Option(
            names = "--tokenizer",
            paramLabel = "NAME",
            defaultValue = "cl100k_base",
            description = "What counts tokens. Default: ${DEFAULT-VALUE}; with --router, the router's.")
    private String tokenizer;

    @Option(names = "--json", description = "Print JSON lines.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RetrieverSpec named = Specs.read("--retriever", retriever, RetrieverSpec.class, Specs.retrievers());
        ModelSpec modelSpec =
                Specs.read("--model", model, ModelSpec.class, Kinds.none().with(ModelSpec.class, ModelSpec.KINDS));
        Environment environment = Environment.current();
        Optional<RouterStrategies> routing = router.map(file -> routing(file, environment));
        Map<String, PipelineSpec> strategies = routing.map(each -> Map.<String, PipelineSpec>of(ROUTER, each.route()))
                .orElseGet(this::strategies);
        TokenCounter counter =
                Specs.tokenizer(routing.map(RouterStrategies::tokenizer).orElse(tokenizer));
        Prompts prompts = Prompts.beside(Path.of("ask"), environment);
        PromptTemplate template = prompts.open("answer");
        Model open = new Model(modelSpec, modelSpec.open(new ModelTools(counter, Environment::variable)));
        try (PassageIndex searched = PassageIndex.open(index);
                Embeddings embeddings = Specs.embeddings(searched, environment);
                Rerankers rerankers = new Rerankers();
                RefinementTools refinement = new RefinementTools(
                        searched.folder(), wanted -> wanted.open(Specs.tools(searched, embeddings, rerankers)))) {
            PipelineTools tools = new PipelineTools(
                    searched,
                    retrievers(routing, named, searched, embeddings, rerankers),
                    counter,
                    (label, title, text) -> counter.count(template.renderPassage(label, title, text)),
                    template,
                    open,
                    new Seed(0),
                    0,
                    id -> List.of(),
                    id -> document -> false,
                    new Haystacks(searched.corpus(), template, counter, new Seed(0)),
                    refinement,
                    prompts::strategy,
                    scope -> false);
            Question asked = new Question(new QuestionId("asked"), question, Scope.CORPUS, attributes);
            strategies.forEach((name, strategy) -> print(name, strategy.open(tools), asked));
        }
        return 0;
    }

    /** What the router's file says is not said once more. */
    private RouterStrategies routing(Path file, Environment environment) {
        for (String option : List.of("--retriever", "--budget", "--tokenizer")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new InputException(option, "the file of --router says this; leave one of the two options out");
            }
        }
        return new RouterStrategies(file, environment);
    }

    private Function<String, Retriever> retrievers(
            Optional<RouterStrategies> routing,
            RetrieverSpec named,
            PassageIndex searched,
            Embeddings embeddings,
            Rerankers rerankers) {
        if (routing.isPresent()) {
            RetrieverTools tools = Specs.tools(searched, embeddings, rerankers);
            return name -> routing.get().retriever(name, tools);
        }
        Retriever searching = Specs.retriever("--retriever", named, searched, embeddings, rerankers);
        return name -> searching;
    }

    private Map<String, PipelineSpec> strategies() {
        Map<String, PipelineSpec> strategies = new LinkedHashMap<>();
        for (String budget : budgets) {
            try {
                strategies.put(
                        "rag " + budget,
                        new Rag("asked", Order.SCORE, Optional.empty(), Optional.of(TokenSize.parse(budget))));
            } catch (IllegalArgumentException e) {
                throw new InputException("--budget", e.getMessage());
            }
        }
        strategies.put("full-context", new FullContext());
        return strategies;
    }

    private void print(String name, dev.winnow.pipelines.Pipeline pipeline, Question asked) {
        PrintWriter out = spec.commandLine().getOut();
        long begun = System.nanoTime();
        String answer;
        List<Shown> shown = List.of();
        Optional<Note> route = Optional.empty();
        try {
            Attempt attempt = pipeline.answer(asked);
            answer = attempt.answer() instanceof Answer.Refused refused
                    ? "(refused) " + refused.text()
                    : attempt.answer().text();
            shown = attempt.trace().contexts().stream()
                    .map(Context::passages)
                    .flatMap(List::stream)
                    .toList();
            route = attempt.trace().notes().stream()
                    .filter(note -> name.equals(ROUTER) && note.what().equals(Route.NOTE))
                    .findFirst();
        } catch (ModelException e) {
            answer = "(failed) " + e.getMessage();
        }
        double millis = (System.nanoTime() - begun) / 1e6;
        int tokens = shown.stream().mapToInt(Shown::tokens).sum();
        if (json) {
            ObjectNode line = new ObjectMapper().createObjectNode();
            line.put("strategy", name)
                    .put("answer", answer)
                    .put("tokens", tokens)
                    .put("ms", millis);
            ArrayNode passages = line.putArray("passages");
            shown.forEach(one -> passages.add(one.passage().id().value()));
            route.ifPresent(note -> {
                line.put("route", note.outcome());
                note.details().forEach(line.putObject("reasons")::put);
            });
            out.println(line);
        } else {
            out.printf("%-14s %s%n", name, answer);
            out.printf(
                    "%-14s %,d tokens, %d passages, %.0f ms%s%n",
                    "", tokens, shown.size(), millis, shown.isEmpty() ? "" : ": " + first(shown));
            route.ifPresent(note -> out.printf("%-14s %s%n", "", why(note)));
        }
        out.flush();
    }

    private static String first(List<Shown> shown) {
        return String.join(
                ", ",
                shown.stream().limit(3).map(one -> one.passage().id().value()).toList());
    }

    /** In a line, which route was taken and why. */
    private static String why(Note route) {
        String expected = route.details().entrySet().stream()
                .filter(detail -> detail.getKey().startsWith(Trained.EXPECTED))
                .map(detail -> detail.getKey().substring(Trained.EXPECTED.length()) + " " + detail.getValue())
                .collect(Collectors.joining(", "));
        return "took %s: %s (expected quality: %s)"
                .formatted(route.outcome(), route.details().get(Trained.BECAUSE), expected);
    }
}
