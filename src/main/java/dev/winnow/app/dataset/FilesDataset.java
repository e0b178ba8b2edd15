package dev.winnow.app.dataset;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.ingest.FolderCorpus;
import dev.winnow.indexer.ingest.Layout;
import dev.winnow.indexer.ingest.Problems;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder of text, Markdown and HTML files.
 *
 * @param folder the documents; their ids are paths below it
 * @param questions a {@code questions.jsonl} in Winnow's own layout; none leaves the data set without questions
 */
public record FilesDataset(Path folder, Optional<Path> questions) implements DatasetSpec {
    @Override
    public Corpus corpus(DatasetTools tools) {
        Layout.of(folder);
        return FolderCorpus.open(folder);
    }

    @Override
    public Dataset load(DatasetTools tools) {
        Layout.of(folder);
        Problems problems = new Problems();
        Optional<Corpus> corpus = problems.gather(() -> FolderCorpus.open(folder));
        Sheet sheet = questions
                .map(file -> QuestionFile.read(file, corpus.map(CorpusLookup::new), problems))
                .orElseGet(Sheet::new);
        problems.throwIfAny();
        return sheet.dataset(Sheet.name(folder), corpus.orElseThrow());
    }
}
