package dev.winnow.pipelines.haystack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.chunk.PassageId;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.index.IndexedCorpus;
import dev.winnow.indexer.ingest.JsonRow;
import dev.winnow.indexer.ingest.KeyedRows;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ready-made haystacks, one JSON object per line as HaystackCraft publishes them: {@code id} of the question,
 * {@code docs_added} from document id to the text as shown, and lists of ids {@code descending_order},
 * {@code permutation_1} to {@code permutation_3}.
 */
public final class HaystackFile {
    private static final String ID = "id";
    private static final String DOCUMENTS = "docs_added";

    private final Path file;
    private final IndexedCorpus corpus;
    private final KeyedRows rows;
    private Fingerprint fingerprint;

    private HaystackFile(Path file, IndexedCorpus corpus, KeyedRows rows) {
        this.file = file;
        this.corpus = corpus;
        this.rows = rows;
    }

    /**
     * Reads and checks a file.
     *
     * @param corpus that must have its documents
     * @throws InputException with every problem: torn lines, documents that the corpus lacks, orders that are not of the
     *     documents
     */
    static HaystackFile open(Path file, IndexedCorpus corpus) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file, "there is no such file of haystacks; check folder, set and size");
        }
        return new HaystackFile(file, corpus, KeyedRows.open(file, HaystackFile::id, row -> check(row, corpus)));
    }

    private static String id(JsonRow row) {
        JsonNode id = row.get(ID);
        return id.isIntegralNumber() ? id.asText() : row.required(ID);
    }

    private static void check(JsonRow row, IndexedCorpus corpus) {
        JsonNode documents = row.get(DOCUMENTS);
        if (!documents.isObject()) {
            row.problem("'" + DOCUMENTS + "' must be an object of document ids and texts");
            return;
        }
        Set<String> ids = new HashSet<>();
        documents.properties().forEach(entry -> {
            ids.add(entry.getKey());
            if (!entry.getValue().isTextual()) {
                row.problem("'" + DOCUMENTS + "." + entry.getKey() + "' must be a string");
            } else if (entry.getKey().isBlank() || !corpus.contains(new DocumentId(entry.getKey()))) {
                row.problem("document '" + entry.getKey()
                        + "' is not in the corpus; use the corpus that the haystacks were made of");
            }
        });
        for (HaystackOrder order : HaystackOrder.values()) {
            if (row.has(order.field())) {
                List<String> listed = ids(row, order);
                if (listed.size() != ids.size() || !ids.equals(new HashSet<>(listed))) {
                    row.problem("'" + order.field() + "' must list each document of '" + DOCUMENTS + "' once");
                }
            }
        }
    }

    private static List<String> ids(JsonRow row, HaystackOrder order) {
        List<String> ids = new ArrayList<>();
        row.get(order.field()).forEach(id -> ids.add(id.asText()));
        return ids;
    }

    /** How many haystacks it has. */
    public int size() {
        return rows.size();
    }

    /** A digest of the file, made once. */
    public synchronized Fingerprint fingerprint() {
        if (fingerprint != null) {
            return fingerprint;
        }
        try (InputStream in = Files.newInputStream(file)) {
            fingerprint = Fingerprint.of(in);
            return fingerprint;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A question's documents in an order. A text that is a beginning of its document's, behind its title or not, is shown as
     * that beginning, with the title as the template words it; any other as it stands, without a title.
     *
     * @param haystacks counts them
     * @throws InputException if the file has no haystack of the question, or not in this order
     */
    public List<Shown> documents(QuestionId question, HaystackOrder order, Haystacks haystacks) {
        JsonRow row = rows.get(question.value())
                .orElseThrow(() -> new InputException(
                        file, "there is no haystack for question '" + question + "'; add it or remove the question"));
        if (!row.has(order.field())) {
            throw new InputException(file, row.line() + ": there is no order '" + order.field() + "'");
        }
        JsonNode texts = row.get(DOCUMENTS);
        List<Shown> shown = new ArrayList<>();
        List<String> descending =
                row.has(HaystackOrder.DESCENDING.field()) ? ids(row, HaystackOrder.DESCENDING) : ids(row, order);
        for (String id : ids(row, order)) {
            shown.add(shown(
                    corpus.get(new DocumentId(id)),
                    texts.get(id).textValue(),
                    descending.indexOf(id) + 1,
                    shown.size() + 1,
                    haystacks));
        }
        return shown;
    }

    private static Shown shown(Document document, String text, int rank, int label, Haystacks haystacks) {
        Optional<String> cutTitle = titleAlone(document, text, haystacks.template());
        if (cutTitle.isPresent()) {
            return new Shown(
                    Passage.span(document, 0, 0), cutTitle.get(), rank, 0, haystacks.tokens(label, cutTitle.get(), ""));
        }
        boolean untitled = document.text().startsWith(text);
        String title = untitled ? "" : document.title();
        // A text whose last token was cut inside a character ends with the sign for that.
        String body = (untitled ? text : body(document, text, haystacks.template())).replaceFirst("\ufffd+$", "");
        if (!body.isEmpty() && document.text().startsWith(body)) {
            Passage passage = Passage.span(document, 0, body.length());
            return new Shown(passage, title, rank, 0, haystacks.tokens(label, title, body));
        }
        Passage asItStands =
                new Passage(PassageId.of(document.id(), 0, text.length()), document.id(), 0, 0, text.length(), text);
        return new Shown(asItStands, "", rank, 0, haystacks.tokens(label, "", text));
    }

    /** The beginning of the title that is all of a text, worded as the template words titles. */
    private static Optional<String> titleAlone(Document document, String text, PromptTemplate template) {
        String head = template.titled(document.title(), "");
        int at = document.title().isBlank() ? -1 : head.indexOf(document.title());
        int behind = at + document.title().length();
        if (at < 0 || text.length() <= head.length() - document.title().length()) {
            return Optional.empty();
        }
        String begun = text.substring(at, text.length() - (head.length() - behind));
        return document.title().startsWith(begun) && text.equals(template.titled(begun, ""))
                ? Optional.of(begun)
                : Optional.empty();
    }

    /** What stands behind the title: as the template would word it, or behind the first line if that holds the title. */
    private static String body(Document document, String text, PromptTemplate template) {
        String head = template.titled(document.title(), "");
        if (!document.title().isBlank() && text.startsWith(head)) {
            return text.substring(head.length());
        }
        int line = text.indexOf('\n');
        return line >= 0 && text.substring(0, line).contains(document.title())
                ? text.substring(line + 1).stripLeading()
                : "";
    }
}
