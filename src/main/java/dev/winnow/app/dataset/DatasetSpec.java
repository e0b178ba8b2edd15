package dev.winnow.app.dataset;

import dev.winnow.app.dataset.atlas.AtlasSpec;
import dev.winnow.indexer.corpus.Corpus;
import java.util.Map;

/** A data set that YAML can name. */
public interface DatasetSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends DatasetSpec>> KINDS = Map.of(
            "atlas", AtlasSpec.class,
            "beir", BeirDataset.class,
            "files", FilesDataset.class,
            "haystackcraft", HaystackcraftDataset.class,
            "jsonl", JsonlDataset.class,
            "lara", LaraDataset.class,
            "multihop", MultihopDataset.class);

    /**
     * Reads or generates the data set.
     *
     * @throws dev.winnow.indexer.spec.InputException with every problem found in its files
     */
    Dataset load(DatasetTools tools);

    /**
     * The documents alone, the same as those of {@link #load}: what an application needs that brings its own questions.
     * Files of questions are not read unless the documents stand in them.
     *
     * @throws dev.winnow.indexer.spec.InputException with every problem found in its files
     */
    default Corpus corpus(DatasetTools tools) {
        return load(tools).corpus();
    }
}
