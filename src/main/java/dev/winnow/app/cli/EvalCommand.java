package dev.winnow.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.trec.Evaluation;
import dev.winnow.app.trec.Measure;
import dev.winnow.app.trec.Qrels;
import dev.winnow.retrievers.trec.TrecRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
            "Judgements are TREC's four columns or BEIR's three with tabs between."
        })
final class EvalCommand implements Callable<Integer> {
    @Option(names = "--qrels", paramLabel = "FILE", required = true, description = "The judgements.")
    private Path qrels;

    @Option(names = "--run", paramLabel = "FILE", required = true, description = "The run.")
    private Path run;

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
        Evaluation evaluation = Evaluation.of(Qrels.read(qrels), TrecRun.read(run), wanted);
        Evaluation.Detail detail = perQuery ? Evaluation.Detail.QUERIES : Evaluation.Detail.SUMMARY;
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(evaluation.tree(detail)));
        } else {
            evaluation.lines(detail).forEach(out::println);
        }
        out.flush();
        return 0;
    }
}
