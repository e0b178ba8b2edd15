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
            String title;
            Optional<String> trouble = Optional.empty();
            try {
                title = catalogue.get(name).title();
            } catch (InputException e) {
                title = "(" + e.problems().get(0).message() + ")";
                trouble = Optional.of(e.problems().get(0).toString());
            }
            if (json) {
                ObjectNode line = new ObjectMapper().createObjectNode();
                line.put("name", name);
                if (trouble.isEmpty()) {
                    line.put("title", title);
                }
                line.put("at_hand", trouble.isEmpty());
                trouble.ifPresent(problem -> line.put("problem", problem));
                out.println(line);
            } else {
                out.printf("%-18s %s%n", name, title);
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
}
