package dev.winnow.indexer.embed;

import dev.winnow.indexer.ingest.Problems;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.BiConsumer;

/** Texts and vectors of a Parquet file, read by DuckDB. */
final class ParquetVectors {
    private ParquetVectors() {}

    /** Hands every row to {@code each}, in the file's order; problems with the file or a row are noted. */
    static void read(Path file, Problems problems, BiConsumer<String, float[]> each) {
        Properties streaming = new Properties();
        streaming.setProperty("jdbc_stream_results", "true");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", streaming);
                // Two results at once need two connections to one database.
                Connection second =
                        connection.unwrap(org.duckdb.DuckDBConnection.class).duplicate();
                Statement rows = connection.createStatement();
                Statement numbers = second.createStatement()) {
            String from = " from read_parquet('" + file.toString().replace("'", "''") + "')";
            // Lists of a result are boxed number by number; unnested, numbers come as they lie in memory.
            try (ResultSet texts = rows.executeQuery("select text::varchar, len(vector::float[])" + from);
                    ResultSet values = numbers.executeQuery("select unnest(vector::float[])" + from)) {
                read(file, problems, each, texts, values);
            }
        } catch (SQLException e) {
            problems.at(file, "cannot be read; it needs the columns text and vector, a list of numbers: " + said(e));
        }
    }

    private static void read(
            Path file, Problems problems, BiConsumer<String, float[]> each, ResultSet texts, ResultSet values)
            throws SQLException {
        long row = 0;
        while (texts.next()) {
            row++;
            String text = texts.getString(1);
            float[] vector = new float[texts.getInt(2)];
            boolean whole = text != null && vector.length > 0;
            for (int i = 0; i < vector.length; i++) {
                values.next();
                vector[i] = values.getFloat(1);
                whole &= !values.wasNull();
            }
            if (whole) {
                each.accept(text, vector);
            } else {
                problems.at(file, "row " + row + " lacks its text, its vector or a number of it; fill or remove it");
            }
        }
        if (row == 0) {
            problems.at(file, "the file has no rows");
        }
    }

    private static String said(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }
}
