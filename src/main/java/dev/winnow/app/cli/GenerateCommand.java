package dev.winnow.app.cli;

import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.dataset.atlas.AtlasSpec;
import dev.winnow.app.dataset.atlas.AtlasWriter;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow datasets generate atlas --to FOLDER}. */
@Command(
        name = "generate",
        description = {
            "Write a generated data set as JSON lines: documents.jsonl and questions.jsonl.",
            "",
            "The same seed and sizes give the same bytes."
        })
final class GenerateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "What to generate: atlas, an encyclopedia of invented things.")
    private String name;

    @Option(names = "--to", paramLabel = "FOLDER", required = true, description = "Where to write it.")
    private Path to;

    @Option(
            names = "--documents",
            paramLabel = "N",
            defaultValue = "600",
            description = "Articles. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(
            names = "--questions",
            paramLabel = "N",
            defaultValue = "60",
            description = "Questions. Default: ${DEFAULT-VALUE}.")
    private int questions;

    @Option(
            names = "--scope",
            paramLabel = "TOKENS",
            description = "Size of each question's haystack, such as 32K. Default: the whole corpus.")
    private Optional<String> scope;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--tokenizer",
            paramLabel = "NAME",
            defaultValue = "cl100k_base",
            description = "What counts the tokens of haystacks. Default: ${DEFAULT-VALUE}.")
    private String tokenizer;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!name.equals("atlas")) {
            throw new InputException("only atlas can be generated, got '" + name + "'"
                    + Suggestion.nearest(name, List.of("atlas"))
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse(""));
        }
        AtlasSpec atlas = atlas();
        TokenCounter counter = Specs.tokenizer(tokenizer);
        DatasetTools tools =
                new DatasetTools(new Seed(seed), document -> counter.count(document.title() + "\n" + document.text()));
        long begun = System.nanoTime();
        new AtlasWriter(atlas, tools, Runtime.getRuntime().availableProcessors()).write(to);
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: %,d documents, %,d questions in %.1f s%n",
                        to, documents, questions, (System.nanoTime() - begun) / 1e9);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private AtlasSpec atlas() {
        Optional<TokenSize> size;
        try {
            size = scope.map(TokenSize::parse);
        } catch (IllegalArgumentException e) {
            throw new InputException("--scope", e.getMessage());
        }
        try {
            return new AtlasSpec(documents, questions, size, List.of());
        } catch (IllegalArgumentException e) {
            throw new InputException("--" + e.getMessage());
        }
    }
}
