package dev.winnow.app.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
        Page page = new Page(
                results, new DrillDown(results, PageLimits.of(data.trials().size())));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(runFolder.resolve("report.html")))) {
            page.write(out);
        }
    }
}
