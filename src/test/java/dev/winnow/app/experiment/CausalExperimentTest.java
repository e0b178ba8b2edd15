package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.report.RunReport;
import dev.winnow.pipelines.model.CallFile;
import dev.winnow.pipelines.model.CallRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A language model in this process answers an experiment's questions. */
class CausalExperimentTest {
    private static final Path MODEL = Path.of("../pipelines/src/test/resources/causal/cached")
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path folder;

    @Test
    void a_run_with_a_model_in_this_process_is_answered_recorded_and_resumed() {
        SampleExperiment sample = new SampleExperiment(folder);
        sample.config(
                """
                name: causal
                seed: 3
                dataset: {use: jsonl, folder: sample}
                models:
                  - {id: small, use: causal-lm, folder: %s, max-tokens: 4, window: 4096, temperature: 0.8, top-k: 50}
                retrievers:
                  bm25: {use: bm25}
                index: {passages: tokens:64}
                pipelines:
                  - {use: closed-book}
                  - {use: rag, retriever: bm25, budget: 300}
                metrics: [exact-match, token-f1]
                """
                        .formatted(MODEL));
        RunFolder to = new RunFolder(folder.resolve("run"));
        for (int start = 0; start < 2; start++) {
            try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                    ExperimentRun run = ExperimentRun.open(experiment, to)) {
                Runner.Summary summary = run.run(Progress.SILENT);
                assertThat(summary.planned()).isPositive();
                assertThat(summary.answered()).isEqualTo(start == 0 ? summary.planned() : 0);
                RunReport.write(new RunReport.Part(experiment, run), "winnow run experiment.yaml");
            }
            List<CallRecord> calls = new ArrayList<>();
            CallFile.readAll(to.calls(), calls::add);
            assertThat(calls).isNotEmpty().allSatisfy(call -> {
                assertThat(call.end()).isInstanceOf(CallRecord.Replied.class);
                var reply = ((CallRecord.Replied) call.end()).completion();
                assertThat(reply.reported().orElseThrow().prompt()).isPositive();
                assertThat(reply.reported().orElseThrow().completion()).isBetween(1L, 4L);
            });
            assertThat(calls.stream().map(CallRecord::key)).doesNotHaveDuplicates();
        }
    }
}
