package dev.winnow.app.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what people read of a run: {@code report.html} and the tables in {@code tables/}. */
public final class Report {
    private Report() {}

    /**
     * Writes the report and its tables into a run's folder, over those that are there. All but the page and
     * {@code tables/timing/} depends on the data alone, timings aside: the same trials give the same bytes.
     *
     * @throws IOException if a file cannot be written
     */
    public static void write(ReportData data, Path runFolder) throws IOException {
        Results results = new Results(data, Intervals.of(data));
        results.tables().write(runFolder.resolve("tables"));
        String page = new Page(results, new DrillDown(results, DrillDown.Limits.DEFAULT)).html();
        Files.writeString(runFolder.resolve("report.html"), page, StandardCharsets.UTF_8);
    }
}
