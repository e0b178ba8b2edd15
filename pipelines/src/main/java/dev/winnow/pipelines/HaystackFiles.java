package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.haystack.HaystackFile;
import dev.winnow.pipelines.haystack.HaystackOrder;
import dev.winnow.pipelines.haystack.Haystacks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Ready-made haystacks, shown as they are: those that HaystackCraft publishes, and those that {@code winnow haystack}
 * writes.
 *
 * @param folder that holds a folder for each set
 * @param set the folder of a set, such as {@code bm25} or {@code bm25_ppr/seed_10_alpha_0.5}
 * @param size tokens that their makers filled them to: the name of a file in the set's folder, {@code 8K.jsonl},
 *     {@code 8k.jsonl} or {@code 8000.jsonl}
 * @param order in which the documents are shown
 */
public record HaystackFiles(Path folder, String set, TokenSize size, @Default("descending") HaystackOrder order)
        implements PipelineSpec {
    public HaystackFiles {
        if (set.isBlank()) {
            throw new IllegalArgumentException("set must be the name of a folder, got ''");
        }
    }

    /** The file that it reads; the first of the names that is there. */
    public Path file() {
        List<Path> names =
                List.of(size + ".jsonl", size.toString().replace('K', 'k') + ".jsonl", size.tokens() + ".jsonl")
                        .stream()
                        .map(name -> folder.resolve(set).resolve(name))
                        .toList();
        return names.stream().filter(Files::isRegularFile).findFirst().orElse(names.get(0));
    }

    /** What is in the file counts, not where it is. */
    @Override
    public String identity(Haystacks haystacks) {
        return "haystack-files " + haystacks.file(file()).fingerprint() + " " + order;
    }

    @Override
    public boolean showsWhole() {
        return true;
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        PipelineTools whole = tools.forWhole();
        HaystackFile file = tools.haystacks().file(file());
        return new ReadOnce(new Source(file, order, tools.haystacks()), TokenBudget.UNLIMITED, whole);
    }

    private record Source(HaystackFile file, HaystackOrder order, Haystacks haystacks) implements ContextSource {
        @Override
        public Context select(Question question, TokenBudget budget) {
            // Shown as it is: a window that is too small for it is the model's to complain of.
            return new Context(file.documents(question.id(), order, haystacks), TokenBudget.UNLIMITED, 0);
        }
    }
}
