package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.index.EmbeddedTexts;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.VectorPrecision;
import dev.winnow.indexer.index.VectorSearch;
import dev.winnow.indexer.index.VectorSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow passages INDEX}. */
@Command(
        name = "passages",
        description = {
            "Write the passages of an index as JSON lines, in the index's order.",
            "",
            "Each line has id, document, start, end, title, and in text what is embedded of the passage: its title and"
                    + " its own text, with what situates it. For vectors that are computed elsewhere."
        })
final class PassagesCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "INDEX", description = "A folder made by 'winnow index'.")
    private Path index;

    @Option(names = "--to", paramLabel = "FILE", description = "Where to write them. Default: standard output.")
    private Optional<Path> to;

    @Option(
            names = "--situated",
            paramLabel = "SPEC",
            description = "What is embedded with a passage, such as '{headings: markdown, neighbours: 1}'."
                    + " Default: its document's title alone.")
    private Optional<String> situated;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        VectorSettings settings =
                new VectorSettings(VectorSearch.EXACT, VectorPrecision.FLOAT32, situated.map(Specs::situated));
        PrintWriter out = spec.commandLine().getOut();
        try (PassageIndex open = PassageIndex.open(index)) {
            if (to.isEmpty()) {
                write(open, settings, out);
            } else {
                if (to.get().toAbsolutePath().getParent() != null) {
                    Files.createDirectories(to.get().toAbsolutePath().getParent());
                }
                try (BufferedWriter file = Files.newBufferedWriter(to.get())) {
                    write(open, settings, file);
                }
                out.printf("%s: %,d passages%n", to.get(), open.manifest().passages());
            }
        }
        out.flush();
        return 0;
    }

    private static void write(PassageIndex index, VectorSettings settings, Writer out) throws IOException {
        int passages = index.manifest().passages();
        EmbeddedTexts texts = new EmbeddedTexts(index, settings);
        for (int number = 0; number < passages; number++) {
            Passage passage = index.passage(number);
            String title = index.corpus().get(passage.document()).title();
            ObjectNode line = JSON.createObjectNode();
            line.put("id", passage.id().value());
            line.put("document", passage.document().value());
            line.put("start", passage.start());
            line.put("end", passage.end());
            line.put("title", title);
            line.put("text", texts.next());
            out.write(line + "\n");
        }
    }
}
