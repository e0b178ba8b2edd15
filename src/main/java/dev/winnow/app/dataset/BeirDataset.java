package dev.winnow.app.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.ingest.BeirCorpus;
import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.JsonRow;
import dev.winnow.indexer.ingest.Layout;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A data set in the layout of the BEIR benchmark: {@code corpus.jsonl}, {@code queries.jsonl} and {@code qrels/}.
 * Questions are those that the split judges, or all where the folder has no judgements. A document judged above 0 is
 * evidence as a whole. {@code metadata.answers} of a query are its answers; a query without them can be used for
 * retrieval only.
 *
 * @param split the file in {@code qrels/}, without {@code .tsv}
 */
public record BeirDataset(Path folder, @Default("test") String split) implements DatasetSpec {
    @Override
    public Corpus corpus(DatasetTools tools) {
        Layout.of(folder);
        return BeirCorpus.open(folder);
    }

    @Override
    public Dataset load(DatasetTools tools) {
        Layout.of(folder);
        Problems problems = new Problems();
        Optional<Corpus> corpus = problems.gather(() -> BeirCorpus.open(folder));
        Optional<JudgedQueries> qrels = qrels(corpus.map(CorpusLookup::new), problems);
        Path packed = folder.resolve("queries.jsonl.gz");
        Path queries = Files.isRegularFile(packed) ? packed : folder.resolve("queries.jsonl");
        Sheet sheet = new Sheet();
        Set<String> read = new HashSet<>();
        int before = problems.count();
        JsonLines.read(queries, problems, row -> {
            String id = row.required("_id");
            String text = row.required("text");
            read.add(id);
            if (!row.sound() || qrels.isEmpty() || qrels.get().judges(id)) {
                add(row, id, text, qrels, sheet);
            }
        });
        if (problems.count() == before) {
            qrels.ifPresent(judged -> judged.requireAll(read, queries));
        }
        problems.throwIfAny();
        return sheet.dataset(Sheet.name(folder), corpus.orElseThrow());
    }

    private static void add(JsonRow row, String id, String text, Optional<JudgedQueries> qrels, Sheet sheet) {
        JsonNode answers = row.get("metadata").path("answers");
        Gold.Key key = answers.isArray() ? key(row, answers) : new Gold.Key.Unknown();
        if (!answers.isArray() && !answers.isMissingNode() && !answers.isNull()) {
            row.problem("'metadata.answers' must be a list of strings, got " + answers);
        }
        Map<String, String> attributes = row.values("metadata");
        attributes.remove("answers");
        if (row.sound()) {
            QuestionId question = new QuestionId(id);
            List<Evidence> evidence = qrels.map(judged -> judged.evidence(id)).orElse(List.of());
            sheet.add(row, new Question(question, text, Scope.CORPUS, attributes), new Gold(question, key, evidence));
        }
    }

    private static Gold.Key key(JsonRow row, JsonNode answers) {
        List<String> texts = new ArrayList<>();
        for (JsonNode answer : answers) {
            if (!answer.isTextual() || answer.textValue().isBlank()) {
                row.problem("'metadata.answers' must be a list of strings that are not empty, got " + answers);
                break;
            }
            texts.add(answer.textValue());
        }
        return texts.isEmpty() ? new Gold.Key.Unanswerable("") : new Gold.Key.Answers(texts);
    }

    private Optional<JudgedQueries> qrels(Optional<CorpusLookup> corpus, Problems problems) {
        Path judgements = folder.resolve("qrels");
        if (!Files.isDirectory(judgements)) {
            return Optional.empty();
        }
        Path file = judgements.resolve(split + ".tsv");
        if (Files.isRegularFile(file)) {
            return Optional.of(JudgedQueries.read(file, corpus, problems));
        }
        try (var listed = Files.list(judgements)) {
            List<String> splits = listed.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".tsv"))
                    .map(name -> name.substring(0, name.length() - ".tsv".length()))
                    .toList();
            problems.at(judgements, "no split '" + split + "'" + Suggestion.of(split, splits));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }
}
