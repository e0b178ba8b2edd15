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

    private static final Duration BEFORE_BAR = Duration.ofMillis(500);

    private final PrintWriter err;
    private final Display display;
    private ProgressBar bar;
    private String work = "";
    private long before;
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
    public synchronized void begin(String work, long before, long total) {
        this.work = work;
        this.before = before;
        this.total = total;
        begun = System.nanoTime();
        lastLine = begun;
    }

    @Override
    public synchronized void done(long count) {
        long now = System.nanoTime();
        switch (display) {
            // Work of unknown length, and what is over at once, needs no bar.
            case BAR -> {
                if (bar == null && total > 0 && now - begun > BEFORE_BAR.toNanos()) {
                    bar = open(Duration.ofNanos(now - begun));
                }
                if (bar != null) {
                    bar.stepTo(count);
                }
            }
            case LINES -> {
                if (now - lastLine > BETWEEN_LINES.toNanos()) {
                    lastLine = now;
                    err.println(line(count, Duration.ofNanos(now - begun)));
                    err.flush();
                }
            }
        }
    }

    private ProgressBar open(Duration elapsed) {
        return new ProgressBarBuilder()
                .setTaskName(work)
                .setInitialMax(total)
                .startsFrom(before, elapsed)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .build();
    }

    private String line(long count, Duration elapsed) {
        double rate = (count - before) / Math.max(1e-3, elapsed.toMillis() / 1e3);
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
