package dev.winnow.indexer.embed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.JsonRow;
import dev.winnow.indexer.ingest.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;

/** Vectors read into memory, from JSON lines or from Parquet. */
final class LoadedRows implements VectorRows {
    private final List<float[]> rows = new ArrayList<>();

    static boolean reads(Path file) {
        String name = file.toString();
        return name.endsWith(".jsonl") || name.endsWith(".jsonl.gz") || isParquet(file);
    }

    private static boolean isParquet(Path file) {
        return file.toString().endsWith(".parquet");
    }

    /** Reads a file; {@code texts} is given every text with the number of its row. */
    static LoadedRows read(Path file, ObjIntConsumer<String> texts, Problems problems) {
        LoadedRows loaded = new LoadedRows();
        if (isParquet(file)) {
            if (Files.exists(file)) {
                ParquetVectors.read(file, problems, (text, vector) -> loaded.add(text, vector, texts));
            } else {
                problems.at(file, "there is no such file; check the path");
            }
        } else {
            JsonLines.read(file, problems, row -> vector(row)
                    .ifPresent(vector -> loaded.add(row.requiredText("text"), vector, texts)));
        }
        return loaded;
    }

    private void add(String text, float[] vector, ObjIntConsumer<String> texts) {
        texts.accept(text, rows.size());
        rows.add(vector);
    }

    private static Optional<float[]> vector(JsonRow row) {
        JsonNode list = row.get("vector");
        if (!list.isArray() || list.isEmpty()) {
            row.problem("'vector' must be a list of numbers; add \"vector\": [0.1, ...]");
            return Optional.empty();
        }
        float[] vector = new float[list.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!list.get(i).isNumber()) {
                row.problem("'vector[" + i + "]' must be a number, got " + list.get(i));
                return Optional.empty();
            }
            vector[i] = list.get(i).floatValue();
        }
        return Optional.of(vector);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int dimension() {
        return rows.isEmpty() ? 0 : rows.get(0).length;
    }

    @Override
    public float[] row(int number) {
        return rows.get(number).clone();
    }
}
