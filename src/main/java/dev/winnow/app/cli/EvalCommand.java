package dev.winnow.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.trec.Evaluation;
import dev.winnow.app.trec.Measure;
import dev.winnow.app.trec.Qrels;
import dev.winnow.app.trec.RunComparison;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.trec.TrecRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow eval --qrels FILE --run FILE}. */
@Command(
        name = "eval",
        description = {
            "Evaluate a TREC run against judgements, by trec_eval's rules and in its format.",
            "",
            "Judgements are TREC's four columns or BEIR's three with tabs between. Several runs are printed side by side,"
                    + " means and differences with 95 %% bootstrap intervals."
        })
final class EvalCommand implements Callable<Integer> {
    @Option(names = "--qrels", paramLabel = "FILE", required = true, description = "The judgements.")
    private Path qrels;

    @Option(
            names = "--run",
            paramLabel = "FILE",
            required = true,
            description = "The run. Given several times, runs are compared with the first, query by query.")
    private List<Path> runs;

    @Option(names = "--per-query", description = "List single queries before the summary.")
    private boolean perQuery;

    @Option(
            names = {"-m", "--measure"},
            paramLabel = "NAME",
            defaultValue = "official",
            description = "A measure, such as ndcg_cut_10, P.5,10, recall, official or all; may be repeated."
                    + " Default: ${DEFAULT-VALUE}.")
    private List<String> measures;

    @Option(names = "--json", description = "Print one JSON object, numbers in full.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        List<Measure> wanted = Measure.named(measures);
        Qrels judgements = Qrels.read(qrels);
        PrintWriter out = spec.commandLine().getOut();
        if (runs.size() > 1) {
            if (perQuery) {
                throw new InputException("--per-query", "single queries are listed for one run; name one --run");
            }
            Map<String, Evaluation> evaluations = new LinkedHashMap<>();
            for (Path run : runs) {
                if (evaluations.put(run.toString(), Evaluation.of(judgements, TrecRun.read(run), wanted)) != null) {
                    throw new InputException("--run", run + " is given twice; remove one");
                }
            }
            print(RunComparison.of(evaluations, wanted), out);
            return 0;
        }
        Evaluation evaluation = Evaluation.of(judgements, TrecRun.read(runs.get(0)), wanted);
        Evaluation.Detail detail = perQuery ? Evaluation.Detail.QUERIES : Evaluation.Detail.SUMMARY;
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(evaluation.tree(detail)));
        } else {
            evaluation.lines(detail).forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private void print(RunComparison comparison, PrintWriter out) throws JsonProcessingException {
        if (json) {
            ObjectNode root = new ObjectMapper().createObjectNode().put("queries", comparison.queries());
            ArrayNode rows = root.putArray("rows");
            for (RunComparison.Row row : comparison.rows()) {
                ObjectNode node = rows.addObject()
                        .put("measure", row.measure().name())
                        .put("run", row.run())
                        .put("mean", row.mean().mean())
                        .put("low", row.mean().low())
                        .put("high", row.mean().high());
                row.difference().ifPresent(difference -> node.put("difference", difference.mean())
                        .put("difference_low", difference.low())
                        .put("difference_high", difference.high()));
            }
            out.println(new ObjectMapper().writeValueAsString(root));
        } else {
            out.printf("%,d queries%n", comparison.queries());
            for (RunComparison.Row row : comparison.rows()) {
                String difference = row.difference()
                        .map(value -> "  %+.4f [%+.4f, %+.4f]".formatted(value.mean(), value.low(), value.high()))
                        .orElse("");
                out.printf(
                        "%-16s  %.4f [%.4f, %.4f]%-28s  %s%n",
                        row.measure().name(),
                        row.mean().mean(),
                        row.mean().low(),
                        row.mean().high(),
                        difference,
                        row.run());
            }
        }
        out.flush();
    }
}
