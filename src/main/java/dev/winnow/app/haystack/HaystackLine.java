package dev.winnow.app.haystack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.haystack.FilledHaystack;
import dev.winnow.pipelines.haystack.HaystackOrder;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The lines that a haystack is in files, each with its line feed. */
final class HaystackLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private HaystackLine() {}

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] line(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** HaystackCraft's: id, documents as they are shown, and four orders. */
    static byte[] published(QuestionId question, FilledHaystack filled, PromptTemplate whole) {
        return line(json -> {
            json.writeStringField("id", question.value());
            json.writeObjectFieldStart("docs_added");
            for (Shown shown : filled.descending()) {
                json.writeStringField(
                        shown.passage().document().value(),
                        whole.titled(shown.title(), shown.passage().text()));
            }
            json.writeEndObject();
            for (HaystackOrder order : HaystackOrder.values()) {
                json.writeArrayFieldStart(order.field());
                for (Shown shown : filled.arranged(order, Optional.empty())) {
                    json.writeString(shown.passage().document().value());
                }
                json.writeEndArray();
            }
        });
    }

    /**
     * What a haystack is made of.
     *
     * @param tokens of the prompt
     * @param documents shown
     * @param needed documents that the question needs
     * @param gold documents shown that the question needs
     * @param documentTokens of all documents
     * @param goldTokens of those that the question needs
     * @param cut the document that was cut, if one was
     * @param leaks distractors that hold an answer, those that were dropped among them
     * @param nearDuplicates distractors and what each repeats, those that were dropped among them
     */
    record Account(
            String id,
            int tokens,
            int documents,
            int needed,
            int gold,
            long documentTokens,
            long goldTokens,
            Optional<String> cut,
            List<String> leaks,
            Map<String, String> nearDuplicates) {

        static Account of(QuestionId question, FilledHaystack filled, List<DocumentId> needed) {
            List<Shown> gold = filled.descending().stream()
                    .filter(shown -> needed.contains(shown.passage().document()))
                    .toList();
            Map<String, String> repeated = new TreeMap<>();
            filled.found().nearDuplicates().forEach((id, earlier) -> repeated.put(id.value(), earlier.value()));
            return new Account(
                    question.value(),
                    filled.tokens(),
                    filled.descending().size(),
                    needed.size(),
                    gold.size(),
                    tokens(filled.descending()),
                    tokens(gold),
                    filled.cut().map(DocumentId::value),
                    filled.found().leaks().stream().map(DocumentId::value).toList(),
                    repeated);
        }

        private static long tokens(List<Shown> shown) {
            return shown.stream().mapToLong(Shown::tokens).sum();
        }

        byte[] line() {
            return HaystackLine.line(json -> {
                json.writeStringField("id", id);
                json.writeNumberField("tokens", tokens);
                json.writeNumberField("documents", documents);
                json.writeNumberField("needed", needed);
                json.writeNumberField("gold", gold);
                json.writeNumberField("document_tokens", documentTokens);
                json.writeNumberField("gold_tokens", goldTokens);
                if (cut.isPresent()) {
                    json.writeStringField("cut", cut.get());
                }
                json.writeArrayFieldStart("leaks");
                for (String leak : leaks) {
                    json.writeString(leak);
                }
                json.writeEndArray();
                json.writeObjectFieldStart("near_duplicates");
                for (Map.Entry<String, String> entry : nearDuplicates.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            });
        }

        static Account read(String line) {
            try {
                JsonNode json = MAPPER.readTree(line);
                List<String> leaks = new ArrayList<>();
                json.path("leaks").forEach(leak -> leaks.add(leak.asText()));
                Map<String, String> repeated = new TreeMap<>();
                json.path("near_duplicates")
                        .properties()
                        .forEach(entry ->
                                repeated.put(entry.getKey(), entry.getValue().asText()));
                return new Account(
                        json.path("id").asText(),
                        json.path("tokens").asInt(),
                        json.path("documents").asInt(),
                        json.path("needed").asInt(),
                        json.path("gold").asInt(),
                        json.path("document_tokens").asLong(),
                        json.path("gold_tokens").asLong(),
                        json.has("cut") ? Optional.of(json.path("cut").asText()) : Optional.empty(),
                        leaks,
                        repeated);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
