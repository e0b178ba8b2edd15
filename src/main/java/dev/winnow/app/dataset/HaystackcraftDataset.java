package dev.winnow.app.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.ingest.HaystackcraftCorpus;
import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.JsonRow;
import dev.winnow.indexer.ingest.Layout;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.Default;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * HaystackCraft (arXiv 2510.07414) in the layout of its repository, and what {@code winnow haystack} writes:
 * {@code docs.jsonl}, and files whose rows have {@code id, question, answer, answer_aliases, p2d_id}. The values of the
 * last are the ids of the documents that are needed; each of these is evidence as a whole. Without an answer, the right
 * behaviour is to refuse. Every question sees the whole corpus. Its attributes are {@code source}, the name of its file
 * up to the first underscore, and {@code hops} where its id begins with them, as MuSiQue's do.
 *
 * @param folder holds {@code docs.jsonl}, and the questions there or in {@code data/} or {@code questions/}
 * @param questions names of files, or patterns such as {@code musique_400_*.jsonl}; none named means all of
 *     {@value #MUSIQUE}, {@value #NQ} and {@value #OWN} that there are
 */
public record HaystackcraftDataset(Path folder, @Default("[]") List<String> questions) implements DatasetSpec {
    private static final String MUSIQUE = "musique_400_*.jsonl";
    private static final String NQ = "nq_filtered.jsonl";
    private static final String OWN = "questions.jsonl";
    private static final List<String> USUAL = List.of(MUSIQUE, NQ, OWN);
    private static final List<String> PLACES = List.of("", "data", "questions");
    private static final Pattern HOPS = Pattern.compile("(\\d)hop\\d?_.*");

    public HaystackcraftDataset {
        questions = List.copyOf(questions);
    }

    @Override
    public Corpus corpus(DatasetTools tools) {
        Layout.of(folder);
        return HaystackcraftCorpus.open(folder);
    }

    @Override
    public Dataset load(DatasetTools tools) {
        Layout.of(folder);
        Problems problems = new Problems();
        Set<Path> files = files(problems);
        Optional<Corpus> corpus = problems.gather(() -> HaystackcraftCorpus.open(folder));
        Sheet sheet = new Sheet();
        Optional<CorpusLookup> lookup = corpus.map(CorpusLookup::new);
        for (Path file : files) {
            JsonLines.read(file, problems, row -> add(row, source(file), lookup, sheet));
        }
        problems.throwIfAny();
        return sheet.dataset(Sheet.name(folder), corpus.orElseThrow());
    }

    private Set<Path> files(Problems problems) {
        Set<Path> files = new LinkedHashSet<>();
        for (String pattern : questions.isEmpty() ? USUAL : questions) {
            List<Path> found = files(pattern);
            if (found.isEmpty() && !questions.isEmpty()) {
                problems.at(folder, "there is no file of questions '" + pattern + "'; check the name");
            }
            files.addAll(found);
        }
        if (files.isEmpty() && questions.isEmpty()) {
            problems.at(folder, "there is no file of questions; it needs one of " + String.join(", ", USUAL));
        }
        return files;
    }

    private List<Path> files(String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        List<Path> found = new ArrayList<>();
        for (String place : PLACES) {
            Path in = folder.resolve(place);
            if (Files.isDirectory(in)) {
                try (Stream<Path> listed = Files.list(in)) {
                    listed.filter(file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file))
                            .sorted()
                            .forEach(found::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return found;
    }

    private static String source(Path file) {
        return file.getFileName().toString().replaceFirst("[_.].*", "");
    }

    private static void add(JsonRow row, String source, Optional<CorpusLookup> corpus, Sheet sheet) {
        String id = text(row, "id");
        String text = row.required("question");
        List<String> answers = answers(row);
        List<Evidence> evidence = evidence(row, corpus);
        if (!row.sound()) {
            return;
        }
        Map<String, String> attributes = new TreeMap<>(Map.of("source", source));
        Matcher hops = HOPS.matcher(id);
        if (hops.matches()) {
            attributes.put("hops", hops.group(1));
        }
        QuestionId question = new QuestionId(id);
        sheet.add(row, new Question(question, text, Scope.CORPUS, attributes), new Gold(question, answers, evidence));
    }

    /** A string, or a number as one. */
    private static String text(JsonRow row, String field) {
        JsonNode value = row.get(field);
        return value.isIntegralNumber() ? value.asText() : row.required(field);
    }

    private static List<String> answers(JsonRow row) {
        List<String> answers = new ArrayList<>();
        JsonNode answer = row.get("answer");
        List<String> first = answer.isArray()
                ? row.strings("answer")
                : List.of(answer.isNumber() ? answer.asText() : row.optional("answer"));
        Stream.concat(first.stream(), row.strings("answer_aliases").stream())
                .filter(each -> !each.isBlank() && !answers.contains(each))
                .forEach(answers::add);
        return answers;
    }

    private static List<Evidence> evidence(JsonRow row, Optional<CorpusLookup> corpus) {
        JsonNode needed = row.get("p2d_id");
        if (!needed.isObject() && !needed.isNull()) {
            row.problem("'p2d_id' must be an object whose values are ids of documents");
            return List.of();
        }
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode value : needed) {
            if (value.isArray()) {
                value.forEach(each -> ids.add(each.asText()));
            } else {
                ids.add(value.asText());
            }
        }
        List<Evidence> evidence = new ArrayList<>();
        for (String id : ids) {
            if (id.isBlank() || (corpus.isPresent() && !corpus.get().has(new DocumentId(id)))) {
                row.problem("'p2d_id' names document '" + id + "', which is not in docs.jsonl; add it there");
            } else {
                corpus.flatMap(lookup -> lookup.whole(new DocumentId(id))).ifPresent(evidence::add);
            }
        }
        return evidence;
    }
}
