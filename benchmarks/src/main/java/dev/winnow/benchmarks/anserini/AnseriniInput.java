package dev.winnow.benchmarks.anserini;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.dataset.QueryFile;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.ingest.Layout;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a data set as Anserini reads it: a JsonCollection of several files, as it reads each file by one thread, with title
 * and text as one field, as Winnow has them; and topics, lines of id, tab and text.
 */
final class AnseriniInput {
    private static final int FILES = 8;

    private AnseriniInput() {}

    /** Arguments: the folder of a data set with {@code documents.jsonl} and {@code questions.jsonl}, and where to write. */
    public static void main(String[] arguments) throws IOException {
        Path source = Path.of(arguments[0]);
        Path collection = Files.createDirectories(Path.of(arguments[1]).resolve("collection"));
        ObjectMapper json = new ObjectMapper();
        List<Writer> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(Files.newBufferedWriter(collection.resolve("part-" + i + ".jsonl")));
        }
        int at = 0;
        for (Document document : Layout.of(source).open(source)) {
            Writer out = files.get(at++ % FILES);
            out.write(json.writeValueAsString(
                    Map.of("id", document.id().value(), "contents", document.title() + "\n" + document.text())));
            out.write('\n');
        }
        for (Writer file : files) {
            file.close();
        }
        try (Writer topics = Files.newBufferedWriter(Path.of(arguments[1]).resolve("topics.tsv"))) {
            for (Map.Entry<String, String> query :
                    QueryFile.read(source.resolve("questions.jsonl")).entrySet()) {
                topics.write(query.getKey() + "\t" + query.getValue() + "\n");
            }
        }
    }
}
