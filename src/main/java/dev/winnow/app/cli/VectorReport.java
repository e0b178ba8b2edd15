package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.experiment.Embeddings;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.PassageVectors;
import dev.winnow.indexer.index.VectorBytes;
import dev.winnow.indexer.index.VectorSettings;
import dev.winnow.indexer.index.VectorsManifest;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.Dense;
import dev.winnow.retrievers.EmbeddedPassages;
import dev.winnow.retrievers.VectorMeasurement;
import dev.winnow.retrievers.VectorMeasurement.Row;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code winnow index --report} says of the vectors of an index. */
final class VectorReport {
    /** Passages whose vectors are searched for where no queries are given. */
    private static final int SAMPLE = 200;

    private final PassageIndex index;
    private final Embeddings embeddings;
    private final Optional<List<String>> queries;

    /** @param queries are searched for; some of the passages' own vectors where there are none */
    VectorReport(PassageIndex index, Embeddings embeddings, Optional<List<String>> queries) {
        this.index = index;
        this.embeddings = embeddings;
        this.queries = queries;
    }

    /** One set of vectors, and what was measured of it. */
    private record Part(VectorsManifest manifest, VectorBytes bytes, int queries, List<Row> rows) {}

    /** Measures every set of vectors in turn and prints it, as JSON one line each. */
    void print(Form form, PrintWriter out, ConsoleProgress progress) {
        List<VectorsManifest> manifests = PassageVectors.manifests(index);
        if (manifests.isEmpty()) {
            throw new InputException(
                    index.folder(), "this index has no vectors to report on; make them with 'winnow index --embedder'");
        }
        for (VectorsManifest manifest : manifests) {
            Part part = measured(manifest, progress);
            switch (form) {
                case JSON -> json(part, out);
                case TEXT -> text(part, out);
            }
            out.flush();
        }
    }

    /** How it is printed. */
    enum Form {
        TEXT,
        JSON
    }

    private Part measured(VectorsManifest manifest, ConsoleProgress progress) {
        try (PassageVectors vectors = PassageVectors.open(index, manifest)) {
            List<float[]> wanted = queries.map(texts -> embedded(manifest, texts))
                    .orElseGet(() -> VectorMeasurement.sample(vectors, SAMPLE, new Seed(0)));
            progress.begin("searching vectors", 0, VectorMeasurement.searches(vectors, wanted.size()));
            List<Row> rows = VectorMeasurement.of(index, vectors, wanted, progress::done);
            progress.end();
            return new Part(manifest, vectors.bytes(), wanted.size(), rows);
        }
    }

    private List<float[]> embedded(VectorsManifest manifest, List<String> texts) {
        EmbedderSpec embedder =
                Specs.read(index.folder().toString(), manifest.embedder(), EmbedderSpec.class, Specs.retrievers());
        EmbeddedPassages passages = embeddings.open(new Dense(Optional.of(embedder), manifest.settings()));
        return passages.embedder().embed(texts, Embedder.Role.QUERY).stream()
                .map(embedding -> embedding.vector())
                .toList();
    }

    private void text(Part part, PrintWriter out) {
        VectorsManifest manifest = part.manifest();
        out.printf(
                "%s: %,d vectors of %,d dimensions by %s, %s%n",
                index.folder(),
                manifest.passages(),
                manifest.dimension(),
                manifest.embedder().strip().replaceAll("\\s*\\R\\s*", ", "),
                described(manifest.settings()));
        out.printf(
                "  on disk %.1f MB; a search compares %.1f MB of vectors%s%n",
                part.bytes().disk() / 1e6,
                part.bytes().compared() / 1e6,
                part.bytes().graph() == 0
                        ? ""
                        : " and walks a graph of %.1f MB".formatted(part.bytes().graph() / 1e6));
        out.printf(
                "  %-8s %10s  %9s  %10s  %8s  %8s   %d %s%n",
                "search",
                "candidates",
                "recall@10",
                "recall@100",
                "p50 ms",
                "p95 ms",
                part.queries(),
                queries.isPresent() ? "queries" : "passages' own vectors");
        for (Row row : part.rows()) {
            out.printf(
                    "  %-8s %10s  %9.4f  %10.4f  %8.2f  %8.2f%n",
                    lower(row.search()),
                    row.candidates().isPresent() ? row.candidates().getAsInt() : "",
                    row.recall10(),
                    row.recall100(),
                    row.p50(),
                    row.p95());
        }
    }

    private static String described(VectorSettings settings) {
        return lower(settings.search()) + " in " + lower(settings.precision())
                + settings.situated()
                        .map(with -> ", situated by headings %s and %d neighbours"
                                .formatted(lower(with.headings()), with.neighbours()))
                        .orElse("");
    }

    private void json(Part part, PrintWriter out) {
        VectorsManifest manifest = part.manifest();
        VectorSettings settings = manifest.settings();
        ObjectNode line = new ObjectMapper().createObjectNode();
        line.put("index", index.folder().toString());
        line.put("embedder", manifest.embedder().strip());
        line.put("search", lower(settings.search()));
        line.put("precision", lower(settings.precision()));
        settings.situated().ifPresent(with -> line.putObject("situated")
                .put("headings", lower(with.headings()))
                .put("neighbours", with.neighbours()));
        line.put("vectors", manifest.passages());
        line.put("dimension", manifest.dimension());
        line.put("disk_bytes", part.bytes().disk());
        line.put("compared_bytes", part.bytes().compared());
        line.put("graph_bytes", part.bytes().graph());
        line.put("queries", part.queries());
        ArrayNode rows = line.putArray("rows");
        for (Row row : part.rows()) {
            ObjectNode node = rows.addObject().put("search", lower(row.search()));
            row.candidates().ifPresent(candidates -> node.put("candidates", candidates));
            node.put("recall_10", row.recall10());
            node.put("recall_100", row.recall100());
            node.put("p50_ms", row.p50());
            node.put("p95_ms", row.p95());
        }
        out.println(line);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
