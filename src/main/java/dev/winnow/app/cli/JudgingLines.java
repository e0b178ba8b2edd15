package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.experiment.Halt;
import dev.winnow.app.experiment.JudgingSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How judging went, for people and for programs. */
final class JudgingLines {
    private JudgingLines() {}

    /** No lines where nothing was to be judged. */
    static List<String> of(JudgingSummary summary) {
        List<String> lines = new ArrayList<>();
        if (summary.planned() == 0) {
            return lines;
        }
        lines.add(String.format(
                Locale.ROOT,
                "%,d judgements: %,d made before, %,d verdicts now, %,d without a verdict",
                summary.planned(),
                summary.before(),
                summary.judged(),
                summary.failed()));
        summary.failures()
                .forEach((why, failed) -> lines.add(
                        String.format(Locale.ROOT, "  %,d %s, the first: %s", failed.count(), why, failed.first())));
        if (summary.failures().containsKey("call-failed")) {
            lines.add("the same command makes calls that failed again");
        }
        return lines;
    }

    static ObjectNode json(JudgingSummary summary) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("judgements", summary.planned());
        json.put("made_before", summary.before());
        json.put("verdicts", summary.judged());
        json.put("without_verdict", summary.failed());
        ObjectNode failures = json.putObject("why");
        summary.failures()
                .forEach((why, failed) ->
                        failures.putObject(why).put("count", failed.count()).put("first", failed.first()));
        summary.halt().ifPresent(halt -> halted(json, halt));
        return json;
    }

    private static void halted(ObjectNode json, Halt halt) {
        json.putObject("halted").put("reason", halt.name()).put("message", halt.message());
    }
}
