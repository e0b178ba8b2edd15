package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Environment;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.dataset.QueryFile;
import dev.winnow.app.experiment.Embeddings;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.index.IndexBuilder;
import dev.winnow.indexer.index.IndexManifest;
import dev.winnow.indexer.index.IndexSettings;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.VectorPrecision;
import dev.winnow.indexer.index.VectorSearch;
import dev.winnow.indexer.index.VectorSettings;
import dev.winnow.indexer.index.VectorsBuilder;
import dev.winnow.indexer.index.VectorsManifest;
import dev.winnow.indexer.ingest.FolderCorpus;
import dev.winnow.indexer.ingest.Layout;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.retrievers.Dense;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow index DATASET|FOLDER --to INDEX}. */
@Command(
        name = "index",
        description = {
            "Build the index of a data set or of a folder.",
            "",
            "FOLDER is a BEIR folder (corpus.jsonl), our own JSON lines (documents.jsonl), the LaRA tree, or any folder"
                    + " of text, Markdown and HTML files. An index that is there and fits is kept."
        })
final class IndexCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DATASET|FOLDER",
            arity = "0..1",
            description = "A name from 'winnow datasets list', or a folder. May be left out with --report.")
    private Optional<String> source;

    @Option(names = "--to", paramLabel = "INDEX", required = true, description = "The folder of the index.")
    private Path to;

    @Option(
            names = "--passages",
            paramLabel = "SPEC",
            defaultValue = "tokens:128",
            description = "How documents are cut: whole, tokens:128, sentences:600/100 or paragraphs."
                    + " Default: ${DEFAULT-VALUE}.")
    private String passages;

    @Option(
            names = "--tokenizer",
            paramLabel = "NAME",
            defaultValue = "cl100k_base",
            description = "What measures passages: a tiktoken encoding, or the path of a tokenizer.json."
                    + " Default: ${DEFAULT-VALUE}.")
    private String tokenizer;

    @Option(
            names = "--language",
            paramLabel = "NAME",
            defaultValue = "english",
            description = "The texts' language: german, french, japanese, chinese, korean, arabic, ...; cjk for"
                    + " neighbouring characters instead of words; simple for a language without rules of its own."
                    + " Default: ${DEFAULT-VALUE}.")
    private String language;

    @Option(
            names = "--embedder",
            paramLabel = "SPEC",
            description =
                    "Also embed the passages: bge-small-en-v1.5, inline YAML such as '{use: torchscript, ...}', or a"
                            + " file. Default: no vectors.")
    private Optional<String> embedder;

    @Option(
            names = "--search",
            paramLabel = "WAY",
            defaultValue = "exact",
            description = "What the vectors are laid out for: exact; flat, which compares quantised ones; or hnsw,"
                    + " which also builds a graph. Default: ${DEFAULT-VALUE}.")
    private VectorSearch search;

    @Option(
            names = "--precision",
            paramLabel = "FORM",
            defaultValue = "float32",
            description =
                    "In what form flat and hnsw compare vectors: float32, int8, int4 or binary. The exact ones are"
                            + " kept beside. Default: ${DEFAULT-VALUE}.")
    private VectorPrecision precision;

    @Option(
            names = "--situated",
            paramLabel = "SPEC",
            description = "Embed passages with what stands around them, such as '{headings: markdown, neighbours: 1}'."
                    + " Default: with their document's title alone.")
    private Optional<String> situated;

    @Option(
            names = "--report",
            description = "Measure all vectors of the index: bytes, recall against exact search, time of a query.")
    private boolean report;

    @Option(
            names = "--queries",
            paramLabel = "FILE",
            description = "With --report, the queries to search for, as 'winnow search' reads them."
                    + " Default: vectors of 200 passages.")
    private Optional<Path> queries;

    @Option(
            names = "--json",
            description =
                    "Print what was made as JSON: the index, in a second line its vectors, and a line for each part"
                            + " of a report.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (queries.isPresent() && !report) {
            throw new InputException("--queries", "is for --report; add it, or use 'winnow search'");
        }
        ConsoleProgress progress = ConsoleProgress.of(spec.commandLine().getErr());
        if (source.isPresent()) {
            index(source.get(), progress);
        } else if (!report) {
            throw new InputException("winnow index", "name a data set or a folder to index, or add --report");
        }
        if (report) {
            Optional<List<String>> texts =
                    queries.map(file -> List.copyOf(QueryFile.read(file).values()));
            try (PassageIndex open = PassageIndex.open(to);
                    Embeddings embeddings = Specs.embeddings(open, Environment.current())) {
                new VectorReport(open, embeddings, texts)
                        .print(
                                json ? VectorReport.Form.JSON : VectorReport.Form.TEXT,
                                spec.commandLine().getOut(),
                                progress);
            }
        }
        return 0;
    }

    private void index(String source, ConsoleProgress progress) {
        TokenCounter counter = Specs.tokenizer(tokenizer);
        ChunkerSpec chunker = parse("--passages", passages, ChunkerSpec::parse);
        Language written = parse("--language", language, Language::named);
        // A mistake in it is said now, not after an hour of indexing.
        Optional<EmbedderSpec> embedding =
                embedder.map(named -> Specs.read("--embedder", named, EmbedderSpec.class, Specs.retrievers()));
        embedding.ifPresent(EmbedderSpec::fingerprint);
        VectorSettings vectors = parse(
                "--search", search, wanted -> new VectorSettings(wanted, precision, situated.map(Specs::situated)));
        Corpus corpus = corpus(source, counter);
        IndexSettings settings = new IndexSettings(chunker.toString(), counter.name(), counter.fingerprint(), written);
        progress.begin("indexing documents", 0, corpus.size());
        IndexBuilder.Result result =
                new IndexBuilder(settings, chunker.open(counter, written), progress::done).build(corpus, to);
        progress.end();
        print(result, IndexManifest.read(to));
        embedding.ifPresent(wanted -> embed(new Dense(Optional.of(wanted), vectors), wanted, progress));
    }

    private void embed(Dense dense, EmbedderSpec wanted, ConsoleProgress progress) {
        long begun = System.nanoTime();
        try (PassageIndex index = PassageIndex.open(to);
                Embeddings embeddings = new Embeddings(index, wanted, Specs.retrievers(), Environment.current())) {
            VectorsBuilder.Result result = embeddings.build(dense, progress);
            print(result, embeddings.manifest(dense), (System.nanoTime() - begun) / 1e9);
        }
    }

    private static <V, T> T parse(String option, V value, Function<V, T> reading) {
        try {
            return reading.apply(value);
        } catch (IllegalArgumentException e) {
            throw new InputException(option, e.getMessage());
        }
    }

    private Corpus corpus(String source, TokenCounter counter) {
        Path folder = Path.of(source);
        if (Files.exists(folder)) {
            Corpus corpus = Layout.of(folder).open(folder);
            if (corpus instanceof FolderCorpus files && !files.skipped().isEmpty()) {
                spec.commandLine().getErr().println("winnow: skipped " + files.describeSkipped());
                spec.commandLine().getErr().flush();
            }
            return corpus;
        }
        Catalogue catalogue = new Catalogue(Environment.current().home());
        if (!catalogue.names().contains(source)) {
            throw new InputException(
                    source, "neither a folder nor a data set" + Suggestion.of(source, catalogue.names()));
        }
        return catalogue
                .get(source)
                .load()
                .load(new DatasetTools(
                        new Seed(0), document -> counter.count(document.title() + "\n" + document.text())))
                .corpus();
    }

    private void print(VectorsBuilder.Result result, VectorsManifest manifest, double seconds) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode line = new ObjectMapper().createObjectNode();
            line.put("index", to.toString());
            line.put("result", result.name().toLowerCase(Locale.ROOT));
            line.put("vectors", manifest.passages());
            line.put("dimension", manifest.dimension());
            line.put("tokens", manifest.tokens());
            line.put("embedding_ms", manifest.embeddingMillis());
            line.put("fingerprint", manifest.fingerprint().hex());
            out.println(line);
            out.flush();
            return;
        }
        String done =
                switch (result) {
                    case BUILT -> "made in %.1f s".formatted(seconds);
                    case REUSED -> "there already, kept";
                };
        out.printf(
                "%s: %,d vectors of %,d dimensions, %,d tokens, %s%n",
                to, manifest.passages(), manifest.dimension(), manifest.tokens(), done);
        out.flush();
    }

    private void print(IndexBuilder.Result result, IndexManifest manifest) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode line = new ObjectMapper().createObjectNode();
            line.put("index", to.toString());
            line.put("result", result.name().toLowerCase(Locale.ROOT));
            line.put("documents", manifest.documents());
            line.put("passages", manifest.passages());
            line.put("language", manifest.settings().language().toString());
            line.put("build_ms", manifest.buildMillis());
            line.put("fingerprint", manifest.fingerprint().hex());
            out.println(line);
        } else {
            String done =
                    switch (result) {
                        case BUILT -> "built in %.1f s".formatted(manifest.buildMillis() / 1e3);
                        case REUSED -> "there already, kept";
                    };
            out.printf(
                    "%s: %,d documents, %,d passages (%s, %s%s), %s%n",
                    to,
                    manifest.documents(),
                    manifest.passages(),
                    passages,
                    manifest.settings().tokenizer(),
                    manifest.settings().language() == Language.ENGLISH
                            ? ""
                            : ", " + manifest.settings().language(),
                    done);
        }
        out.flush();
    }
}
