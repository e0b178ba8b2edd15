package dev.winnow.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.StrategyRow.Family;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What the report's view of single questions reads, in parts that a page unpacks when they are needed: an overview with
 * every question and score, then answers and contexts, some questions a part, then texts, some documents a part. The
 * text of documents is stored once, and only where a trial showed it or evidence lies in it. Where all would be too much,
 * texts are kept for a sample of questions, then contexts, then questions; samples depend on the seed alone.
 */
final class DrillDown {
    private static final int AROUND_EVIDENCE = 160;
    private static final int FIRST_RANKS = 10;
    private static final int PART_UNITS = 400_000;

    /** A margin for texts that compress less well than those that were tried. */
    private static final double TRUSTED = 0.93;

    /** A margin that keeps the rounds few until answers and contexts have room. */
    private static final double SPARED = 0.9;

    private static final int CUTS = 3;
    private static final int SAMPLES = 6;

    private final Results results;
    private final PageLimits limits;
    private final Map<QuestionId, List<Placed>> trials = new HashMap<>();
    private List<Question> questions = List.of();
    private final Set<Question> withContexts = new HashSet<>();
    private final Map<DocumentId, Integer> places = new LinkedHashMap<>();
    private final KeptTexts texts;
    private int longestAnswer;
    private int cutAnswers;
    private int withAllTexts;
    private int withFirstTexts;
    private final List<Integer> answerStarts = new ArrayList<>();
    private final List<byte[]> answerParts = new ArrayList<>();
    private final List<Integer> textStarts = new ArrayList<>();
    private final List<byte[]> textParts = new ArrayList<>();
    private final byte[] overview;

    private record Placed(int row, Trial trial) {}

    DrillDown(Results results, PageLimits limits) throws IOException {
        this.results = results;
        this.limits = limits;
        this.texts = new KeptTexts(results.data().corpus());
        for (int row = 0; row < results.rows().size(); row++) {
            for (Trial trial : results.trials(results.rows().get(row))) {
                trials.computeIfAbsent(trial.question(), question -> new ArrayList<>())
                        .add(new Placed(row, trial));
            }
        }
        List<Question> drawn = Lots.drawn(results.data());
        long taken = packAnswers(drawn, limits);
        PageLimits within = limits;
        for (int round = 1; taken > limits.bytes() && round <= CUTS + SAMPLES; round++) {
            within = round <= CUTS ? cut(within, taken) : sampled(within, taken);
            taken = packAnswers(drawn, within);
        }
        drawn.retainAll(new HashSet<>(questions));
        chooseTexts(drawn, limits.bytes() - taken);
        packTexts();
        overview = Packed.of(this::writeOverview);
    }

    /** Chooses questions, contexts and answers within limits, and packs them; returns what they take with the overview. */
    private long packAnswers(List<Question> drawn, PageLimits within) throws IOException {
        Set<Question> chosen = Lots.firstOf(
                drawn, within.trials(), question -> trials(question).size());
        questions = results.data().questions().stream().filter(chosen::contains).toList();
        withContexts.clear();
        withContexts.addAll(
                Lots.firstOf(drawn.stream().filter(chosen::contains).toList(), within.shown(), this::shown));
        longestAnswer = AnswerCut.within(answers(), within.answerBytes());
        cutAnswers = 0;
        places.clear();
        answerStarts.clear();
        answerParts.clear();
        packAnswers();
        return Packed.of(this::writeOverview).length + answerSize();
    }

    private long answerSize() {
        return answerParts.stream().mapToLong(part -> part.length).sum();
    }

    /** The share of the answers and contexts kept now for which there is room beside the overview. */
    private PageLimits cut(PageLimits within, long taken) {
        double share = SPARED * Math.max(0, limits.bytes() - taken + answerSize()) / answerSize();
        long shown = withContexts.stream().mapToLong(this::shown).sum();
        long answers = Math.min(within.answerBytes(), AnswerCut.bytes(answers(), longestAnswer));
        return new PageLimits(within.trials(), (long) (shown * share), (long) (answers * share), within.bytes());
    }

    /** The share of the trials kept now for which there is room. */
    private PageLimits sampled(PageLimits within, long taken) {
        double share = SPARED * limits.bytes() / taken;
        int kept = (int) (answers().size() * share);
        return new PageLimits(kept, within.shown(), within.answerBytes(), within.bytes());
    }

    private List<Placed> trials(Question question) {
        return trials.getOrDefault(question.id(), List.of());
    }

    private long shown(Question question) {
        return trials(question).stream()
                .mapToLong(placed -> placed.trial().shown().size())
                .sum();
    }

    private List<String> answers() {
        return questions.stream()
                .flatMap(question -> trials(question).stream())
                .map(placed -> AnswerCut.text(placed.trial()))
                .toList();
    }

    private int place(DocumentId id) {
        return places.computeIfAbsent(id, key -> places.size());
    }

    private void packAnswers() throws IOException {
        int from = 0;
        long units = 0;
        for (int i = 0; i < questions.size(); i++) {
            units += weight(questions.get(i));
            if (units >= PART_UNITS || i == questions.size() - 1) {
                List<Question> part = questions.subList(from, i + 1);
                answerStarts.add(from);
                answerParts.add(Packed.of(json -> {
                    json.writeStartArray();
                    for (Question question : part) {
                        writeAnswers(json, question);
                    }
                    json.writeEndArray();
                }));
                from = i + 1;
                units = 0;
            }
        }
    }

    /** About how many characters the answers and contexts of a question take. */
    private long weight(Question question) {
        long weight = 200;
        for (Placed placed : trials(question)) {
            int length = AnswerCut.text(placed.trial()).length();
            weight += 60
                    + Math.min(length, longestAnswer)
                    + (withContexts.contains(question)
                            ? 3L * placed.trial().shown().size()
                            : 0);
        }
        return weight;
    }

    private void writeAnswers(JsonGenerator json, Question question) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("evidence");
        for (Evidence evidence : evidence(question)) {
            int grain = evidence.grain() == Evidence.Grain.SPAN ? 0 : 1;
            json.writeArray(new int[] {place(evidence.document()), evidence.start(), evidence.end(), grain}, 0, 4);
        }
        json.writeEndArray();
        List<Trial> own = trials(question).stream().map(Placed::trial).toList();
        boolean contexts = withContexts.contains(question);
        ShownLists lists = new ShownLists(contexts ? own : List.of(), span -> place(span.document()));
        lists.write(json);
        json.writeArrayFieldStart("trials");
        for (int i = 0; i < own.size(); i++) {
            writeTrial(json, trials(question).get(i));
            if (contexts) {
                lists.writeList(json, i);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** All but the context; the array stays open. */
    private void writeTrial(JsonGenerator json, Placed placed) throws IOException {
        Trial trial = placed.trial();
        json.writeStartArray();
        json.writeNumber(placed.row());
        json.writeNumber(trial.repetition());
        String answer = AnswerCut.text(trial);
        if (answer.length() > longestAnswer) {
            cutAnswers++;
        }
        json.writeString(Packed.wellFormed(answer.substring(0, Math.min(answer.length(), longestAnswer))));
        json.writeNumber(Math.max(0, answer.length() - longestAnswer));
        json.writeNumber(trial.allowed().orElse(-1));
        json.writeNumber(trial.used());
        json.writeNumber(trial.omitted());
        json.writeNumber(trial.calls().size());
        json.writeNumber(trial.usage().prompt());
        json.writeNumber(trial.usage().completion());
        Packed.rounded(json, trial.selectMillis() + trial.callMillis(), 1);
        Packed.rounded(json, trial.wholeCost(), 8);
        json.writeNumber(trial.shown().size());
        TrialAccount.write(json, trial);
        TrialCitations.write(json, trial, this::place);
    }

    private List<Evidence> evidence(Question question) {
        return Optional.ofNullable(results.data().gold().get(question.id()))
                .map(Gold::evidence)
                .orElse(List.of());
    }

    /** First what stands around evidence, then the first of each ranking, then everything, as long as there is room. */
    private void chooseTexts(List<Question> drawn, long room) throws IOException {
        long left = Math.max(0, room);
        double encoded = 4.0 / 3 * texts.bytesPerUnit(List.copyOf(places.keySet()));
        texts.limit((long) (TRUSTED * left / encoded));
        for (Question question : drawn) {
            texts.keep(wanted(question, 0));
        }
        Set<Question> first = new HashSet<>();
        for (Question question : drawn) {
            if (texts.keep(wanted(question, FIRST_RANKS))) {
                first.add(question);
            }
        }
        for (Question question : drawn) {
            if (withContexts.contains(question) && texts.keep(wanted(question, Integer.MAX_VALUE))) {
                withAllTexts++;
                first.remove(question);
            }
        }
        withFirstTexts = first.size();
    }

    /** What is around evidence, and passages up to a rank; of contexts that were not ranked all or none. */
    private KeptTexts.Wanted wanted(Question question, int ranks) {
        KeptTexts.Wanted wanted = texts.wanted();
        for (Evidence evidence : evidence(question)) {
            wanted.add(evidence.document(), evidence.start() - AROUND_EVIDENCE, evidence.end() + AROUND_EVIDENCE);
        }
        if (ranks > 0 && withContexts.contains(question)) {
            Set<ShownSpan> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Placed placed : trials(question)) {
                boolean ranked = results.rows().get(placed.row()).family() == Family.RETRIEVAL;
                for (ShownSpan span : placed.trial().shown()) {
                    if ((ranked ? span.rank() <= ranks : ranks == Integer.MAX_VALUE) && seen.add(span)) {
                        wanted.add(span.document(), span.start(), span.end());
                    }
                }
            }
        }
        return wanted;
    }

    private void packTexts() throws IOException {
        List<DocumentId> documents = List.copyOf(places.keySet());
        int from = 0;
        long units = 0;
        for (int i = 0; i < documents.size(); i++) {
            units += 60;
            for (Map.Entry<Integer, Integer> part :
                    texts.parts(documents.get(i)).entrySet()) {
                units += part.getValue() - part.getKey();
            }
            if (units >= PART_UNITS || i == documents.size() - 1) {
                List<DocumentId> part = documents.subList(from, i + 1);
                textStarts.add(from);
                textParts.add(Packed.of(json -> {
                    json.writeStartArray();
                    for (DocumentId id : part) {
                        writeDocument(json, id);
                    }
                    json.writeEndArray();
                }));
                from = i + 1;
                units = 0;
            }
        }
    }

    private void writeDocument(JsonGenerator json, DocumentId id) throws IOException {
        Optional<Document> document = texts.document(id);
        json.writeStartObject();
        json.writeStringField("id", Packed.wellFormed(id.value()));
        json.writeStringField(
                "title", Packed.wellFormed(document.map(Document::title).orElse("")));
        json.writeArrayFieldStart("parts");
        if (document.isPresent()) {
            String text = document.get().text();
            for (Map.Entry<Integer, Integer> part : texts.parts(id).entrySet()) {
                json.writeNumber(part.getKey());
                json.writeString(Packed.wellFormed(text.substring(part.getKey(), part.getValue())));
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeOverview(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("repetitions", results.repetitions());
        json.writeArrayFieldStart("questions");
        for (Question question : questions) {
            writeQuestion(json, question);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (StrategyRow row : results.rows()) {
            writeRow(json, row);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("endings");
        for (StrategyRow row : results.rows()) {
            json.writeString(endings(row));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("answerStarts");
        for (int start : answerStarts) {
            json.writeNumber(start);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("textStarts");
        for (int start : textStarts) {
            json.writeNumber(start);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeQuestion(JsonGenerator json, Question question) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", Packed.wellFormed(question.id().value()));
        json.writeStringField("text", Packed.wellFormed(question.text()));
        json.writeObjectFieldStart("attributes");
        for (Map.Entry<String, String> attribute :
                results.attributes(question.id()).entrySet()) {
            json.writeStringField(Packed.wellFormed(attribute.getKey()), Packed.wellFormed(attribute.getValue()));
        }
        json.writeEndObject();
        Gold gold = results.data().gold().get(question.id());
        if (gold != null && gold.known()) {
            json.writeArrayFieldStart("answers");
            for (String answer : gold.answers()) {
                json.writeString(Packed.wellFormed(answer));
            }
            json.writeEndArray();
            json.writeBooleanField("unanswerable", gold.unanswerable());
        }
        json.writeEndObject();
    }

    /** How each trial ended, a letter each, its scores by measure, and what became of it; by question, then by repetition. */
    private void writeRow(JsonGenerator json, StrategyRow row) throws IOException {
        List<Trial> inOrder = inOrder(row);
        json.writeStartArray();
        StringBuilder ends = new StringBuilder();
        inOrder.forEach(trial -> ends.append(letter(trial)));
        json.writeString(ends.toString());
        for (Measure measure : results.data().measures()) {
            json.writeStartArray();
            for (Trial trial : inOrder) {
                OptionalDouble score = trial == null ? OptionalDouble.empty() : results.score(trial, measure);
                Packed.rounded(json, score.orElse(Double.NaN), 4);
            }
            json.writeEndArray();
        }
        writeFates(json, inOrder);
        json.writeEndArray();
    }

    /** A row's trials by question, then by repetition; nothing where there is none. */
    private List<Trial> inOrder(StrategyRow row) {
        Map<QuestionId, Trial[]> own = new HashMap<>();
        for (Trial trial : results.trials(row)) {
            own.computeIfAbsent(trial.question(), question -> new Trial[results.repetitions()])[trial.repetition()] =
                    trial;
        }
        List<Trial> inOrder = new ArrayList<>();
        Trial[] none = new Trial[results.repetitions()];
        questions.forEach(question -> inOrder.addAll(Arrays.asList(own.getOrDefault(question.id(), none))));
        return inOrder;
    }

    /** In which of the ways that {@link Ending} tells apart each trial ended, a letter each. */
    private String endings(StrategyRow row) {
        Failures failures = results.tables().failures();
        StringBuilder letters = new StringBuilder();
        inOrder(row)
                .forEach(trial ->
                        letters.append(trial == null ? '-' : failures.of(trial).letter()));
        return letters.toString();
    }

    /** What became of each trial, a letter each from {@code a} on; nothing where that is not known of any. */
    private void writeFates(JsonGenerator json, List<Trial> trials) throws IOException {
        EvidenceLosses losses = results.tables().evidenceLosses();
        if (losses.known()) {
            StringBuilder fates = new StringBuilder();
            for (Trial trial : trials) {
                fates.append(trial == null ? '-' : losses.letter(trial));
            }
            json.writeString(fates.toString());
        }
    }

    private static char letter(Trial trial) {
        if (trial == null) {
            return '-';
        }
        return switch (trial.outcome()) {
            case Outcome.Failed failed -> 'f';
            case Outcome.Answered answered ->
                switch (answered.answer()) {
                    case Answer.Given given -> 'g';
                    case Answer.Refused refused -> 'r';
                };
        };
    }

    /** What is not there, in a sentence each for the reader; empty if everything is. */
    Optional<String> omission() {
        List<String> parts = new ArrayList<>();
        int all = results.data().questions().size();
        int own = questions.size();
        if (own < all) {
            parts.add("A sample of " + Digits.grouped(own) + " of " + Digits.grouped(all)
                    + " questions, drawn by the seed, so that this page stays small.");
        }
        if (withContexts.size() < own) {
            parts.add("What strategies were shown is kept for " + Digits.grouped(withContexts.size()) + " of "
                    + Digits.grouped(own) + " questions, drawn by the seed.");
        }
        if (withAllTexts < own) {
            List<String> kept = new ArrayList<>();
            if (withAllTexts > 0) {
                kept.add("all for " + Digits.grouped(withAllTexts));
            }
            if (withFirstTexts > 0) {
                kept.add("the first " + FIRST_RANKS + " of each ranking for " + Digits.grouped(withFirstTexts));
            }
            kept.add("those around evidence for " + Digits.grouped(own - withAllTexts - withFirstTexts));
            parts.add("Texts of passages are a sample: " + String.join(", ", kept) + " of " + Digits.grouped(own)
                    + " questions.");
        }
        if (cutAnswers > 0) {
            parts.add(Digits.grouped(cutAnswers) + (cutAnswers == 1 ? " answer is" : " answers are") + " cut at "
                    + Digits.grouped(longestAnswer) + " characters.");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", parts));
    }

    /** Writes all parts as elements of a page that browsers do not show or run. */
    void write(OutputStream out) throws IOException {
        element(out, "drill-down", overview);
        for (int i = 0; i < answerParts.size(); i++) {
            element(out, "answers-" + i, answerParts.get(i));
        }
        for (int i = 0; i < textParts.size(); i++) {
            element(out, "texts-" + i, textParts.get(i));
        }
    }

    private static void element(OutputStream out, String id, byte[] content) throws IOException {
        out.write(("<script type=\"text/plain\" id=\"" + id + "\">").getBytes(StandardCharsets.US_ASCII));
        out.write(content);
        out.write("</script>\n".getBytes(StandardCharsets.US_ASCII));
    }
}
