package dev.winnow.app.experiment;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads what an experiment asks about, and of whom. */
final class DataLoading {
    private DataLoading() {}

    static Dataset load(
            ExperimentConfig config,
            ConfigFile file,
            TokenCounter counter,
            PromptTemplate template,
            Experiment.Purpose purpose,
            Progress progress) {
        PromptTemplate whole = template.forWhole();
        DatasetTools tools = new DatasetTools(
                new Seed(config.seed()),
                document -> counter.count(whole.renderPassage(1, document.title(), document.text())));
        Checks checks = new Checks(file);
        progress.begin("loading the data set", 0, -1);
        Optional<Dataset> dataset;
        try {
            dataset = checks.gatherPlaced(
                    "dataset",
                    () -> purpose == Experiment.Purpose.USE
                            ? documents(config.dataset().corpus(tools))
                            : config.dataset().load(tools));
        } finally {
            progress.end();
        }
        checks.throwIfAny();
        return dataset.orElseThrow();
    }

    static Dataset documents(Corpus corpus) {
        return new Dataset("documents", corpus, List.of(), Map.of());
    }
}
