package dev.winnow.app.haystack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.index.IndexedCorpus;
import dev.winnow.pipelines.Question;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongConsumer;

/** The files that haystacks need beside them, in HaystackCraft's fields. */
record CompanionFiles(Dataset dataset, IndexedCorpus corpus) {
    private static final JsonFactory JSON = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private static JsonGenerator lines(OutputStream out) throws IOException {
        return JSON.createGenerator(out).setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    /** {@code id}, {@code question}, {@code answer}, {@code answer_aliases}, {@code p2d_id}. */
    void questions(OutputStream out) throws IOException {
        try (JsonGenerator json = lines(out)) {
            for (Question question : dataset.questions()) {
                Gold gold = dataset.gold().get(question.id());
                List<String> answers = gold == null ? List.of() : gold.answers();
                json.writeStartObject();
                json.writeStringField("id", question.id().value());
                json.writeStringField("question", question.text());
                json.writeStringField("answer", answers.isEmpty() ? "" : answers.get(0));
                json.writeArrayFieldStart("answer_aliases");
                for (String alias : answers.subList(Math.min(1, answers.size()), answers.size())) {
                    json.writeString(alias);
                }
                json.writeEndArray();
                json.writeObjectFieldStart("p2d_id");
                int number = 0;
                List<DocumentId> needed = gold == null
                        ? List.of()
                        : gold.evidence().stream()
                                .map(Evidence::document)
                                .distinct()
                                .toList();
                for (DocumentId document : needed) {
                    json.writeStringField(Integer.toString(number++), document.value());
                }
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeRaw('\n');
        }
    }

    /** {@code id}, {@code title}, {@code text}. */
    void documents(OutputStream out, LongConsumer done) throws IOException {
        long written = 0;
        try (JsonGenerator json = lines(out)) {
            for (Document document : corpus) {
                json.writeStartObject();
                json.writeStringField("id", document.id().value());
                json.writeStringField("title", document.title());
                json.writeStringField("text", document.text());
                json.writeEndObject();
                done.accept(++written);
            }
            json.writeRaw('\n');
        }
    }

    /** {@code source_node,target_node}: links between documents of the corpus, by source. */
    void links(OutputStream out) throws IOException {
        out.write("source_node,target_node\n".getBytes(StandardCharsets.UTF_8));
        for (Document document : corpus) {
            for (DocumentId link : document.links()) {
                if (corpus.contains(link)) {
                    String line = cell(document.id()) + "," + cell(link) + "\n";
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static String cell(DocumentId id) {
        String value = id.value();
        return value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + value.replace("\"", "\"\"") + '"'
                : value;
    }
}
