package dev.winnow.app.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.JsonRow;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code questions.jsonl}, the questions of Winnow's own layout; docs/datasets.md describes it. */
public final class QuestionFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> FIELDS =
            Set.of("id", "text", "answers", "refusal", "evidence", "scope", "attributes");
    private static final Set<String> EVIDENCE = Set.of("document", "start", "end", "quote", "grain");

    private final Sheet sheet = new Sheet();
    // Empty when the corpus itself is broken: names of documents are then not checked.
    private final Optional<CorpusLookup> corpus;

    private QuestionFile(Optional<CorpusLookup> corpus) {
        this.corpus = corpus;
    }

    /**
     * Questions without documents: what their scopes and evidence name is not looked up.
     *
     * @param name of the data set
     * @throws dev.winnow.indexer.spec.InputException with every problem of the file
     */
    public static Dataset alone(Path file, String name) {
        Problems problems = new Problems();
        Sheet sheet = read(file, Optional.empty(), problems);
        problems.throwIfAny();
        return sheet.dataset(name, new MemoryCorpus(List.of()));
    }

    /** Writes questions and their answer keys, without evidence. */
    public static void write(Path file, List<Question> questions, Map<QuestionId, Gold> gold) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (BufferedWriter out = Files.newBufferedWriter(partial)) {
            for (Question question : questions) {
                ObjectNode line =
                        JSON.createObjectNode().put("id", question.id().value()).put("text", question.text());
                Gold known = gold.get(question.id());
                if (known != null) {
                    switch (known.key()) {
                        case Gold.Key.Answers right -> {
                            ArrayNode answers = line.putArray("answers");
                            right.texts().forEach(answers::add);
                        }
                        case Gold.Key.Unanswerable none -> line.put("refusal", none.statement());
                        case Gold.Key.Unknown unknown -> {}
                    }
                }
                if (question.scope() instanceof Scope.Documents some) {
                    ArrayNode scope = line.putArray("scope");
                    some.ids().forEach(id -> scope.add(id.value()));
                }
                ObjectNode attributes = line.putObject("attributes");
                question.attributes().forEach(attributes::put);
                out.write(line.toString());
                out.write('\n');
            }
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static Sheet read(Path file, Optional<CorpusLookup> corpus, Problems problems) {
        QuestionFile reader = new QuestionFile(corpus);
        JsonLines.read(file, problems, reader::add);
        return reader.sheet;
    }

    private void add(JsonRow row) {
        row.only(FIELDS);
        String id = row.required("id");
        String text = row.required("text");
        Gold.Key key = key(row);
        List<Evidence> evidence = new ArrayList<>();
        int i = 0;
        for (JsonRow place : row.rows("evidence")) {
            evidence(place, "evidence[" + i++ + "]").ifPresent(evidence::add);
        }
        Scope scope = scope(row);
        var attributes = row.values("attributes");
        if (row.sound()) {
            QuestionId question = new QuestionId(id);
            sheet.add(row, new Question(question, text, scope, attributes), new Gold(question, key, evidence));
        }
    }

    private static Gold.Key key(JsonRow row) {
        List<String> answers = row.strings("answers");
        String refusal = row.optional("refusal");
        if (!row.sound() || (!row.has("answers") && !row.has("refusal"))) {
            return new Gold.Key.Unknown();
        }
        if (answers.isEmpty()) {
            return new Gold.Key.Unanswerable(refusal);
        }
        if (row.has("refusal")) {
            row.problem("a question has either answers or a 'refusal'; remove one of them");
        }
        if (answers.stream().anyMatch(String::isBlank)) {
            row.problem("'answers' holds an empty answer; remove it, or write [] if refusing is right");
        }
        return new Gold.Key.Answers(answers);
    }

    private Scope scope(JsonRow row) {
        if (!row.has("scope")) {
            return Scope.CORPUS;
        }
        List<String> names = row.strings("scope");
        if (row.sound() && names.isEmpty()) {
            row.problem("'scope' is empty; name documents, or leave it out for the whole corpus");
        }
        List<DocumentId> ids = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank()) {
                row.problem("'scope' holds an empty id; remove it");
            } else if (!seen.add(name)) {
                row.problem("'scope' names document '" + name + "' twice; remove one");
            } else if (known(row, "'scope'", name)) {
                ids.add(new DocumentId(name));
            }
        }
        return ids.isEmpty() ? Scope.CORPUS : Scope.of(ids);
    }

    private boolean known(JsonRow row, String place, String id) {
        if (corpus.isPresent() && !corpus.get().has(new DocumentId(id))) {
            row.problem(place + " names document '" + id + "', which is not in the corpus; correct the id or add it");
            return false;
        }
        return true;
    }

    private Optional<Evidence> evidence(JsonRow place, String name) {
        place.only(EVIDENCE);
        String id = place.required("document");
        String quote = place.optional("quote");
        OptionalInt start = place.integer("start");
        OptionalInt end = place.integer("end");
        Optional<Evidence.Grain> grain = grain(place);
        if (!place.sound() || !known(place, name, id) || corpus.isEmpty()) {
            return Optional.empty();
        }
        DocumentId document = new DocumentId(id);
        if (start.isPresent() != end.isPresent() || (start.isPresent() && place.has("quote"))) {
            place.problem(name + " must give both 'start' and 'end', or a 'quote', or neither for the whole document");
            return Optional.empty();
        }
        Evidence.Grain exact = grain.orElse(Evidence.Grain.SPAN);
        if (start.isPresent()) {
            return span(place, name, document, start.getAsInt(), end.getAsInt(), exact);
        }
        if (place.has("quote")) {
            return quoted(place, name, document, quote, exact);
        }
        Optional<Evidence> whole = corpus.get().whole(document);
        if (whole.isEmpty()) {
            place.problem(name + " names document '" + id + "', which has no text; remove it");
        }
        return whole.map(all -> new Evidence(document, all.start(), all.end(), grain.orElse(Evidence.Grain.REGION)));
    }

    private static Optional<Evidence.Grain> grain(JsonRow place) {
        if (!place.has("grain")) {
            return Optional.empty();
        }
        String name = place.optional("grain");
        for (Evidence.Grain grain : Evidence.Grain.values()) {
            if (grain.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(grain);
            }
        }
        place.problem("'grain' must be span or region, got '" + name + "'");
        return Optional.empty();
    }

    private Optional<Evidence> span(
            JsonRow place, String name, DocumentId document, int start, int end, Evidence.Grain grain) {
        int length = corpus.orElseThrow().length(document);
        if (start < 0 || end <= start || end > length) {
            place.problem(name + " is [" + start + ", " + end + "), but the text of '" + document + "' is [0, " + length
                    + "); offsets count UTF-16 units, and 'end' is behind the last");
            return Optional.empty();
        }
        return Optional.of(new Evidence(document, start, end, grain));
    }

    private Optional<Evidence> quoted(
            JsonRow place, String name, DocumentId document, String quote, Evidence.Grain grain) {
        String text = corpus.orElseThrow().find(document).map(Document::text).orElse("");
        int first = quote.isEmpty() ? -1 : text.indexOf(quote);
        if (first < 0) {
            place.problem(name + ": the quote does not stand in '" + document + "'; copy it from the text as it is");
            return Optional.empty();
        }
        if (text.indexOf(quote, first + 1) >= 0) {
            place.problem(name + ": the quote stands more than once in '" + document
                    + "'; make it longer, or give 'start' and 'end'");
            return Optional.empty();
        }
        return Optional.of(new Evidence(document, first, first + quote.length(), grain));
    }
}
