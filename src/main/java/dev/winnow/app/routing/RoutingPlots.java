package dev.winnow.app.routing;

import dev.winnow.app.report.Digits;
import dev.winnow.app.report.Html;
import dev.winnow.app.routing.Evaluation.Figures;
import dev.winnow.app.routing.Policy.Kind;
import dev.winnow.app.routing.RoutingResult.CurvePoint;
import dev.winnow.pipelines.route.SavedRouter.CostUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures of the page, as SVG. */
final class RoutingPlots {
    private static final int WIDTH = 860;
    private static final int LEFT = 64;
    private static final int RIGHT = 190;
    private static final int TOP = 16;
    private static final int BOTTOM = 44;
    private static final int STEPS = 5;

    /** Features beyond these are in the table. */
    private static final int MOST_BARS = 14;

    private final RoutingResult result;

    RoutingPlots(RoutingResult result) {
        this.result = result;
    }

    private record Scale(double low, double high, double from, double to) {
        double at(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String line(String kind, double x1, double y1, double x2, double y2) {
        return "<line class=\"" + kind + "\" x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2)
                + "\" y2=\"" + number(y2) + "\"/>";
    }

    private static String text(String kind, String anchor, double x, double y, String content) {
        return "<text class=\"" + kind + "\" text-anchor=\"" + anchor + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">"
                + Html.escape(content) + "</text>";
    }

    private static String figure(String label, int height, String content) {
        return "<figure class=\"figure\"><svg viewBox=\"0 0 " + WIDTH + " " + height + "\" role=\"img\" aria-label=\""
                + Html.escape(label) + "\">" + content + "</svg></figure>\n";
    }

    /** Quality by cost; nothing where costs are not known. */
    String curve() {
        CostUnit unit = result.outcomes().unit();
        double most = result.policies().stream()
                .mapToDouble(one -> one.policy().cost().in(unit))
                .max()
                .orElse(0);
        if (most == 0) {
            return "<p class=\"note\">What answers cost is not known.</p>\n";
        }
        double low = result.policies().stream()
                .mapToDouble(one -> one.quality().low())
                .min()
                .orElse(0);
        double high = result.policies().stream()
                .mapToDouble(one -> one.quality().high())
                .max()
                .orElse(1);
        double margin = Math.max(0.01, (high - low) * 0.05);
        int height = 400;
        Scale x = new Scale(0, most * 1.05, LEFT, WIDTH - RIGHT);
        Scale y = new Scale(low - margin, high + margin, height - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder(axes(x, y, height, this::cost, value -> Digits.fixed(value, 3)));
        svg.append(text(
                "",
                "middle",
                (LEFT + WIDTH - RIGHT) / 2.0,
                height - 6,
                RoutingTables.unit(unit) + " a question"));
        svg.append(text("", "start", 4, TOP - 3, result.outcomes().measure()));
        List<Label> labels = new ArrayList<>();
        List<String> learners = learners();
        for (int i = 0; i < learners.size(); i++) {
            String learner = learners.get(i);
            List<CurvePoint> points = result.curve().stream()
                    .filter(point -> point.learner().equals(learner))
                    .toList();
            svg.append("<polyline class=\"line l")
                    .append(i)
                    .append("\" points=\"")
                    .append(points.stream()
                            .map(point -> number(x.at(point.cost().in(unit))) + ","
                                    + number(y.at(point.quality().mean())))
                            .collect(Collectors.joining(" ")))
                    .append("\"/>");
        }
        for (Figures one : result.policies()) {
            double px = x.at(one.policy().cost().in(unit));
            double py = y.at(one.quality().mean());
            int place = learners.indexOf(one.policy().name());
            String kind = place >= 0
                    ? "l" + place
                    : one.policy().kind() == Kind.LEARNED
                            ? "l3"
                            : one.policy().kind().name().toLowerCase(Locale.ROOT);
            svg.append(line("whisker", px, y.at(one.quality().low()), px, y.at(one.quality().high())));
            svg.append("<circle class=\"")
                    .append(kind)
                    .append("\" cx=\"")
                    .append(number(px))
                    .append("\" cy=\"")
                    .append(number(py))
                    .append("\" r=\"4.5\"/>");
            labels.add(new Label(py, px, kind, Learner.title(one.policy().name())));
        }
        return figure("Quality by cost", height, svg + labels(labels, height));
    }

    private record Label(double y, double x, String kind, String text) {}

    /** Names at the right, in the order of their points, none over another. */
    private static String labels(List<Label> labels, int height) {
        List<Label> sorted = new ArrayList<>(labels);
        sorted.sort((left, right) -> Double.compare(left.y(), right.y()));
        double step = 17;
        double[] at = new double[sorted.size()];
        double free = TOP;
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(free, sorted.get(i).y());
            free = at[i] + step;
        }
        double over = Math.max(0, free - step - (height - BOTTOM));
        StringBuilder svg = new StringBuilder();
        for (int i = at.length - 1; i >= 0; i--) {
            double limit = i == at.length - 1 ? height - BOTTOM : at[i + 1] - step;
            at[i] = over > 0 ? Math.min(at[i], limit) : at[i];
        }
        for (int i = 0; i < at.length; i++) {
            Label label = sorted.get(i);
            double start = WIDTH - RIGHT + 14.0;
            svg.append(line("grid", label.x() + 6, label.y(), start - 3, at[i]));
            svg.append("<circle class=\"")
                    .append(label.kind())
                    .append("\" cx=\"")
                    .append(number(start + 2))
                    .append("\" cy=\"")
                    .append(number(at[i]))
                    .append("\" r=\"4\"/>");
            String name = label.text().length() > 27 ? label.text().substring(0, 26) + "…" : label.text();
            svg.append(text("name", "start", start + 11, at[i] + 4, name));
        }
        return svg.toString();
    }

    private interface Written {
        String of(double value);
    }

    private static String axes(Scale x, Scale y, int height, Written along, Written up) {
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i <= STEPS; i++) {
            double vertical = y.low() + (y.high() - y.low()) * i / STEPS;
            svg.append(line("grid", LEFT, y.at(vertical), x.to(), y.at(vertical)));
            svg.append(text("", "end", LEFT - 7.0, y.at(vertical) + 4, up.of(vertical)));
            double horizontal = x.low() + (x.high() - x.low()) * i / STEPS;
            svg.append(text("", "middle", x.at(horizontal), height - BOTTOM + 17.0, along.of(horizontal)));
        }
        svg.append(line("axis", LEFT, height - BOTTOM, x.to(), height - BOTTOM));
        return svg.toString();
    }

    private String cost(double value) {
        return switch (result.outcomes().unit()) {
            case USD -> Digits.dollars(value);
            case TOKENS -> Digits.grouped(value);
            case MILLISECONDS -> Digits.duration(value);
        };
    }

    private List<String> learners() {
        return List.copyOf(result.calibrations().keySet());
    }

    /** Measured by expected quality. */
    String reliability() {
        int height = 340;
        Scale x = new Scale(0, 1, LEFT, WIDTH - RIGHT);
        Scale y = new Scale(0, 1, height - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder(
                axes(x, y, height, value -> Digits.fixed(value, 1), value -> Digits.fixed(value, 1)));
        svg.append(line("even", x.at(0), y.at(0), x.at(1), y.at(1)));
        svg.append(text("", "middle", (LEFT + WIDTH - RIGHT) / 2.0, height - 6, "expected"));
        svg.append(text("", "start", 4, TOP - 3, "measured"));
        List<String> learners = learners();
        for (int i = 0; i < learners.size(); i++) {
            String kind = "l" + i;
            List<Calibration.Bin> bins =
                    result.calibrations().get(learners.get(i)).bins();
            svg.append("<polyline class=\"line ")
                    .append(kind)
                    .append("\" points=\"")
                    .append(bins.stream()
                            .map(bin -> number(x.at(bin.expected())) + "," + number(y.at(bin.measured())))
                            .collect(Collectors.joining(" ")))
                    .append("\"/>");
            int most = bins.stream().mapToInt(Calibration.Bin::count).max().orElse(1);
            for (Calibration.Bin bin : bins) {
                svg.append("<circle class=\"")
                        .append(kind)
                        .append("\" cx=\"")
                        .append(number(x.at(bin.expected())))
                        .append("\" cy=\"")
                        .append(number(y.at(bin.measured())))
                        .append("\" r=\"")
                        .append(number(2 + 5 * Math.sqrt(bin.count() / (double) most)))
                        .append("\"/>");
            }
            double at = TOP + 12 + 20.0 * i;
            svg.append("<rect class=\"")
                    .append(kind)
                    .append("\" x=\"")
                    .append(number(WIDTH - RIGHT + 14.0))
                    .append("\" y=\"")
                    .append(number(at - 9))
                    .append("\" width=\"11\" height=\"11\" rx=\"2\"/>");
            svg.append(text("name", "start", WIDTH - RIGHT + 31.0, at + 1, Learner.title(learners.get(i))));
        }
        return figure("Measured by expected quality", height, svg.toString());
    }

    /** What each feature is worth. */
    String importance() {
        List<Importance> bars = result.importance().stream().limit(MOST_BARS).toList();
        double most = bars.stream()
                .mapToDouble(one -> Math.abs(one.loss()))
                .max()
                .orElse(0);
        if (most == 0) {
            return "<p class=\"note\">No feature changes what it chooses.</p>\n";
        }
        int start = 220;
        Scale x = new Scale(0, most, start, WIDTH - 90);
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i < bars.size(); i++) {
            Importance one = bars.get(i);
            double at = 6 + 22.0 * i;
            svg.append(text("name", "end", start - 8.0, at + 13, one.family()));
            svg.append("<rect class=\"bar")
                    .append(one.loss() < 0 ? " against" : "")
                    .append("\" x=\"")
                    .append(start)
                    .append("\" y=\"")
                    .append(number(at))
                    .append("\" height=\"16\" rx=\"2\" width=\"")
                    .append(number(Math.max(1, x.at(Math.abs(one.loss())) - start)))
                    .append("\"/>");
            svg.append(text(
                    "",
                    "start",
                    Math.max(start + 1.0, x.at(Math.abs(one.loss()))) + 6,
                    at + 13,
                    Digits.fixed(one.loss(), 4)));
        }
        return figure("Loss of quality without each feature", 12 + 22 * bars.size(), svg.toString());
    }
}
