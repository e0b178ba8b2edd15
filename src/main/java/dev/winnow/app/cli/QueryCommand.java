package dev.winnow.app.cli;

import dev.winnow.app.query.RunDatabase;
import dev.winnow.app.report.Table;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow query RUN... SQL}. */
@Command(
        name = "query",
        description = {
            "Ask the files of one or several runs in SQL (DuckDB's).",
            "",
            "Views: answers, scores, calls, questions, judgements, unmatched, qrels, trec_runs, manifest, spending, runs, and one in the schema"
                    + " 'tables' for each table of the report. All have a column 'run'. 'show all tables' lists them,"
                    + " 'describe answers' lists columns. Nothing is written, and no other file is read."
        })
final class QueryCommand implements Callable<Integer> {
    private static final int LEAST_MEGABYTES = 64;

    @Parameters(
            paramLabel = "RUN... SQL",
            arity = "1..*",
            description = "Run folders, such as runs/quickstart, and behind them the query.")
    private List<String> words;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A file that holds the query; then all words are runs.")
    private Optional<Path> file;

    @ArgGroup
    private Form form = new Form();

    /** How rows are printed. */
    static final class Form {
        @Option(names = "--json", description = "Print each row as a JSON object on a line.")
        private boolean json;

        @Option(names = "--csv", description = "Print comma-separated values.")
        private boolean csv;
    }

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description = "Mebibytes that the query may hold in memory. Default: ${DEFAULT-VALUE}.")
    private int memory = 1024;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (memory < LEAST_MEGABYTES) {
            throw new InputException("--memory", "must be at least " + LEAST_MEGABYTES + ", got " + memory);
        }
        List<String> runs = new ArrayList<>(words);
        String sql = file.isPresent() ? read(file.get()) : last(runs);
        PrintWriter out = spec.commandLine().getOut();
        try (RunDatabase database = RunDatabase.open(runs.stream().map(Path::of).toList(), memory)) {
            if (form.json) {
                database.json(sql, new Json(out));
            } else {
                database.query(sql, form.csv ? new Csv(out) : new Markdown(out));
            }
        }
        out.flush();
        return 0;
    }

    private String last(List<String> runs) {
        if (runs.size() < 2) {
            throw new InputException(
                    "SQL", "a run and a query are needed: winnow query runs/NAME \"select ...\", or --file FILE");
        }
        return runs.remove(runs.size() - 1);
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file, "no such file; check the path");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InputException(file, "the file is not UTF-8; save it as such");
        }
    }

    /** Each row on a line. */
    private record Json(PrintWriter out) implements RunDatabase.Rows {
        @Override
        public void columns(List<String> names) {}

        @Override
        public void row(List<String> values) {
            out.println(values.get(0));
        }
    }

    private record Csv(PrintWriter out) implements RunDatabase.Rows {
        @Override
        public void columns(List<String> names) {
            row(names);
        }

        @Override
        public void row(List<String> values) {
            out.print(Table.csvLine(values));
        }
    }

    private record Markdown(PrintWriter out) implements RunDatabase.Rows {
        @Override
        public void columns(List<String> names) {
            row(names);
            row(names.stream().map(name -> "---").toList());
        }

        // Read on a screen more often than as Markdown: no more is escaped than keeps the columns apart.
        @Override
        public void row(List<String> values) {
            out.println(values.stream()
                    .map(value -> value.replace("|", "\\|").replaceAll("\\R", " "))
                    .collect(Collectors.joining(" | ", "| ", " |")));
        }
    }
}
