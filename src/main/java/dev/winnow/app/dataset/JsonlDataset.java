package dev.winnow.app.dataset;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.ingest.JsonlCorpus;
import dev.winnow.indexer.ingest.Layout;
import dev.winnow.indexer.ingest.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A data set in Winnow's own layout: {@code documents.jsonl} and {@code questions.jsonl}, each possibly packed with gzip.
 *
 * @param folder where both are
 */
public record JsonlDataset(Path folder) implements DatasetSpec {
    @Override
    public Corpus corpus(DatasetTools tools) {
        Layout.of(folder);
        return JsonlCorpus.open(folder);
    }

    @Override
    public Dataset load(DatasetTools tools) {
        Layout.of(folder);
        Problems problems = new Problems();
        Optional<Corpus> corpus = problems.gather(() -> JsonlCorpus.open(folder));
        Path packed = folder.resolve("questions.jsonl.gz");
        Path questions = Files.isRegularFile(packed) ? packed : folder.resolve("questions.jsonl");
        Sheet sheet = QuestionFile.read(questions, corpus.map(CorpusLookup::new), problems);
        problems.throwIfAny();
        return sheet.dataset(Sheet.name(folder), corpus.orElseThrow());
    }
}
