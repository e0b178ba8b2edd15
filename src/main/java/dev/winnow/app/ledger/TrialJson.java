package dev.winnow.app.ledger;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.model.CallJson;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A trial as a line of {@code answers.jsonl}, and back. */
public final class TrialJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** For text that UTF-8 cannot hold, such as half of a character at the limit of reply tokens. */
    private static final ObjectWriter ESCAPED = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private TrialJson() {}

    /** One line, without line feed. */
    public static String write(Trial trial) {
        ObjectNode line = JSON.createObjectNode();
        line.put("key", trial.key());
        line.put("question", trial.question().value());
        line.put("strategy", trial.strategy());
        line.put("model", trial.model());
        line.put("repetition", trial.repetition());
        switch (trial.outcome()) {
            case Outcome.Answered answered -> {
                switch (answered.answer()) {
                    case Answer.Given given -> {
                        line.put("outcome", "answered");
                        line.put("answer", given.text());
                        given.confidence().ifPresent(confidence -> line.put("confidence", confidence));
                    }
                    case Answer.Refused refused -> {
                        line.put("outcome", "refused");
                        line.put("answer", refused.text());
                    }
                }
            }
            case Outcome.Failed failed -> {
                line.put("outcome", "failed");
                line.put("reason", failed.reason());
                line.put("message", failed.message());
            }
        }
        ArrayNode shown = line.putArray("shown");
        for (ShownSpan span : trial.shown()) {
            ObjectNode one = shown.addObject();
            one.put("passage", span.passage());
            one.put("document", span.document().value());
            one.put("start", span.start());
            one.put("end", span.end());
            one.put("rank", span.rank());
            one.put("score", span.score());
            one.put("tokens", span.tokens());
        }
        trial.allowed().ifPresent(allowed -> line.put("allowed", allowed));
        line.put("used", trial.used());
        line.put("omitted", trial.omitted());
        line.set("counted", CallJson.usage(trial.usage()));
        trial.reported().ifPresent(reported -> line.set("reported", CallJson.usage(reported)));
        line.set("billed", CallJson.usage(trial.billed()));
        line.set("attempts", CallJson.attempts(trial.attempts()));
        ArrayNode calls = line.putArray("calls");
        trial.calls().forEach(calls::add);
        line.put("cost", trial.cost());
        line.put("select_ms", trial.selectMillis());
        line.put("call_ms", trial.callMillis());
        trial.firstTokenMillis().ifPresent(millis -> line.put("first_token_ms", millis));
        if (!trial.retrieval().equals(RetrievalUsage.NONE)) {
            line.set("retrieval", retrieval(trial.retrieval()));
        }
        if (!trial.notes().isEmpty()) {
            ArrayNode notes = line.putArray("notes");
            for (Note note : trial.notes()) {
                ObjectNode one = notes.addObject();
                one.put("what", note.what());
                one.put("outcome", note.outcome());
                if (!note.details().isEmpty()) {
                    ObjectNode details = one.putObject("details");
                    note.details().forEach(details::put);
                }
            }
        }
        if (!trial.citations().isEmpty()) {
            ArrayNode citations = line.putArray("citations");
            for (Citation citation : trial.citations()) {
                ObjectNode one = citations.addObject();
                one.put("cited", citation.cited());
                citation.span().ifPresent(span -> {
                    one.put("document", span.document().value());
                    one.put("start", span.start());
                    one.put("end", span.end());
                });
            }
        }
        try {
            String text = JSON.writeValueAsString(line);
            return StandardCharsets.UTF_8.newEncoder().canEncode(text) ? text : ESCAPED.writeValueAsString(line);
        } catch (JacksonException e) {
            throw new IllegalStateException("a tree of strings and numbers can be written", e);
        }
    }

    /**
     * The trial of a line.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static Trial read(String line) {
        return read(line, SharedValues.ofLine());
    }

    /** The same, for lines of one run, which say the same again and again. */
    static Trial read(String line, SharedValues values) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a line of JSON", e);
        }
        List<ShownSpan> shown = new ArrayList<>();
        for (JsonNode one : json.path("shown")) {
            shown.add(values.recent(new ShownSpan(
                    values.name(text(one, "passage")),
                    values.document(text(one, "document")),
                    one.path("start").asInt(),
                    one.path("end").asInt(),
                    one.path("rank").asInt(),
                    (float) one.path("score").asDouble(),
                    one.path("tokens").asInt())));
        }
        List<String> calls = new ArrayList<>();
        json.path("calls").forEach(call -> calls.add(values.recent(call.asText())));
        return new Trial(
                text(json, "key"),
                values.name(text(json, "strategy")),
                values.name(text(json, "model")),
                values.question(text(json, "question")),
                json.path("repetition").asInt(),
                values.recent(outcome(json)),
                values.recent(List.copyOf(shown)),
                json.has("allowed")
                        ? values.recent(OptionalInt.of(json.get("allowed").asInt()))
                        : OptionalInt.empty(),
                json.path("used").asInt(),
                json.path("omitted").asInt(),
                values.recent(CallJson.counted(json.path("counted"), "counted")),
                reported(json).map(values::recent),
                values.recent(billed(json)),
                values.recent(CallJson.attempts(json.path("attempts"))),
                values.recent(List.copyOf(calls)),
                json.path("cost").asDouble(),
                json.path("select_ms").asDouble(),
                json.path("call_ms").asDouble(),
                json.has("first_token_ms")
                        ? OptionalDouble.of(json.get("first_token_ms").asDouble())
                        : OptionalDouble.empty(),
                values.recent(retrieval(json.path("retrieval"))),
                values.recent(List.copyOf(notes(json.path("notes")))),
                values.recent(List.copyOf(citations(json.path("citations")))));
    }

    private static List<Citation> citations(JsonNode json) {
        List<Citation> citations = new ArrayList<>();
        for (JsonNode one : json) {
            citations.add(new Citation(
                    text(one, "cited"),
                    one.has("document")
                            ? Optional.of(new Pinned.Span(
                                    new DocumentId(text(one, "document")),
                                    one.path("start").asInt(),
                                    one.path("end").asInt()))
                            : Optional.empty()));
        }
        return citations;
    }

    private static List<Note> notes(JsonNode json) {
        List<Note> notes = new ArrayList<>();
        for (JsonNode one : json) {
            Map<String, String> details = new LinkedHashMap<>();
            one.path("details")
                    .properties()
                    .forEach(detail ->
                            details.put(detail.getKey(), detail.getValue().asText()));
            notes.add(new Note(text(one, "what"), text(one, "outcome"), details));
        }
        return notes;
    }

    private static ObjectNode retrieval(RetrievalUsage usage) {
        ObjectNode json = JSON.createObjectNode();
        json.put("embedded_tokens", usage.embeddedTokens());
        json.put("pairs", usage.pairs());
        json.put("pair_tokens", usage.pairTokens());
        ArrayNode calls = json.putArray("calls");
        usage.calls().forEach(calls::add);
        json.put("prompt_tokens", usage.promptTokens());
        json.put("reply_tokens", usage.replyTokens());
        json.put("unusable", usage.unusable());
        json.put("usd", usage.usd());
        return json;
    }

    /** Lines of earlier versions say nothing of it, nor do those of strategies that take nothing. */
    private static RetrievalUsage retrieval(JsonNode json) {
        if (json.isMissingNode()) {
            return RetrievalUsage.NONE;
        }
        List<String> calls = new ArrayList<>();
        json.path("calls").forEach(call -> calls.add(call.asText()));
        return new RetrievalUsage(
                json.path("embedded_tokens").asLong(),
                json.path("pairs").asLong(),
                json.path("pair_tokens").asLong(),
                calls,
                json.path("prompt_tokens").asLong(),
                json.path("reply_tokens").asLong(),
                json.path("unusable").asInt(),
                json.path("usd").asDouble());
    }

    private static Optional<ReportedUsage> reported(JsonNode json) {
        return json.has("reported")
                ? Optional.of(CallJson.reported(json.get("reported"), "reported"))
                        // In lines of earlier versions, which do not say what is billed, zeros stand for nothing.
                        .filter(usage -> json.has("billed") || usage.total() > 0)
                : Optional.empty();
    }

    private static ReportedUsage billed(JsonNode json) {
        return json.has("billed")
                ? CallJson.reported(json.get("billed"), "billed")
                : reported(json).orElseGet(() -> ReportedUsage.of(CallJson.counted(json.path("counted"), "counted")));
    }

    private static Outcome outcome(JsonNode json) {
        return switch (text(json, "outcome")) {
            case "answered" ->
                new Outcome.Answered(new Answer.Given(
                        text(json, "answer"),
                        json.has("confidence")
                                ? OptionalDouble.of(json.get("confidence").asDouble())
                                : OptionalDouble.empty()));
            case "refused" -> new Outcome.Answered(new Answer.Refused(text(json, "answer")));
            case "failed" -> new Outcome.Failed(text(json, "reason"), text(json, "message"));
            case String other -> throw new IllegalArgumentException("unknown outcome '" + other + "'");
        };
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("field '" + field + "' is missing");
        }
        return value.asText();
    }
}
