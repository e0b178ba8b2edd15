package dev.winnow.app.haystack;

import dev.winnow.app.report.Table;
import dev.winnow.pipelines.haystack.Suspects;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the haystacks of an experiment are made of.
 *
 * @param table a row for each file
 * @param haystacks in all files
 * @param built of them now
 * @param seconds that took, searching and all
 */
public record HaystackSummary(Table table, long haystacks, long built, double seconds) {
    private static final List<Table.Column> COLUMNS = List.of(
            Table.Column.text("set"),
            Table.Column.text("size"),
            Table.Column.text("mode"),
            Table.Column.number("haystacks"),
            Table.Column.number("tokens min"),
            Table.Column.number("tokens mean"),
            Table.Column.number("tokens max"),
            Table.Column.number("short"),
            Table.Column.number("gold recall"),
            Table.Column.number("gold share"),
            Table.Column.number("distractors"),
            Table.Column.number("leaks"),
            Table.Column.number("near-duplicates"));

    /** Haystacks filled in a second. */
    public double perSecond() {
        return built / Math.max(1e-9, seconds);
    }

    static HaystackSummary of(HaystackBuilder.Result result, HaystackBuilder builder) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        long haystacks = 0;
        for (HaystackSet set : result.sets()) {
            Sums sums = new Sums(set.spec().size().tokens());
            try (BufferedReader lines =
                    Files.newBufferedReader(builder.files(set).accounts())) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    sums.add(HaystackLine.Account.read(line));
                }
            }
            rows.add(sums.row(set));
            haystacks += sums.haystacks;
        }
        return new HaystackSummary(new Table(COLUMNS, rows), haystacks, result.built(), result.seconds());
    }

    /** Sums over the haystacks of one file. */
    private static final class Sums {
        private final int size;
        private int haystacks;
        private int least = Integer.MAX_VALUE;
        private int most;
        private long tokens;
        private int cutShort;
        private double recall;
        private int needing;
        private double share;
        private long distractors;
        private long leaks;
        private long repeated;

        Sums(int size) {
            this.size = size;
        }

        void add(HaystackLine.Account account) {
            haystacks++;
            least = Math.min(least, account.tokens());
            most = Math.max(most, account.tokens());
            tokens += account.tokens();
            cutShort += account.tokens() < size && account.cut().isEmpty() ? 1 : 0;
            if (account.needed() > 0) {
                needing++;
                recall += (double) account.gold() / account.needed();
            }
            share += account.documentTokens() == 0 ? 0 : (double) account.goldTokens() / account.documentTokens();
            distractors += account.documents() - account.gold();
            leaks += account.leaks().size();
            repeated += account.nearDuplicates().size();
        }

        List<String> row(HaystackSet set) {
            int all = Math.max(1, haystacks);
            return List.of(
                    set.name(),
                    set.spec().size().toString(),
                    set.spec().mode().name().toLowerCase(Locale.ROOT),
                    Integer.toString(haystacks),
                    Integer.toString(haystacks == 0 ? 0 : least),
                    fixed("%.1f", (double) tokens / all),
                    Integer.toString(most),
                    Integer.toString(cutShort),
                    needing == 0 ? "" : fixed("%.3f", recall / needing),
                    fixed("%.3f", share / all),
                    fixed("%.1f", (double) distractors / all),
                    set.spec().leaks() == Suspects.KEEP ? "" : fixed("%.2f", (double) leaks / all),
                    set.spec().nearDuplicates() == Suspects.KEEP ? "" : fixed("%.2f", (double) repeated / all));
        }

        private static String fixed(String form, double value) {
            return String.format(Locale.ROOT, form, value);
        }
    }
}
