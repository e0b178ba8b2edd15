package dev.winnow.app.predictions;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.experiment.Prompts;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.util.Optional;

/**
 * What an import needs beside the files.
 *
 * @param prompt by which generated scopes are sized
 * @param refusals whose rule tells refusals from answers
 */
record ImportSetting(TokenCounter counter, PromptTemplate prompt, PromptTemplate refusals) {
    /**
     * As a configuration says.
     *
     * @throws dev.winnow.indexer.spec.InputException if there is no such tokenizer or template
     */
    static ImportSetting of(ImportConfig config, Prompts prompts) {
        return new ImportSetting(
                Tokenizers.open(config.tokenizer()), prompts.open(config.prompt()), prompts.open(config.refusals()));
    }

    /** The data set that the configuration names, if it names one. */
    Optional<Dataset> dataset(ImportConfig config) {
        PromptTemplate whole = prompt.forWhole();
        return config.dataset()
                .map(spec -> spec.load(new DatasetTools(
                        new Seed(config.seed()),
                        document -> counter.count(whole.renderPassage(1, document.title(), document.text())))));
    }
}
