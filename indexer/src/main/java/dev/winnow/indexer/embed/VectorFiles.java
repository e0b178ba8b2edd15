package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.Default;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Vectors that were computed elsewhere, looked up by the exact text. A file is one of
 * <ul>
 *   <li>JSON lines ({@code .jsonl}, {@code .jsonl.gz}): {@code {"text": "...", "vector": [0.1, ...]}};
 *   <li>Parquet ({@code .parquet}) with the columns {@code text} and {@code vector}, a list of numbers;
 *   <li>NumPy ({@code .npy}), one row for each text, and beside it the texts in JSON lines of the same order under the
 *       same name: {@code passages.npy} and {@code passages.jsonl}. Such a file is mapped and takes no heap.
 * </ul>
 *
 * @param passages files with the texts of passages, as {@code winnow passages} writes them, and their vectors
 * @param queries files with questions and their vectors; a file may stand in both
 * @param normalise what is done to the vectors' length
 */
public record VectorFiles(
        List<Path> passages, @Default("[]") List<Path> queries, @Default("l2") Normalisation normalise)
        implements EmbedderSpec {

    public VectorFiles {
        passages = List.copyOf(passages);
        queries = List.copyOf(queries);
        if (passages.isEmpty()) {
            throw new IllegalArgumentException("passages must name at least one file");
        }
        passages.forEach(file -> requireKnown("passages", file));
        queries.forEach(file -> requireKnown("queries", file));
    }

    private static void requireKnown(String key, Path file) {
        if (!NumpyRows.reads(file) && !LoadedRows.reads(file)) {
            throw new IllegalArgumentException(
                    key + " are .npy, .parquet, .jsonl or .jsonl.gz files, got '" + file.getFileName() + "'");
        }
    }

    @Override
    public Fingerprint fingerprint() {
        Problems problems = new Problems();
        Fingerprint.Builder builder = new Fingerprint.Builder().add("vectors").add(normalise.name());
        for (List<Path> files : List.of(passages, queries)) {
            builder.add("files");
            for (Path file : files) {
                problems.gather(() -> builder.add(FileDigest.of(file)));
                if (NumpyRows.reads(file)) {
                    problems.gather(() -> builder.add(FileDigest.of(NumpyRows.texts(file))));
                }
            }
        }
        problems.throwIfAny();
        return builder.build();
    }

    /** Not known: somebody else computed them. */
    @Override
    public OptionalDouble price() {
        return OptionalDouble.empty();
    }

    @Override
    public Embedder open(EmbedderTools tools) {
        Problems problems = new Problems();
        Map<Path, TextVectors> read = new LinkedHashMap<>();
        for (List<Path> files : List.of(passages, queries)) {
            for (Path file : files) {
                read.computeIfAbsent(file, path -> TextVectors.read(path, normalise, problems));
            }
        }
        problems.throwIfAny();
        List<TextVectors> ofPassages = passages.stream().map(read::get).toList();
        List<TextVectors> ofQueries = queries.stream().map(read::get).toList();
        TextVectors.check(List.copyOf(read.values()), problems);
        TextVectors.checkTwice(ofPassages, problems);
        TextVectors.checkTwice(ofQueries, problems);
        problems.throwIfAny();
        return new LookedUp(ofPassages, ofQueries, normalise);
    }

    /** They are computed already. */
    @Override
    public Embedder openCached(EmbedderTools tools) {
        return open(tools);
    }
}
