package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Environment;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.haystack.HaystackBuilder;
import dev.winnow.app.haystack.HaystackFolder;
import dev.winnow.app.haystack.HaystackSummary;
import dev.winnow.app.report.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow haystack CONFIG}. */
@Command(
        name = "haystack",
        description = {
            "Build the haystacks of a configuration and write them in the layout of HaystackCraft.",
            "",
            "CONFIG names them under 'haystacks', or is an experiment with pipelines of the kind haystack. The same"
                    + " command goes on where an interrupted one stopped; haystacks that were built before are not"
                    + " built again."
        })
final class HaystackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONFIG", description = "A YAML file; docs/haystacks.md shows its keys.")
    private Path config;

    @Option(names = "--to", paramLabel = "FOLDER", description = "Where to write. Default: haystacks/NAME.")
    private Optional<Path> to;

    @Option(names = "--no-documents", description = "Leave out docs.jsonl and edge_list.csv.")
    private boolean withoutDocuments;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Environment environment = Environment.current();
        ConsoleProgress progress = ConsoleProgress.of(spec.commandLine().getErr());
        try (Experiment experiment = Experiment.open(config, Experiment.Purpose.HAYSTACKS, environment, progress)) {
            Path root = to.orElse(Path.of("haystacks", experiment.config().name()));
            HaystackBuilder builder = new HaystackBuilder(
                    experiment,
                    environment.cache().resolve("haystacks"),
                    Runtime.getRuntime().availableProcessors());
            HaystackFolder folder = new HaystackFolder(
                    root,
                    experiment,
                    builder,
                    withoutDocuments ? HaystackFolder.Corpus.LEFT_OUT : HaystackFolder.Corpus.WRITTEN);
            print(folder.write(progress), root);
        }
        return 0;
    }

    private void print(HaystackSummary summary, Path root) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode line = new ObjectMapper().createObjectNode();
            line.put("folder", root.toString())
                    .put("haystacks", summary.haystacks())
                    .put("built", summary.built())
                    .put("seconds", summary.seconds());
            ArrayNode rows = line.putArray("sets");
            for (List<String> row : summary.table().rows()) {
                ObjectNode set = rows.addObject();
                for (int i = 0; i < row.size(); i++) {
                    set.put(name(summary.table().columns().get(i)), row.get(i));
                }
            }
            out.println(line);
        } else {
            out.println(summary.table().markdown());
            out.println(
                    summary.built() == 0
                            ? String.format(
                                    Locale.ROOT, "%s: %,d haystacks, there already, kept", root, summary.haystacks())
                            : String.format(
                                    Locale.ROOT,
                                    "%s: %,d haystacks, %,d built in %.1f s (%.1f haystacks/s)",
                                    root,
                                    summary.haystacks(),
                                    summary.built(),
                                    summary.seconds(),
                                    summary.perSecond()));
        }
        out.flush();
    }

    private static String name(Table.Column column) {
        return column.name().replaceAll("[ -]", "_");
    }
}
