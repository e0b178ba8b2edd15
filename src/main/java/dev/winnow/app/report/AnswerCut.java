package dev.winnow.app.report;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How much to keep of answers, so that short ones stay whole and all together keep within a limit. */
final class AnswerCut {
    static final int LONGEST = 20_000;
    static final int SHORTEST = 80;

    private AnswerCut() {}

    /** What a trial ended with: its answer, or why there is none. */
    static String text(Trial trial) {
        return switch (trial.outcome()) {
            case Outcome.Failed failed -> failed.reason() + ": " + failed.message();
            case Outcome.Answered answered -> answered.answer().text();
        };
    }

    /** How many UTF-16 units of an answer to keep, from 80 to 20,000, so that all take no more bytes in UTF-8. */
    static int within(List<String> answers, long limit) {
        int[] ofLength = new int[LONGEST + 1];
        long units = 0;
        for (String answer : answers) {
            int length = Math.min(answer.length(), LONGEST);
            ofLength[length]++;
            units += length;
        }
        long bytes = bytes(answers, LONGEST);
        int longest = LONGEST;
        if (bytes > limit) {
            long room = (long) (units * ((double) limit / bytes));
            long above = 0;
            while (longest > SHORTEST && units > room) {
                above += ofLength[longest];
                units -= above;
                longest--;
            }
        }
        return longest;
    }

    /** What answers take in UTF-8 when each is cut. */
    static long bytes(List<String> answers, int cut) {
        return answers.stream()
                .mapToLong(answer ->
                        answer.substring(0, Math.min(answer.length(), cut)).getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
