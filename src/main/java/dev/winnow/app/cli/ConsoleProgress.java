package dev.winnow.app.cli;

import dev.winnow.app.experiment.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows progress on standard error: a bar with rate and time left on a terminal, a line now and then elsewhere. */
final class ConsoleProgress implements Progress {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final PrintWriter err;
    private final Display display;
    private ProgressBar bar;
    private String work = "";
    private long total;
    private long begun;
    private long lastLine;

    private enum Display {
        BAR,
        LINES
    }

    private ConsoleProgress(PrintWriter err, Display display) {
        this.err = err;
        this.display = display;
    }

    static ConsoleProgress of(PrintWriter err) {
        return new ConsoleProgress(
                err, "yes".equals(System.getProperty("winnow.terminal")) ? Display.BAR : Display.LINES);
    }

    @Override
    public synchronized void begin(String work, long total) {
        this.work = work;
        this.total = total;
        begun = System.nanoTime();
        lastLine = begun;
        if (display == Display.BAR) {
            bar = new ProgressBarBuilder()
                    .setTaskName(work)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .showSpeed()
                    .build();
        }
    }

    @Override
    public synchronized void done(long count) {
        if (bar != null) {
            bar.stepTo(count);
        }
        long now = System.nanoTime();
        if (display == Display.LINES && now - lastLine > BETWEEN_LINES.toNanos()) {
            lastLine = now;
            err.println(line(count, Duration.ofNanos(now - begun)));
        }
    }

    private String line(long count, Duration elapsed) {
        double rate = count / Math.max(1e-3, elapsed.toMillis() / 1e3);
        if (total < 0) {
            return "%s: %,d (%.1f/s)".formatted(work, count, rate);
        }
        long left = rate > 0 ? Math.round((total - count) / rate) : 0;
        return "%s: %,d of %,d (%.1f/s, %d:%02d left)".formatted(work, count, total, rate, left / 60, left % 60);
    }

    @Override
    public synchronized void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
