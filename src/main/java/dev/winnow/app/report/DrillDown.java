package dev.winnow.app.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * What the report's view of single questions reads: questions, gold, answers and the passages shown, as compressed JSON.
 * The text of documents is stored once, and only where a trial showed it or evidence lies in it. Where all questions
 * would be too much, it holds a sample of them that depends on the seed alone.
 */
final class DrillDown {
    /** What a drill-down may hold. */
    record Limits(int trials, long textUnits) {
        static final Limits DEFAULT = new Limits(20_000, 12_000_000);
    }

    private static final int AROUND_EVIDENCE = 160;

    private final Results results;
    private final Map<QuestionId, List<Placed>> trials = new HashMap<>();
    private final Map<DocumentId, Optional<Document>> documents = new HashMap<>();
    private final Map<DocumentId, Regions> texts = new LinkedHashMap<>();
    private final List<Question> questions;
    private int withoutTexts;

    private record Placed(int row, Trial trial) {}

    private record Span(int document, int start, int end, int tokens) {}

    DrillDown(Results results, Limits limits) {
        this.results = results;
        for (int row = 0; row < results.rows().size(); row++) {
            for (Trial trial : results.trials(results.rows().get(row))) {
                trials.computeIfAbsent(trial.question(), question -> new ArrayList<>())
                        .add(new Placed(row, trial));
            }
        }
        this.questions = choose(limits);
    }

    private List<Question> choose(Limits limits) {
        ReportData data = results.data();
        List<Question> all = data.questions();
        List<Question> drawn = new ArrayList<>(all);
        if (data.trials().size() > limits.trials()) {
            Map<QuestionId, String> lots = new HashMap<>();
            String seed = Long.toString(data.seed().value());
            all.forEach(question -> lots.put(
                    question.id(),
                    Fingerprint.of(seed, "drill-down", question.id().value()).hex()));
            drawn.sort(Comparator.comparing(question -> lots.get(question.id())));
        }
        Set<Question> chosen = new LinkedHashSet<>();
        long units = 0;
        int count = 0;
        for (Question question : drawn) {
            int own = trials.getOrDefault(question.id(), List.of()).size();
            if (!chosen.isEmpty() && count + own > limits.trials()) {
                break;
            }
            chosen.add(question);
            count += own;
            Map<DocumentId, Regions> needed = needed(question);
            long added = growth(needed);
            if (units + added <= limits.textUnits()) {
                needed.forEach((id, regions) ->
                        texts.computeIfAbsent(id, key -> new Regions()).add(regions));
                units += added;
            } else {
                withoutTexts++;
            }
        }
        return all.stream().filter(chosen::contains).toList();
    }

    private Map<DocumentId, Regions> needed(Question question) {
        Map<DocumentId, Regions> needed = new LinkedHashMap<>();
        for (Placed placed : trials.getOrDefault(question.id(), List.of())) {
            for (ShownSpan span : placed.trial().shown()) {
                need(needed, span.document(), span.start(), span.end());
            }
        }
        Gold gold = results.data().gold().get(question.id());
        if (gold != null) {
            for (Evidence evidence : gold.evidence()) {
                int before = Math.max(0, evidence.start() - AROUND_EVIDENCE);
                need(needed, evidence.document(), before, evidence.end() + AROUND_EVIDENCE);
            }
        }
        return needed;
    }

    private void need(Map<DocumentId, Regions> needed, DocumentId id, int start, int end) {
        document(id).ifPresent(document -> needed.computeIfAbsent(id, key -> new Regions())
                .add(start, Math.min(end, document.text().length())));
    }

    private long growth(Map<DocumentId, Regions> needed) {
        long growth = 0;
        for (Map.Entry<DocumentId, Regions> entry : needed.entrySet()) {
            Regions present = texts.get(entry.getKey());
            if (present == null) {
                growth += entry.getValue().size();
            } else {
                Regions together = present.copy();
                together.add(entry.getValue());
                growth += together.size() - present.size();
            }
        }
        return growth;
    }

    /** The document; empty if the corpus that the report is made with lacks it. */
    private Optional<Document> document(DocumentId id) {
        return documents.computeIfAbsent(id, key -> {
            try {
                return Optional.of(results.data().corpus().get(key));
            } catch (NoSuchElementException e) {
                return Optional.empty();
            }
        });
    }

    /** What is not there, in a sentence for the reader; empty if everything is. */
    Optional<String> omission() {
        List<String> parts = new ArrayList<>();
        int all = results.data().questions().size();
        if (questions.size() < all) {
            parts.add("A sample of " + Digits.grouped(questions.size()) + " of " + Digits.grouped(all)
                    + " questions, drawn by the seed, so that this page stays small.");
        }
        if (withoutTexts > 0) {
            parts.add("For " + Digits.grouped(withoutTexts) + " of " + Digits.grouped(questions.size())
                    + " questions the passages' texts are left out for their size.");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", parts));
    }

    /** The JSON, compressed by gzip, in base64. */
    String encoded() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream base64 = Base64.getEncoder().wrap(bytes);
                OutputStream gzip = new GZIPOutputStream(base64, 1 << 16)) {
            writeJson(gzip);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    /** The JSON, in UTF-8. The page's script says how it is read. */
    void writeJson(OutputStream out) throws IOException {
        Map<DocumentId, Integer> places = new LinkedHashMap<>();
        Map<Span, Integer> spans = new LinkedHashMap<>();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("questions");
            for (Question question : questions) {
                writeQuestion(json, question, places);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("trials");
            for (int i = 0; i < questions.size(); i++) {
                for (Placed placed : trials.getOrDefault(questions.get(i).id(), List.of())) {
                    writeTrial(json, i, placed, places, spans);
                }
            }
            json.writeEndArray();
            json.writeArrayFieldStart("spans");
            for (Span span : spans.keySet()) {
                writeArray(json, span.document(), span.start(), span.end(), span.tokens());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("documents");
            for (DocumentId id : places.keySet()) {
                writeDocument(json, id);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeArray(JsonGenerator json, int... values) throws IOException {
        json.writeArray(values, 0, values.length);
    }

    private static int place(Map<DocumentId, Integer> places, DocumentId id) {
        return places.computeIfAbsent(id, key -> places.size());
    }

    private void writeQuestion(JsonGenerator json, Question question, Map<DocumentId, Integer> places)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", question.id().value());
        json.writeStringField("text", question.text());
        json.writeObjectFieldStart("attributes");
        for (Map.Entry<String, String> attribute : question.attributes().entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        json.writeEndObject();
        Gold gold = results.data().gold().get(question.id());
        if (gold != null) {
            json.writeArrayFieldStart("answers");
            for (String answer : gold.answers()) {
                json.writeString(answer);
            }
            json.writeEndArray();
            json.writeBooleanField("unanswerable", gold.unanswerable());
            json.writeArrayFieldStart("evidence");
            for (Evidence evidence : gold.evidence()) {
                int grain = evidence.grain() == Evidence.Grain.SPAN ? 0 : 1;
                writeArray(json, place(places, evidence.document()), evidence.start(), evidence.end(), grain);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void writeTrial(
            JsonGenerator json, int question, Placed placed, Map<DocumentId, Integer> places, Map<Span, Integer> spans)
            throws IOException {
        Trial trial = placed.trial();
        json.writeStartArray();
        json.writeNumber(placed.row());
        json.writeNumber(question);
        json.writeNumber(trial.repetition());
        switch (trial.outcome()) {
            case Outcome.Failed failed -> writeOutcome(json, "failed", failed.reason() + ": " + failed.message());
            case Outcome.Answered answered -> {
                String state =
                        switch (answered.answer()) {
                            case Answer.Given given -> "given";
                            case Answer.Refused refused -> "refused";
                        };
                writeOutcome(json, state, answered.answer().text());
            }
        }
        writeArray(
                json,
                trial.allowed().orElse(-1),
                trial.used(),
                trial.omitted(),
                trial.calls().size());
        json.writeNumber(trial.usage().prompt());
        json.writeNumber(trial.usage().completion());
        writeNumber(json, trial.selectMillis() + trial.callMillis(), 1);
        writeNumber(json, trial.cost(), 8);
        json.writeStartArray();
        for (Measure measure : results.data().measures()) {
            OptionalDouble score = results.score(trial, measure);
            if (score.isPresent()) {
                writeNumber(json, score.getAsDouble(), 4);
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
        json.writeStartArray();
        for (ShownSpan shown : trial.shown()) {
            Span span = new Span(place(places, shown.document()), shown.start(), shown.end(), shown.tokens());
            json.writeNumber(spans.computeIfAbsent(span, key -> spans.size()));
            json.writeNumber(shown.rank());
            writeNumber(json, shown.score(), 3);
        }
        json.writeEndArray();
        json.writeEndArray();
    }

    private static void writeOutcome(JsonGenerator json, String state, String text) throws IOException {
        json.writeString(state);
        json.writeString(text);
    }

    private static void writeNumber(JsonGenerator json, double value, int digits) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(new BigDecimal(Digits.fixed(value, digits))
                    .stripTrailingZeros()
                    .toPlainString());
        } else {
            json.writeNull();
        }
    }

    private void writeDocument(JsonGenerator json, DocumentId id) throws IOException {
        Optional<Document> document = document(id);
        json.writeStartObject();
        json.writeStringField("id", id.value());
        json.writeStringField("title", document.map(Document::title).orElse(""));
        json.writeArrayFieldStart("parts");
        Regions regions = texts.get(id);
        if (document.isPresent() && regions != null) {
            String text = document.get().text();
            for (Map.Entry<Integer, Integer> part : regions.parts().entrySet()) {
                json.writeNumber(part.getKey());
                json.writeString(text.substring(part.getKey(), part.getValue()));
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
