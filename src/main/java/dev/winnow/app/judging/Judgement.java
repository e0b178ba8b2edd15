package dev.winnow.app.judging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.CallJson;
import dev.winnow.pipelines.model.ReportedUsage;
import java.util.Locale;

/**
 * What a judge said of an answer, once: a line of {@code judgements.jsonl}.
 *
 * @param key as in {@link PlannedJudgement#key()}
 * @param judge the judge's name
 * @param trial the key of the trial whose answer is judged
 * @param strategy of that trial
 * @param model that answered
 * @param repetition of the trial
 * @param place where the answer stood
 * @param sample which of several judgements of the same, from 0
 * @param judgeModel the model that judged
 * @param call key of the call in {@code calls.jsonl}
 * @param billed tokens of the reply that are paid for, or of a call without one what was charged all the same. A call that
 *     several answers share is in the line of each
 */
public record Judgement(
        String key,
        String judge,
        String trial,
        QuestionId question,
        String strategy,
        String model,
        int repetition,
        Place place,
        int sample,
        String judgeModel,
        String call,
        End end,
        ReportedUsage billed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the answer that is judged stands in the prompt. */
    public enum Place {
        /** By itself. */
        ALONE,
        /** First of two. */
        FIRST,
        /** Second of two. */
        SECOND
    }

    /** How a judgement ended. */
    public sealed interface End {
        /**
         * With a verdict.
         *
         * @param word as the rubric has it
         * @param score what it is worth for the answer that is judged, in [0, 1]
         * @param reason what else was said, in one line
         */
        record Verdict(String word, double score, String reason) implements End {}

        /**
         * Without one. It is an outcome of its own and no verdict: it bounds what the score can be.
         *
         * @param message one line for a reader
         */
        record Failed(Why why, String message) implements End {}
    }

    /** Why there is no verdict. */
    public enum Why {
        /** The reply holds no verdict, or more than one. */
        UNREADABLE,
        /** The model, or its provider, refused to judge. */
        REFUSED,
        /** The reply reached its limit of tokens before it ended. */
        TRUNCATED,
        /** There is no reply; the call is made again at the next start. */
        CALL_FAILED;

        /** As files and tables have it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether it stands: what failed for want of a reply is judged again. */
    public boolean stands() {
        return !(end instanceof End.Failed failed && failed.why() == Why.CALL_FAILED);
    }

    /** As a line. */
    String write() {
        ObjectNode line = JSON.createObjectNode()
                .put("key", key)
                .put("judge", judge)
                .put("trial", trial)
                .put("question", question.value())
                .put("strategy", strategy)
                .put("model", model)
                .put("repetition", repetition)
                .put("place", place.name().toLowerCase(Locale.ROOT))
                .put("sample", sample)
                .put("judge_model", judgeModel)
                .put("call", call);
        switch (end) {
            case End.Verdict verdict ->
                line.put("verdict", verdict.word())
                        .put("score", verdict.score())
                        .put("reason", verdict.reason());
            case End.Failed failed -> line.put("failed", failed.why().text()).put("message", failed.message());
        }
        line.set("billed", CallJson.usage(billed));
        return line.toString();
    }

    /**
     * From a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Judgement read(String text) {
        JsonNode line;
        try {
            line = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
        return new Judgement(
                text(line, "key"),
                text(line, "judge"),
                text(line, "trial"),
                new QuestionId(text(line, "question")),
                text(line, "strategy"),
                text(line, "model"),
                whole(line, "repetition"),
                Place.valueOf(text(line, "place").toUpperCase(Locale.ROOT)),
                whole(line, "sample"),
                text(line, "judge_model"),
                text(line, "call"),
                end(line),
                CallJson.reported(line.path("billed"), "billed"));
    }

    private static End end(JsonNode line) {
        if (line.has("failed")) {
            String why = text(line, "failed").toUpperCase(Locale.ROOT).replace('-', '_');
            return new End.Failed(Why.valueOf(why), text(line, "message"));
        }
        JsonNode score = line.path("score");
        if (!score.isNumber() || !(score.asDouble() >= 0 && score.asDouble() <= 1)) {
            throw new IllegalArgumentException("'score' must be a number from 0 to 1");
        }
        return new End.Verdict(text(line, "verdict"), score.asDouble(), text(line, "reason"));
    }

    private static String text(JsonNode line, String key) {
        JsonNode value = line.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + key + "' must be a text");
        }
        return value.asText();
    }

    private static int whole(JsonNode line, String key) {
        JsonNode value = line.path(key);
        if (!value.isInt() || value.asInt() < 0) {
            throw new IllegalArgumentException("'" + key + "' must be a whole number, at least 0");
        }
        return value.asInt();
    }
}
