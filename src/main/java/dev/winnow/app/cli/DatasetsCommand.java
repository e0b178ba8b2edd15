package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Environment;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.dataset.Descriptor;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow datasets}. */
@Command(
        name = "datasets",
        description = "List and show the data sets that are known by name, and generate some.",
        subcommands = GenerateCommand.class)
final class DatasetsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, show or generate?");
    }

    @Command(name = "list", description = "List the data sets that are known by name.")
    void list(@Option(names = "--json", description = "Print JSON lines.") boolean json) {
        PrintWriter out = spec.commandLine().getOut();
        Catalogue catalogue = new Catalogue(Environment.current().home());
        for (String name : catalogue.names()) {
            Optional<Descriptor> descriptor = atHand(catalogue, name);
            if (json) {
                ObjectNode line = new ObjectMapper().createObjectNode();
                line.put("name", name);
                descriptor.ifPresent(known -> line.put("title", known.title()));
                line.put("at_hand", descriptor.isPresent());
                out.println(line);
            } else {
                out.printf(
                        "%-18s %s%n",
                        name,
                        descriptor
                                .map(Descriptor::title)
                                .orElse("(set WINNOW_DATA to the folder that holds the data)"));
            }
        }
        out.flush();
    }

    @Command(name = "show", description = "Show where a data set comes from, its licence, and how it is loaded.")
    void show(@Parameters(paramLabel = "NAME") String name) {
        Catalogue catalogue = new Catalogue(Environment.current().home());
        if (!catalogue.names().contains(name)) {
            throw new InputException("unknown data set '" + name + "'" + Suggestion.of(name, catalogue.names()));
        }
        Descriptor known = catalogue.get(name);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s: %s%n", known.name(), known.title());
        out.printf("  source     %s%n", known.source());
        out.printf("  licence    %s%n", known.licence());
        out.printf("  language   %s%n", known.language());
        out.printf("  documents  %,d%n", known.counts().documents());
        out.printf("  questions  %,d%n", known.counts().questions());
        out.printf("  metric     %s%n", known.metric());
        if (!known.notes().isBlank()) {
            out.printf("  notes      %s%n", known.notes().strip().replace("\n", " "));
        }
        out.flush();
    }

    private static Optional<Descriptor> atHand(Catalogue catalogue, String name) {
        try {
            return Optional.of(catalogue.get(name));
        } catch (InputException variableNotSet) {
            return Optional.empty();
        }
    }
}
