package dev.winnow.app.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.JsonRow;
import dev.winnow.indexer.ingest.LaraCorpus;
import dev.winnow.indexer.ingest.Layout;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * LaRA (arXiv 2502.09977) in the layout of its repository. Each question sees its own text only. Upstream labels where
 * the answer stands as the number of a part; that part is evidence as a region, or, where the published answer stands in
 * it literally and once, the sentence or line around it as a span. Questions of the task {@code hallu} are unanswerable
 * and have no evidence.
 *
 * <p>Questions have the attributes length, context-type, task, position, and {@code names: original} where they name
 * characters as the original book does although the text has them renamed. A position is the stretch of the text that the
 * part covers, such as {@code 20-40 %}, or {@code paper 1}, two of them for comparisons, or {@code full}: the numbers
 * upstream count fifths in one task and thirds in the next.
 *
 * @param folder the repository's root, which has {@code datasets/}
 * @param length {@code 32k} or {@code 128k}
 */
public record LaraDataset(
        Path folder,
        String length,
        @Default("[book, financial, paper]") List<LaraType> types,
        @Default("[location, reasoning, comp, hallu]") List<LaraTask> tasks)
        implements DatasetSpec {
    public LaraDataset {
        types = List.copyOf(types);
        tasks = List.copyOf(tasks);
        if (!LaraCorpus.LENGTHS.contains(length)) {
            throw new IllegalArgumentException(
                    "length must be 32k or 128k, got '" + length + "'" + Suggestion.of(length, LaraCorpus.LENGTHS));
        }
        if (types.isEmpty() || tasks.isEmpty()) {
            throw new IllegalArgumentException("types and tasks must not be empty; leave them out for all");
        }
    }

    @Override
    public Corpus corpus(DatasetTools tools) {
        requireTexts();
        return texts();
    }

    private Corpus texts() {
        return LaraCorpus.open(folder, List.of(length), words());
    }

    private List<String> words() {
        return types.stream().distinct().map(LaraType::word).toList();
    }

    private void requireTexts() {
        Layout.of(folder);
        Problems problems = new Problems();
        for (String type : words()) {
            Path texts = folder.resolve("datasets").resolve(length).resolve(type);
            if (!Files.isDirectory(texts)) {
                problems.at(texts, "there are no texts of this type; add them, or leave " + type + " out of types");
            }
        }
        problems.throwIfAny();
    }

    @Override
    public Dataset load(DatasetTools tools) {
        requireTexts();
        Problems problems = new Problems();
        Optional<Corpus> corpus = problems.gather(this::texts);
        Reader reader = new Reader(corpus, problems);
        types.stream().distinct().forEach(type -> tasks.stream().distinct().forEach(task -> reader.read(type, task)));
        problems.throwIfAny();
        return reader.sheet.dataset("lara-" + length, corpus.orElseThrow());
    }

    /** Reads query files; neighbouring rows are about one text, so the last one is kept. */
    private final class Reader {
        private final Sheet sheet = new Sheet();
        private final Map<String, Integer> seen = new HashMap<>();
        private final Optional<Corpus> corpus;
        private final Problems problems;
        private Optional<Document> last = Optional.empty();

        Reader(Optional<Corpus> corpus, Problems problems) {
            this.corpus = corpus;
            this.problems = problems;
        }

        void read(LaraType type, LaraTask task) {
            Path file =
                    folder.resolve("datasets/query").resolve(length + "_" + type.word() + "_" + task.word() + ".jsonl");
            if (Files.isRegularFile(file)) {
                JsonLines.read(file, problems, row -> add(row, type, task));
            } else {
                problems.at(file, "there is no such file; add it, or leave " + task.word() + " out of tasks");
            }
        }

        private void add(JsonRow row, LaraType type, LaraTask task) {
            String name = row.required("file");
            String text = row.required("question");
            String answer = row.required("answer");
            if (!row.sound() || corpus.isEmpty()) {
                return;
            }
            DocumentId id = new DocumentId(length + "/" + type.word() + "/" + name);
            if (last.isEmpty() || !last.get().id().equals(id)) {
                last = new CorpusLookup(corpus.get()).find(id);
            }
            if (last.isEmpty()) {
                row.problem("text '" + id + "' is not in datasets; add it or remove the question");
                return;
            }
            Document document = last.get();
            LaraParts parts = new LaraParts(document, length, type, task);
            List<Evidence> evidence = new ArrayList<>();
            String position = position(row, task, parts, evidence);
            if (!row.sound()) {
                return;
            }
            if (task == LaraTask.LOCATION) {
                evidence.replaceAll(region -> AnswerSpan.refine(document.text(), region, answer));
            }
            QuestionId question = id(type, task, name, text);
            Map<String, String> attributes = new TreeMap<>(
                    Map.of("length", length, "context-type", type.word(), "task", task.word(), "position", position));
            if (task == LaraTask.COMP && type == LaraType.BOOK && parts.namesOthers(text + " " + answer)) {
                attributes.put("names", "original");
            }
            Gold.Key key =
                    task == LaraTask.HALLU ? new Gold.Key.Unanswerable(answer) : new Gold.Key.Answers(List.of(answer));
            sheet.add(
                    row,
                    new Question(question, text, Scope.of(List.of(id)), attributes),
                    new Gold(question, key, task == LaraTask.HALLU ? List.of() : evidence));
        }

        // Upstream rows have no id; the same question is asked twice of one text here and there.
        private QuestionId id(LaraType type, LaraTask task, String file, String text) {
            String kind = length + "-" + type.word() + "-" + task.word();
            String hash = Fingerprint.of(kind, file, text).brief();
            int ordinal = seen.merge(kind + hash, 1, Integer::sum) - 1;
            return new QuestionId(kind + "-" + hash + "-" + ordinal);
        }

        private static String position(JsonRow row, LaraTask task, LaraParts parts, List<Evidence> evidence) {
            JsonNode label = row.get(task == LaraTask.COMP ? "comp_parts" : "context_order");
            if (task == LaraTask.COMP) {
                if (label.size() == 2
                        && parts.region(label.get(0)).isPresent()
                        && parts.region(label.get(1)).isPresent()) {
                    label.forEach(part -> evidence.add(parts.region(part).orElseThrow()));
                    return parts.place(label.get(0)) + " + " + parts.place(label.get(1));
                }
                row.problem("'comp_parts' must be two of the parts 0 to " + (parts.count() - 1) + ", got " + label);
            } else if (label.asText().equals("full")) {
                evidence.add(parts.whole());
                return "full";
            } else {
                parts.region(label).ifPresent(evidence::add);
                if (!evidence.isEmpty()) {
                    return parts.place(label);
                }
                row.problem("'context_order' must be 0 to " + (parts.count() - 1) + " or \"full\", got " + label);
            }
            return "";
        }
    }
}
