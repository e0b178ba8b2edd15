package dev.winnow.app.query;

import dev.winnow.retrievers.trec.TrecId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The views over the files of runs, as SQL. A file that a run does not have is a view without its rows, so that a query
 * need not know how far a run came. Columns that a later version adds to a file are there behind those named here.
 */
final class RunViews {
    /** Columns of files of JSON lines, with DuckDB's types. */
    private static final Map<String, Map<String, String>> LINES = new LinkedHashMap<>();

    private static final String USAGE =
            "STRUCT(prompt BIGINT, cached BIGINT, written BIGINT, completion BIGINT, reasoning BIGINT)";
    private static final String COUNTED = "STRUCT(prompt BIGINT, completion BIGINT)";
    private static final String ATTEMPTS =
            "STRUCT(made INTEGER, lost INTEGER, at_most " + COUNTED + ", charged " + USAGE + ")";

    static {
        LINES.put(
                "answers",
                columns(
                        "key VARCHAR",
                        "question VARCHAR",
                        "strategy VARCHAR",
                        "model VARCHAR",
                        "repetition INTEGER",
                        "outcome VARCHAR",
                        "answer VARCHAR",
                        "confidence DOUBLE",
                        "reason VARCHAR",
                        "message VARCHAR",
                        "shown STRUCT(passage VARCHAR, document VARCHAR, \"start\" INTEGER, \"end\" INTEGER, rank INTEGER,"
                                + " score DOUBLE, tokens INTEGER)[]",
                        "allowed INTEGER",
                        "used INTEGER",
                        "omitted INTEGER",
                        "counted " + COUNTED,
                        "reported " + USAGE,
                        "billed " + USAGE,
                        "attempts " + ATTEMPTS,
                        "calls VARCHAR[]",
                        "cost DOUBLE",
                        "select_ms DOUBLE",
                        "call_ms DOUBLE",
                        "first_token_ms DOUBLE",
                        "retrieval JSON",
                        "notes JSON",
                        "citations JSON",
                        "losses STRUCT(looked STRUCT(level VARCHAR, depth INTEGER), spans STRUCT(stage VARCHAR, document"
                                + " VARCHAR, \"start\" INTEGER, \"end\" INTEGER)[])"));
        LINES.put(
                "calls",
                columns(
                        "key VARCHAR",
                        "model VARCHAR",
                        "task VARCHAR",
                        "prompt VARCHAR",
                        "repetition INTEGER",
                        "reply VARCHAR",
                        "stop VARCHAR",
                        "counted " + COUNTED,
                        "reported " + USAGE,
                        "latency_ms DOUBLE",
                        "confidence DOUBLE",
                        "at TIMESTAMP",
                        "first_token_ms DOUBLE",
                        "attempts " + ATTEMPTS,
                        "failure VARCHAR",
                        "message VARCHAR"));
        LINES.put(
                "scores",
                columns(
                        "key VARCHAR",
                        "question VARCHAR",
                        "strategy VARCHAR",
                        "model VARCHAR",
                        "repetition INTEGER",
                        "scores MAP(VARCHAR, DOUBLE)",
                        "fate VARCHAR"));
        LINES.put(
                "questions",
                columns(
                        "id VARCHAR",
                        "text VARCHAR",
                        "answers VARCHAR[]",
                        "refusal VARCHAR",
                        "scope VARCHAR[]",
                        "attributes MAP(VARCHAR, VARCHAR)"));
        LINES.put(
                "judgements",
                columns(
                        "key VARCHAR",
                        "judge VARCHAR",
                        "trial VARCHAR",
                        "question VARCHAR",
                        "strategy VARCHAR",
                        "model VARCHAR",
                        "repetition INTEGER",
                        "place VARCHAR",
                        "sample INTEGER",
                        "judge_model VARCHAR",
                        "call VARCHAR",
                        "verdict VARCHAR",
                        "score DOUBLE",
                        "reason VARCHAR",
                        "failed VARCHAR",
                        "message VARCHAR",
                        "billed " + USAGE));
        LINES.put("unmatched", columns("file VARCHAR", "line INTEGER", "question VARCHAR", "why VARCHAR"));
    }

    private final Map<String, Path> runs;
    private final Detection detection;

    /** Finds out which columns a file of JSON lines has, with their types. */
    @FunctionalInterface
    interface Detection {
        Map<String, String> columns(String query);
    }

    /**
     * Views over runs.
     *
     * @param runs their folders by the names in the column {@code run}
     */
    RunViews(Map<String, Path> runs, Detection detection) {
        this.runs = runs;
        this.detection = detection;
    }

    private static Map<String, String> columns(String... definitions) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String definition : definitions) {
            int space = definition.indexOf(' ');
            columns.put(definition.substring(0, space), definition.substring(space + 1));
        }
        return columns;
    }

    /** Statements that make all views. */
    List<String> statements() throws IOException {
        List<String> statements = new ArrayList<>();
        for (Map.Entry<String, Map<String, String>> file : LINES.entrySet()) {
            statements.add(view(lines(file.getKey()), file.getKey() + ".jsonl", file.getValue()));
        }
        statements.add(ANSWERS);
        statements.add(SCORES);
        statements.add(facts("manifest", "manifest.json"));
        statements.add(facts("spending", "spending.json"));
        statements.add(
                trec("qrels", "qrels.txt", 4, decoded("column0") + " as question, " + decoded("column2")
                        + " as document, column3::integer as grade"));
        statements.add(runs());
        statements.addAll(tables());
        return statements;
    }

    /** The name of the view over a file as it is: of two files more is made of it. */
    private static String lines(String file) {
        return file.equals("answers") ? "answer_lines" : file.equals("scores") ? "score_lines" : file;
    }

    /** Of two lines with one key, a failure that was tried again and what came of it, the later counts. */
    private static final String ANSWERS =
            """
            create view answers as
            select * exclude (file_line) from answer_lines where outcome <> 'failed'
            union all by name
            (select * exclude (file_line) from answer_lines as failed
             where outcome = 'failed' and not exists (
               select 1 from answer_lines as later
               where later.run = failed.run and later.key = failed.key and later.file_line > failed.file_line))
            """;

    private static final String SCORES =
            """
            create view scores as
            select * exclude (scores, file_line, entry), entry.key as metric, entry.value as score
            from (select *, unnest(map_entries(scores)) as entry from score_lines)
            """;

    private String view(String name, String file, Map<String, String> known) throws IOException {
        String empty = "select null::varchar as run, 0::bigint as file_line, "
                + known.entrySet().stream()
                        .map(column -> "null::" + column.getValue() + " as " + quoted(column.getKey()))
                        .collect(Collectors.joining(", "))
                + " where false";
        List<String> parts = new ArrayList<>(List.of(empty));
        for (Map.Entry<String, Path> run : runs.entrySet()) {
            Path path = run.getValue().resolve(file);
            if (Files.isRegularFile(path) && Files.size(path) > 0) {
                parts.add(select(run.getKey(), path, known));
            }
        }
        String all = String.join("\nunion all by name ", parts);
        boolean numbered = name.endsWith("_lines");
        return "create view " + name + " as " + (numbered ? all : "select * exclude (file_line) from (" + all + ")");
    }

    private String select(String run, Path path, Map<String, String> known) throws IOException {
        String options = ", format = 'newline_delimited'" + (Torn.is(path) ? ", ignore_errors = true" : "");
        Map<String, String> columns = new LinkedHashMap<>(known);
        detection
                .columns("select * from read_json(" + text(path.toString()) + options + ")")
                .forEach(columns::putIfAbsent);
        String types = columns.entrySet().stream()
                .map(column -> quoted(column.getKey()) + ": " + text(column.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        return "select " + text(run) + " as run, row_number() over () as file_line, * from read_json("
                + text(path.toString()) + options + ", columns = " + types + ") where "
                + quoted(known.keySet().iterator().next()) + " is not null";
    }

    /** Each key of a JSON object with its value, which is JSON where it is no word. */
    private String facts(String view, String name) {
        List<String> parts = new ArrayList<>();
        parts.add("select null::varchar as run, null::varchar as name, null::varchar as value where false");
        runs.forEach((run, folder) -> {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                parts.add("select " + text(run) + ", name, json ->> ('$.\"' || name || '\"') from (select json, "
                        + "unnest(json_keys(json)) as name from read_json_objects(" + text(file.toString()) + "))");
            }
        });
        return "create view " + view + " as " + String.join("\nunion all ", parts);
    }

    /** One row for each run. */
    private String runs() {
        return "create view runs as "
                + runs.entrySet().stream()
                        .map(run -> "select " + text(run.getKey()) + " as run, "
                                + text(run.getValue().toString()) + " as folder")
                        .collect(Collectors.joining("\nunion all "));
    }

    private String trec(String view, String file, int columns, String names) throws IOException {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, Path> run : runs.entrySet()) {
            Path path = run.getValue().resolve("trec").resolve(file);
            if (Files.isRegularFile(path) && Files.size(path) > 0) {
                parts.add("select " + text(run.getKey()) + " as run, " + names + " from " + spaced(path, columns));
            }
        }
        return "create view " + view + " as "
                + (parts.isEmpty()
                        ? "select null::varchar as run, null::varchar as question, null::varchar as document,"
                                + " null::integer as grade where false"
                        : String.join("\nunion all ", parts));
    }

    private static String spaced(Path path, int columns) {
        String types = Stream.iterate(0, i -> i < columns, i -> i + 1)
                .map(i -> "'column" + i + "': 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_csv(" + text(path.toString())
                + ", delim = ' ', header = false, quote = '', escape = '', auto_detect = false, columns = " + types
                + ")";
    }

    /** TREC runs, and one view for each table of the report. */
    private List<String> tables() throws IOException {
        List<String> statements = new ArrayList<>();
        List<String> found = new ArrayList<>();
        found.add(
                "select null::varchar as run, null::varchar as file, null::varchar as question, null::varchar as document,"
                        + " null::integer as rank, null::double as score, null::varchar as tag where false");
        Map<String, List<String>> tables = new TreeMap<>();
        for (Map.Entry<String, Path> run : runs.entrySet()) {
            for (Path file : files(run.getValue().resolve("trec"), ".run")) {
                found.add("select " + text(run.getKey()) + ", "
                        + text(file.getFileName().toString().replaceFirst("\\.run$", ""))
                        + ", " + decoded("column0") + ", " + decoded("column2")
                        + ", column3::integer, column4::double, " + decoded("column5") + " from " + spaced(file, 6));
            }
            for (String below : List.of("tables", "tables/timing")) {
                for (Path file : files(run.getValue().resolve(below), ".csv")) {
                    // Some tables stand in both folders, with times and without.
                    String timing = below.endsWith("timing") ? "timing_" : "";
                    tables.computeIfAbsent(timing + tableName(file), name -> new ArrayList<>())
                            .add("select " + text(run.getKey()) + " as run, * from read_csv(" + text(file.toString())
                                    + ", header = true, delim = ',', quote = '\"', escape = '\"', sample_size = -1)");
                }
            }
        }
        statements.add("create view trec_runs as " + String.join("\nunion all ", found));
        statements.add("create schema tables");
        tables.forEach((name, parts) -> statements.add(
                "create view tables." + quoted(name) + " as " + String.join("\nunion all by name ", parts)));
        return statements;
    }

    /** A column of a TREC file with the escapes of ids undone. */
    private static String decoded(String column) {
        String decoded = column;
        for (Map.Entry<Character, String> escape : TrecId.escapes().entrySet()) {
            decoded = "replace(" + decoded + ", " + text(escape.getValue()) + ", chr(" + (int) escape.getKey() + "))";
        }
        return decoded;
    }

    private static String tableName(Path file) {
        return file.getFileName().toString().replaceFirst("\\.csv$", "").replaceAll("[^A-Za-z0-9]+", "_");
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> wanted = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(ending) && Files.isRegularFile(file) && Files.size(file) > 0) {
                    wanted.add(file);
                }
            }
            return wanted;
        }
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
