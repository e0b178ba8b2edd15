package dev.winnow.pipelines.rounds;

import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.Fields;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a model made of a round.
 *
 * @param summary of what it read; may be empty
 * @param query what to search for next; empty where it is what was searched for before
 * @param answer where it gave one
 */
record RoundReply(Outcome outcome, String summary, Optional<String> query, Optional<String> answer) {
    /** Marks around a query that are not meant to be searched for. */
    private static final String QUOTES = "^[\\s\"'“”„«»`*_]+|[\\s\"'“”„«»`*_]+$";

    /** What came of a round. */
    enum Outcome {
        /** A summary and a new query. */
        REFINED,
        /** An answer. */
        ANSWERED,
        /** The phrase by which the model may refuse, or another refusal. */
        REFUSED,
        /** A text without summary or without query. */
        UNREAD,
        /** Nothing. */
        SILENT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** No reply. */
    static final RoundReply NONE = new RoundReply(Outcome.SILENT, "", Optional.empty(), Optional.empty());

    /**
     * Reads a reply.
     *
     * @param refuses whether a text refuses to answer
     */
    static RoundReply read(String reply, Task.Reflect.Marks marks, Task.Reflect.End end, Predicate<String> refuses) {
        if (reply.isBlank()) {
            return NONE;
        }
        Fields fields =
                switch (end) {
                    case NOT_YET -> Fields.read(reply, marks.summary(), marks.next());
                    case ALLOWED -> Fields.read(reply, marks.summary(), marks.next(), marks.answer());
                };
        Optional<String> summary = fields.get(marks.summary()).filter(text -> !text.isBlank());
        Optional<String> query =
                fields.get(marks.next()).map(RoundReply::firstLine).filter(text -> !text.isBlank());
        Optional<String> answer = fields.get(marks.answer()).filter(text -> !text.isBlank());
        if (answer.isPresent()) {
            return refuses.test(answer.get())
                    ? new RoundReply(Outcome.REFUSED, summary.orElse(""), query, Optional.empty())
                    : new RoundReply(Outcome.ANSWERED, summary.orElse(""), Optional.empty(), answer);
        }
        if (summary.isPresent() && query.isPresent()) {
            return new RoundReply(Outcome.REFINED, summary.get(), query, Optional.empty());
        }
        if (summary.isEmpty() && query.isEmpty() && refuses.test(reply)) {
            return new RoundReply(Outcome.REFUSED, "", Optional.empty(), Optional.empty());
        }
        return new RoundReply(Outcome.UNREAD, summary.orElse(reply.strip()), query, Optional.empty());
    }

    private static String firstLine(String text) {
        return text.lines()
                .map(line -> line.replaceAll(QUOTES, ""))
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
