package dev.winnow.app.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of runs as views of a DuckDB database in memory. Queries read: only {@code SELECT} and what reads like it is
 * taken, no file beyond the runs' folders is opened, no network is used, and nothing is installed. Rows come as a stream;
 * what a query needs beside is bounded, and spilled to a temporary folder that goes with the database.
 */
public final class RunDatabase implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader LENIENT = JSON.reader().with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);
    private final Connection connection;
    private final Path spill;
    private final List<Path> folders;

    private RunDatabase(Connection connection, Path spill, Collection<Path> folders) {
        this.connection = connection;
        this.spill = spill;
        this.folders = List.copyOf(folders);
    }

    /**
     * Opens the views over runs.
     *
     * @param memoryMegabytes what a query may hold in memory, at least 64
     * @throws InputException if a folder is no run, two have one name, or a file is damaged
     */
    public static RunDatabase open(List<Path> runs, int memoryMegabytes) {
        Map<String, Path> named = named(runs);
        try {
            Path spill = Files.createTempDirectory("winnow-query");
            RunDatabase database = new RunDatabase(connect(), spill, named.values());
            try {
                database.restrict(memoryMegabytes);
                for (String statement : new RunViews(named, database::columns).statements()) {
                    database.execute(statement);
                }
                return database;
            } catch (SQLException e) {
                InputException refused = database.refused(e);
                database.close();
                throw refused;
            } catch (IOException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Connection connect() {
        Properties streaming = new Properties();
        streaming.setProperty("jdbc_stream_results", "true");
        try {
            return DriverManager.getConnection("jdbc:duckdb:", streaming);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not start: " + e.getMessage(), e);
        }
    }

    /** By the folder's own name, or as given where two are alike. */
    private static Map<String, Path> named(List<Path> runs) {
        Map<String, Path> named = new LinkedHashMap<>();
        for (Path run : runs) {
            Path folder = real(run);
            String name = String.valueOf(folder.getFileName());
            if (named.containsValue(folder)) {
                throw new InputException(run, "this run is named twice; name each once");
            }
            boolean alike = runs.stream()
                            .filter(other -> name.equals(String.valueOf(real(other).getFileName())))
                            .count()
                    > 1;
            named.put(alike ? run.toString() : name, folder);
        }
        return named;
    }

    private static Path real(Path run) {
        if (!Files.isDirectory(run)) {
            throw new InputException(run, "there is no such run folder" + neighbour(run));
        }
        if (!Files.isRegularFile(run.resolve("config.yaml"))) {
            throw new InputException(
                    run, "this is no run: it has no config.yaml; runs are made by 'winnow run' and 'winnow score'");
        }
        try {
            return run.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String neighbour(Path run) {
        Path parent = run.toAbsolutePath().normalize().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return "";
        }
        try (Stream<Path> folders = Files.list(parent)) {
            List<String> names = folders.filter(folder -> Files.isRegularFile(folder.resolve("config.yaml")))
                    .map(folder -> folder.getFileName().toString())
                    .toList();
            return Suggestion.nearest(String.valueOf(run.getFileName()), names)
                    .map(name -> "; did you mean '" + name + "'?")
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private void restrict(int memoryMegabytes) throws SQLException {
        execute("set autoinstall_known_extensions = false");
        execute("set autoload_known_extensions = false");
        execute("set memory_limit = '" + memoryMegabytes + "MiB'");
        execute("set temp_directory = " + RunViews.text(spill.toString()));
        execute("set TimeZone = 'UTC'");
        execute(folders.stream()
                .map(folder -> RunViews.text(folder + "/"))
                .collect(Collectors.joining(", ", "set allowed_directories = [", "]")));
        execute("set enable_external_access = false");
        execute("set lock_configuration = true");
    }

    // A statement that failed is closed, so each has its own.
    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Map<String, String> columns(String query) {
        Map<String, String> columns = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("describe " + query)) {
            while (found.next()) {
                columns.put(found.getString("column_name"), found.getString("column_type"));
            }
        } catch (SQLException e) {
            throw refused(e);
        }
        return columns;
    }

    /** Takes the rows of a result. */
    public interface Rows {
        /** The columns, before the first row. */
        void columns(List<String> names);

        /** A row. A value that is null in the database is an empty text. */
        void row(List<String> values);
    }

    /**
     * Runs a query and hands on its rows as text, in order.
     *
     * @return how many
     * @throws InputException if it is not one that reads, or DuckDB refuses it
     */
    public long query(String sql, Rows rows) {
        String query = readable(sql);
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            int width = found.getMetaData().getColumnCount();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                names.add(found.getMetaData().getColumnLabel(i));
            }
            rows.columns(names);
            long count = 0;
            while (found.next()) {
                List<String> values = new ArrayList<>(width);
                for (int i = 1; i <= width; i++) {
                    String value = found.getString(i);
                    values.add(value == null ? "" : value);
                }
                rows.row(values);
                count++;
            }
            return count;
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /** The same query with each row as one JSON object in the column {@code row}. What is no number is null. */
    public long json(String sql, Rows rows) {
        // On lines of its own: the query may end in a comment.
        return query("select to_json(result) as row from (\n" + readable(sql) + "\n) as result", new Rows() {
            @Override
            public void columns(List<String> names) {
                rows.columns(names);
            }

            @Override
            public void row(List<String> values) {
                rows.row(List.of(withoutNonNumbers(values.get(0))));
            }
        });
    }

    /** DuckDB writes infinity as a bare word, which is no JSON. */
    private static String withoutNonNumbers(String row) {
        if (!row.contains("Infinity") && !row.contains("NaN")) {
            return row;
        }
        try {
            JsonNode tree = LENIENT.readTree(row);
            return withoutNonNumbers(tree).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB writes JSON that cannot be read", e);
        }
    }

    private static JsonNode withoutNonNumbers(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                object.properties().forEach(entry -> entry.setValue(withoutNonNumbers(entry.getValue())));
                yield object;
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, withoutNonNumbers(array.get(i)));
                }
                yield array;
            }
            default -> node.isDouble() && !Double.isFinite(node.doubleValue()) ? NullNode.getInstance() : node;
        };
    }

    /** The query without a semicolon at its end, if it only reads. */
    private String readable(String sql) {
        String query = sql.strip().replaceFirst("(?s)[;\\s]+$", "");
        if (query.isEmpty()) {
            throw new InputException("SQL", "the query is empty; try 'show tables'");
        }
        try (PreparedStatement parse = connection.prepareStatement("select json_serialize_sql(?::varchar)")) {
            parse.setString(1, query);
            try (ResultSet parsed = parse.executeQuery()) {
                parsed.next();
                JsonNode tree = JSON.readTree(parsed.getString(1));
                if (tree.path("error").asBoolean()) {
                    throw new InputException("SQL", why(tree));
                }
                if (tree.path("statements").size() != 1) {
                    throw new InputException("SQL", "one query at a time; there are several with ';' between them");
                }
            }
        } catch (SQLException e) {
            throw refused(e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB writes JSON that cannot be read", e);
        }
        return query;
    }

    private static String why(JsonNode tree) {
        return tree.path("error_type").asText().equals("parser")
                ? brief(tree.path("error_message").asText()) + " (at character "
                        + (tree.path("position").asInt() + 1) + ")"
                : "only queries that read are taken: select, with, describe, summarize, show";
    }

    /** What DuckDB refuses is the user's to change: the query, what it may use, or a damaged file. */
    private InputException refused(SQLException e) {
        String said = String.valueOf(e.getMessage());
        // While rows are streamed it does not say what happened.
        boolean unsaid = said.contains("Invalid result set");
        if (unsaid || said.contains("JSON")) {
            Problems problems = new Problems();
            for (Path file : jsonLines()) {
                JsonLines.read(file, problems, row -> {});
            }
            if (problems.count() > 0) {
                return new InputException(problems.all());
            }
        }
        return unsaid || said.startsWith("Out of Memory")
                ? new InputException(
                        "SQL",
                        "the query needs more memory than it may have; give it more with --memory, or let it group or"
                                + " sort less")
                : new InputException("SQL", brief(said));
    }

    /** The files of JSON lines that are whole. */
    private List<Path> jsonLines() {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path file : all.sorted().toList()) {
                    if (file.toString().endsWith(".jsonl") && Files.size(file) > 0 && !Torn.is(file)) {
                        files.add(file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /** The message on one line, without the query that DuckDB prints below it. */
    private static String brief(String said) {
        return said.replaceFirst("(?s)\\n+LINE \\d+:.*", "")
                .replaceAll("\\s*\\n+\\s*", "; ")
                .strip();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            delete(spill);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
