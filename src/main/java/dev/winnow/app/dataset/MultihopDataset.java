package dev.winnow.app.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.ingest.BeirCorpus;
import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.JsonRow;
import dev.winnow.indexer.ingest.Layout;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Questions over several paragraphs, as HotpotQA, 2WikiMultihopQA and MuSiQue publish them: {@code questions.jsonl}, one
 * native record per line. A question sees its own paragraphs. Its evidence is the supporting sentences, or whole
 * paragraphs in MuSiQue; supporting facts that point at no sentence, of which the published files have a few, are passed
 * over. Paragraphs are the documents of {@code beir/corpus.jsonl} where the folder has that, and else pooled, with ids
 * made from title and text.
 *
 * <p>Attributes of a question: {@code type} and {@code level} where its record has them, {@code hops} in MuSiQue.
 */
public record MultihopDataset(Path folder) implements DatasetSpec {
    @Override
    public Dataset load(DatasetTools tools) {
        Layout.of(folder);
        Problems problems = new Problems();
        Optional<Corpus> published = Files.isDirectory(folder.resolve("beir"))
                ? problems.gather(() -> BeirCorpus.open(folder.resolve("beir")))
                : Optional.empty();
        problems.throwIfAny();
        Reader reader = new Reader(published);
        JsonLines.read(folder.resolve("questions.jsonl"), problems, reader::add);
        problems.throwIfAny();
        return reader.sheet.dataset(
                Sheet.name(folder), published.orElseGet(() -> new MemoryCorpus(reader.documents.values())));
    }

    /** One paragraph of a record: its sentences, or its text as the only one, and whether it is known to be needed. */
    private record Paragraph(String title, List<String> sentences, Need need) {
        enum Need {
            SUPPORTING,
            UNKNOWN
        }
    }

    private static final class Reader {
        private final Sheet sheet = new Sheet();
        private final Map<String, Document> documents = new LinkedHashMap<>();
        private final Optional<Corpus> published;

        Reader(Optional<Corpus> published) {
            this.published = published;
            published.ifPresent(corpus ->
                    corpus.forEach(document -> documents.put(key(document.title(), document.text()), document)));
        }

        private static String key(String title, String text) {
            return Fingerprint.of(title, text).hex();
        }

        void add(JsonRow row) {
            String id = row.required(row.has("_id") ? "_id" : "id");
            String text = row.required("question");
            String answer = row.required("answer");
            List<String> answers = new ArrayList<>(List.of(answer));
            row.strings("answer_aliases").stream()
                    .filter(alias -> !alias.isBlank() && !answers.contains(alias))
                    .forEach(answers::add);
            List<Paragraph> paragraphs = row.has("paragraphs") ? musique(row) : hotpot(row);
            if (!row.sound()) {
                return;
            }
            List<Document> shown = new ArrayList<>();
            for (Paragraph paragraph : paragraphs) {
                Optional<Document> document = document(paragraph);
                if (document.isEmpty()) {
                    row.problem("paragraph '" + paragraph.title() + "' is not in beir/corpus.jsonl; add it there");
                    return;
                }
                shown.add(document.get());
            }
            boolean refuse =
                    row.get("answerable").isBoolean() && !row.get("answerable").booleanValue();
            Gold.Key key = refuse ? new Gold.Key.Unanswerable("") : new Gold.Key.Answers(answers);
            QuestionId question = new QuestionId(id);
            List<DocumentId> scope = shown.stream().map(Document::id).distinct().toList();
            sheet.add(
                    row,
                    new Question(question, text, Scope.of(scope), attributes(row)),
                    new Gold(question, key, refuse ? List.of() : evidence(row, paragraphs, shown)));
        }

        private static Map<String, String> attributes(JsonRow row) {
            Map<String, String> attributes = new TreeMap<>();
            for (String name : Set.of("type", "level")) {
                if (!row.optional(name).isEmpty()) {
                    attributes.put(name, row.optional(name));
                }
            }
            if (row.get("question_decomposition").isArray()) {
                attributes.put(
                        "hops",
                        Integer.toString(row.get("question_decomposition").size()));
            }
            return attributes;
        }

        private static List<Paragraph> musique(JsonRow row) {
            List<Paragraph> paragraphs = new ArrayList<>();
            for (JsonRow paragraph : row.rows("paragraphs")) {
                Paragraph.Need need = paragraph.get("is_supporting").asBoolean(false)
                        ? Paragraph.Need.SUPPORTING
                        : Paragraph.Need.UNKNOWN;
                paragraphs.add(new Paragraph(
                        paragraph.requiredText("title"), List.of(paragraph.requiredText("paragraph_text")), need));
            }
            return required(row, "paragraphs", paragraphs);
        }

        private static List<Paragraph> hotpot(JsonRow row) {
            List<Paragraph> paragraphs = new ArrayList<>();
            for (JsonNode paragraph : row.get("context")) {
                JsonNode sentences = paragraph.path(1);
                if (!paragraph.path(0).isTextual() || !sentences.isArray()) {
                    row.problem("'context' must be a list of [title, [sentence, ...]], got " + brief(paragraph));
                    return List.of();
                }
                List<String> texts = new ArrayList<>();
                sentences.forEach(sentence -> texts.add(sentence.asText()));
                paragraphs.add(new Paragraph(paragraph.get(0).textValue(), texts, Paragraph.Need.UNKNOWN));
            }
            return required(row, "context", paragraphs);
        }

        private static List<Paragraph> required(JsonRow row, String field, List<Paragraph> paragraphs) {
            if (paragraphs.isEmpty() && row.sound()) {
                row.problem("'" + field + "' is missing or empty; a question needs its paragraphs");
            }
            return paragraphs;
        }

        private static String brief(JsonNode node) {
            String json = node.toString();
            return json.length() <= 60 ? json : json.substring(0, 60) + "...";
        }

        // HotpotQA's sentences begin with their blank, 2WikiMultihopQA's do not.
        private Optional<Document> document(Paragraph paragraph) {
            String joined = String.join("", paragraph.sentences()).strip();
            String spaced = paragraph.sentences().stream().map(String::strip).collect(Collectors.joining(" "));
            for (String text : List.of(joined, spaced, String.join(" ", paragraph.sentences()))) {
                Document known = documents.get(key(paragraph.title(), text));
                if (known != null) {
                    return Optional.of(known);
                }
            }
            if (published.isPresent()) {
                return Optional.empty();
            }
            boolean blanksInside = paragraph.sentences().stream()
                    .skip(1)
                    .anyMatch(sentence -> !sentence.isEmpty() && Character.isWhitespace(sentence.charAt(0)));
            String text = blanksInside ? joined : spaced;
            String key = key(paragraph.title(), text);
            Document document = new Document(new DocumentId(key.substring(0, 16)), paragraph.title(), text);
            documents.put(key, document);
            return Optional.of(document);
        }

        private static List<Evidence> evidence(JsonRow row, List<Paragraph> paragraphs, List<Document> shown) {
            List<Evidence> evidence = new ArrayList<>();
            for (int i = 0; i < paragraphs.size(); i++) {
                int length = shown.get(i).text().length();
                if (paragraphs.get(i).need() == Paragraph.Need.SUPPORTING && length > 0) {
                    evidence.add(new Evidence(shown.get(i).id(), 0, length, Evidence.Grain.REGION));
                }
            }
            for (JsonNode fact : row.get("supporting_facts")) {
                for (int i = 0; i < paragraphs.size(); i++) {
                    Optional<Evidence> sentence =
                            paragraphs.get(i).title().equals(fact.path(0).asText())
                                    ? sentence(paragraphs.get(i), fact.path(1).asInt(-1), shown.get(i))
                                    : Optional.empty();
                    if (sentence.isPresent()) {
                        evidence.add(sentence.get());
                        break;
                    }
                }
            }
            return evidence.stream().distinct().toList();
        }

        private static Optional<Evidence> sentence(Paragraph paragraph, int number, Document document) {
            int from = 0;
            for (int i = 0; i < paragraph.sentences().size() && number >= 0; i++) {
                String sentence = paragraph.sentences().get(i).strip();
                int start = document.text().indexOf(sentence, from);
                if (start < 0) {
                    return Optional.empty();
                }
                from = start + sentence.length();
                if (i == number) {
                    return sentence.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Evidence(document.id(), start, from, Evidence.Grain.SPAN));
                }
            }
            return Optional.empty();
        }
    }
}
