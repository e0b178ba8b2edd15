package dev.winnow.indexer.embed;

import dev.winnow.indexer.embed.Embedder.Role;
import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.Problems;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/** Texts of a file and their vectors. Texts are known by their digests alone. */
final class TextVectors {
    private final Path file;
    private final KeyTable keys = new KeyTable();
    private VectorRows rows;

    private TextVectors(Path file) {
        this.file = file;
    }

    /** Reads a file and checks it by itself; what is wrong is noted. */
    static TextVectors read(Path file, Normalisation normalise, Problems problems) {
        TextVectors vectors = new TextVectors(file);
        Twice twice = new Twice();
        ObjIntConsumer<String> texts = (text, row) -> {
            TextKey key = key(text);
            int earlier = vectors.keys.get(key);
            if (earlier < 0) {
                vectors.keys.put(key, row);
            } else {
                twice.note(earlier, row);
            }
        };
        if (NumpyRows.reads(file)) {
            vectors.rows = numpy(file, texts, problems);
        } else {
            vectors.rows = LoadedRows.read(file, texts, problems);
        }
        if (problems.count() == 0) {
            vectors.checkNumbers(normalise, problems);
            vectors.checkTwice(twice, problems);
        }
        return vectors;
    }

    private static VectorRows numpy(Path file, ObjIntConsumer<String> texts, Problems problems) {
        Path beside = NumpyRows.texts(file);
        int[] count = {0};
        JsonLines.read(beside, problems, row -> texts.accept(row.requiredText("text"), count[0]++));
        Optional<NumpyRows> rows = problems.gather(() -> NumpyRows.open(file));
        if (problems.count() == 0 && rows.orElseThrow().size() != count[0]) {
            problems.at(
                    file,
                    "has %,d rows, and %s has %,d texts; they must be the same texts in the same order"
                            .formatted(rows.orElseThrow().size(), beside.getFileName(), count[0]));
        }
        return rows.<VectorRows>map(opened -> opened).orElseGet(LoadedRows::new);
    }

    /** Pairs of rows of one text; by far most files have none. */
    private static final class Twice {
        private int[] pairs = new int[16];
        private int length;

        void note(int earlier, int later) {
            if (length == pairs.length) {
                pairs = Arrays.copyOf(pairs, length * 2);
            }
            pairs[length++] = earlier;
            pairs[length++] = later;
        }
    }

    /** The role is in the key of the cache; here it is in the file. */
    private static TextKey key(String text) {
        return TextKey.of(text, Role.PASSAGE);
    }

    private void checkNumbers(Normalisation normalise, Problems problems) {
        int dimension = rows.dimension();
        for (int row = 0; row < rows.size(); row++) {
            float[] vector = rows.row(row);
            if (vector.length != dimension) {
                problems.at(
                        file,
                        "vector %,d has %,d dimensions, and the first has %,d; all must have the same"
                                .formatted(row + 1, vector.length, dimension));
                continue;
            }
            boolean finite = true;
            boolean zero = true;
            for (float value : vector) {
                finite &= Float.isFinite(value);
                zero &= value == 0;
            }
            if (!finite) {
                problems.at(file, "vector %,d holds a number that is not finite; compute it anew".formatted(row + 1));
            } else if (zero && normalise == Normalisation.L2) {
                problems.at(
                        file,
                        "vector %,d is all zeros and points nowhere; compute it anew, or write normalise: none"
                                .formatted(row + 1));
            }
        }
    }

    private void checkTwice(Twice twice, Problems problems) {
        for (int i = 0; i < twice.length; i += 2) {
            if (!Arrays.equals(rows.row(twice.pairs[i]), rows.row(twice.pairs[i + 1]))) {
                problems.at(
                        file,
                        "vectors %,d and %,d are of one text and differ; keep one"
                                .formatted(twice.pairs[i] + 1, twice.pairs[i + 1] + 1));
            }
        }
    }

    /** Notes files whose vectors have not the dimension of the first file's. */
    static void check(List<TextVectors> files, Problems problems) {
        int dimension = files.get(0).rows.dimension();
        for (TextVectors other : files) {
            if (other.rows.dimension() != dimension) {
                problems.at(
                        other.file,
                        "has vectors of %,d dimensions, and %s of %,d; all must come from one model"
                                .formatted(other.rows.dimension(), files.get(0).file, dimension));
            }
        }
    }

    /** Notes texts that have one vector in one file and another in another. */
    static void checkTwice(List<TextVectors> files, Problems problems) {
        for (int i = 0; i < files.size(); i++) {
            TextVectors later = files.get(i);
            for (TextVectors earlier : files.subList(0, i)) {
                later.keys.forEach((first, second, row) -> {
                    int other = earlier.keys.get(first, second);
                    if (other >= 0 && !Arrays.equals(earlier.rows.row(other), later.rows.row(row))) {
                        problems.at(
                                later.file,
                                "vector %,d is of the same text as vector %,d of %s and differs; keep one"
                                        .formatted(row + 1, other + 1, earlier.file));
                    }
                });
            }
        }
    }

    Path file() {
        return file;
    }

    /** A copy of the text's vector, as it is in the file. */
    Optional<float[]> find(String text) {
        int row = keys.get(key(text));
        return row < 0 ? Optional.empty() : Optional.of(rows.row(row));
    }
}
