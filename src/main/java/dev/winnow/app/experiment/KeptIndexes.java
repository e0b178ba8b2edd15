package dev.winnow.app.experiment;

import dev.winnow.app.config.Environment;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import java.nio.file.Path;
import java.util.Optional;

/** Where indexes are kept, by what they hold. */
final class KeptIndexes {
    private KeptIndexes() {}

    static Path folder(Fingerprint index, Environment environment) {
        return environment.cache().resolve("indexes").resolve(index.brief());
    }

    /** The index that is wanted, if it is there and sound. */
    static Optional<PassageIndex> find(Fingerprint wanted, Environment environment) {
        try {
            PassageIndex index = PassageIndex.open(folder(wanted, environment));
            if (index.manifest().fingerprint().equals(wanted)) {
                return Optional.of(index);
            }
            index.close();
            return Optional.empty();
        } catch (InputException absentOrDamaged) {
            return Optional.empty();
        }
    }
}
