package dev.winnow.app.cli;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.experiment.Embeddings;
import dev.winnow.app.experiment.LinkGraphs;
import dev.winnow.app.experiment.Rerankers;
import dev.winnow.indexer.embed.BgeSmall;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.PassageVectors;
import dev.winnow.indexer.index.Situated;
import dev.winnow.indexer.index.VectorsManifest;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.retrievers.FusionMethod;
import dev.winnow.retrievers.ParentUnit;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.RetrieverTools;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Specs on the command line: a kind with its defaults, inline YAML, or a file. */
final class Specs {
    private static final Kinds RETRIEVERS = Kinds.none()
            .with(RetrieverSpec.class, RetrieverSpec.KINDS)
            .with(FusionMethod.class, FusionMethod.KINDS)
            .with(RerankerSpec.class, RerankerSpec.KINDS)
            .with(ParentUnit.class, ParentUnit.KINDS)
            .with(EmbedderSpec.class, EmbedderSpec.KINDS);

    private Specs() {}

    /**
     * The spec of an option.
     *
     * @throws dev.winnow.indexer.spec.InputException with every problem
     */
    static <T> T read(String option, String value, Class<T> family, Kinds kinds) {
        try {
            return file(value, option).bind(family, kinds);
        } catch (InputException e) {
            throw new InputException(e.problems().stream()
                    .map(problem -> new Problem(place(option, problem.place()), problem.message()))
                    .toList());
        }
    }

    /** On a command line the line is always the first, and the column says something inside a map only. */
    private static String place(String option, String place) {
        if (!place.startsWith(option + ":1:")) {
            return place;
        }
        String column = place.substring(option.length() + 3);
        return column.equals("1") ? option : option + " at character " + column;
    }

    /**
     * The embedders and vectors of an index: dense retrievers that name no embedder use the one whose vectors it has. Where
     * it has those of several, each must name its own.
     */
    static Embeddings embeddings(PassageIndex index, Environment environment) {
        return new Embeddings(index, () -> usual(index), RETRIEVERS, environment);
    }

    private static EmbedderSpec usual(PassageIndex index) {
        List<String> made = PassageVectors.manifests(index).stream()
                .map(VectorsManifest::embedder)
                .distinct()
                .toList();
        if (made.size() > 1) {
            throw new InputException(
                    index.folder(),
                    "it has vectors of several embedders; name one: --retriever '{use: dense, embedder: ...}'");
        }
        return made.isEmpty()
                ? new BgeSmall()
                : read(index.folder().toString(), made.get(0), EmbedderSpec.class, RETRIEVERS);
    }

    /** The tokenizer that {@code --tokenizer} names. */
    static TokenCounter tokenizer(String name) {
        try {
            return Tokenizers.open(name);
        } catch (InputException e) {
            throw new InputException("--tokenizer", e.getMessage());
        }
    }

    /** What {@code --situated} says is embedded with a passage. */
    static Situated situated(String written) {
        return read("--situated", written, Situated.class, RETRIEVERS);
    }

    /** Everything that can be named of retrievers. */
    static Kinds retrievers() {
        return RETRIEVERS;
    }

    /** A retriever over an index. Retrievers that it names are kinds with their defaults. */
    static Retriever retriever(
            String option, RetrieverSpec spec, PassageIndex index, Embeddings embeddings, Rerankers rerankers) {
        return retriever(option, spec, tools(index, embeddings, rerankers));
    }

    /** What retrievers and rerankers over an index may use. */
    static RetrieverTools tools(PassageIndex index, Embeddings embeddings, Rerankers rerankers) {
        return RetrieverTools.of(index)
                .embedding(embeddings::open)
                .embeddingTexts(embeddings::texts)
                .linking(new LinkGraphs(index)::open)
                .scoring(rerankers::open);
    }

    private static Retriever retriever(String option, RetrieverSpec spec, RetrieverTools tools) {
        return spec.open(
                tools.naming(name -> retriever(option, read(option, name, RetrieverSpec.class, RETRIEVERS), tools)));
    }

    private static ConfigFile file(String value, String option) {
        try {
            Path file = Path.of(value);
            if (Files.isRegularFile(file)) {
                return ConfigFile.read(file, Environment::variable);
            }
        } catch (InvalidPathException inlineYaml) {
            // Windows has no braces or colons in names.
        }
        return ConfigFile.of(option, value, Path.of(""), Environment::variable);
    }
}
