package dev.winnow.app.report;

import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.Significance.Matrix;
import dev.winnow.indexer.corpus.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was done, in words for the methods section of a paper: every setting that decides a result, from what the run wrote
 * down. It depends on the run's settings and trials alone, not on machines or clocks.
 */
final class Methods {
    /** The file below the tables' folder. */
    static final String FILE = "methods.md";

    private static final int DIGEST = 12;

    /** Combinations of settings that are told one by one. */
    private static final int MOST_VALUES = 12;

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final Results results;
    private final ReportData data;
    private final Significance significance;

    Methods(Results results, Significance significance) {
        this.results = results;
        this.data = results.data();
        this.significance = significance;
    }

    /**
     * A paragraph.
     *
     * @param topic what it is about, one or two words
     */
    private record Paragraph(String topic, String text) {}

    /** As Markdown: paragraphs, each behind its topic in bold; empty where nobody wrote settings down. */
    Optional<String> markdown() {
        return data.runs().isEmpty()
                ? Optional.empty()
                : Optional.of(paragraphs().stream()
                        .map(one -> "**" + one.topic() + ".** " + one.text() + "\n")
                        .collect(Collectors.joining("\n")));
    }

    /** The page's part; nothing where nobody wrote settings down. */
    String html() {
        if (data.runs().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder(
                "<h3>Methods, to paste into a paper</h3>\n<div class=\"methods\" id=\"methods-text\">");
        for (Paragraph one : paragraphs()) {
            html.append("<p><b>")
                    .append(Html.escape(one.topic()))
                    .append(".</b> ")
                    .append(Html.prose(one.text()))
                    .append("</p>\n");
        }
        return html.append(
                        "</div>\n<p class=\"copy\"><button type=\"button\" data-copy=\"methods-text\">Copy</button> It is in"
                                + " <code>tables/" + FILE + "</code>, too.</p>\n")
                .toString();
    }

    private List<Paragraph> paragraphs() {
        List<Paragraph> all = new ArrayList<>();
        RunSettings run = data.runs().getFirst();
        add(all, "Data", data(run));
        add(all, "Index and retrieval", index(run));
        add(all, "Strategies", strategies(run));
        add(all, "Models and prompts", models(run));
        add(all, "Measures", measures(run));
        add(all, "Statistics", statistics());
        add(all, "Software", software(run));
        for (RunSettings other : data.runs().subList(1, data.runs().size())) {
            add(all, "Run " + other.run(), other(run, other));
        }
        return all;
    }

    private static void add(List<Paragraph> all, String topic, String text) {
        if (!text.isBlank()) {
            all.add(new Paragraph(topic, text));
        }
    }

    private String data(RunSettings run) {
        StringBuilder text = new StringBuilder();
        text.append(count(data.questions().size(), "question"))
                .append(" of the data set `")
                .append(data.dataset())
                .append("` were asked about ")
                .append(count(data.corpus().size(), "document"));
        run.value(RunSettings.MANIFEST + "corpus_fingerprint").ifPresent(hex -> text.append(" (SHA-256 of the corpus ")
                .append(shortened(hex))
                .append(")"));
        text.append(". ");
        long scoped = data.questions().stream()
                .filter(question -> question.scope() instanceof Scope.Documents)
                .count();
        text.append(
                scoped == 0
                        ? "Each question may see the whole corpus. "
                        : scoped == data.questions().size()
                                ? "Each question may see documents of its own. "
                                : count((int) scoped, "question")
                                        + " may see documents of their own, the others the whole"
                                        + " corpus. ");
        run.value(RunSettings.MANIFEST + "evidence")
                .ifPresent(known -> text.append("Gold evidence: ").append(known).append(". "));
        sentence(text, "The data set's settings", entry(run, "dataset", Set.of()));
        List<Results.Group> tasks = TaskAverage.tasks(results);
        if (!tasks.isEmpty()) {
            text.append("Questions by task: ")
                    .append(tasks.stream()
                            .map(group -> group.value() + " " + Digits.grouped((double) group.questions()))
                            .collect(Collectors.joining(", ")))
                    .append(". ");
        }
        return text.toString().strip();
    }

    private String index(RunSettings run) {
        StringBuilder text = new StringBuilder();
        run.value(RunSettings.MANIFEST + "passages").ifPresent(passages -> {
            text.append("Documents were cut into ")
                    .append(
                            DIGITS.matcher(passages).matches()
                                    ? Digits.grouped(Double.parseDouble(passages))
                                    : passages)
                    .append(" passages by `")
                    .append(run.value("index.passages").orElse(""))
                    .append("`");
            run.value("index.tokenizer")
                    .or(() -> run.value("tokenizer"))
                    .ifPresent(tokenizer ->
                            text.append(", measured by `").append(tokenizer).append("`"));
            text.append(", and indexed as ").append(run.value("index.language").orElse("text"));
            run.value(RunSettings.MANIFEST + "index_fingerprint")
                    .ifPresent(hex ->
                            text.append(" (index ").append(shortened(hex)).append(")"));
            text.append(". ");
        });
        Map<String, Map<String, String>> retrievers = entries(run, "retrievers");
        if (!retrievers.isEmpty()) {
            text.append("Retrievers: ")
                    .append(retrievers.entrySet().stream()
                            .map(one -> "`" + one.getKey() + "` (" + told(one.getValue(), Set.of()) + ")")
                            .collect(Collectors.joining("; ")))
                    .append(". ");
            boolean dense = retrievers.values().stream().anyMatch(settings -> "dense".equals(settings.get("use")));
            if (dense) {
                sentence(text, "Vectors are of the embedder", entry(run, "index.embedder", Set.of()));
            }
        }
        return text.toString().strip();
    }

    private String strategies(RunSettings run) {
        Map<String, List<Strategy>> byUse = new LinkedHashMap<>();
        data.strategies().stream()
                .filter(strategy -> data.runs().size() == 1 || strategy.id().startsWith(run.prefix()))
                .forEach(strategy -> byUse.computeIfAbsent(strategy.use(), use -> new ArrayList<>())
                        .add(strategy));
        int all = byUse.values().stream().mapToInt(List::size).sum();
        StringBuilder text = new StringBuilder();
        text.append(all == 1 ? "One strategy was run: " : Digits.grouped((double) all) + " strategies were compared: ");
        List<String> kinds = new ArrayList<>();
        byUse.forEach((use, own) -> kinds.add(kind(run, use, own)));
        text.append(String.join("; ", kinds)).append(". ");
        run.value("tokenizer").ifPresent(tokenizer -> {
            text.append("Budgets and sizes are counted by `").append(tokenizer).append("`");
            run.value(RunSettings.MANIFEST + "tokenizer_fingerprint")
                    .ifPresent(hex -> text.append(" (").append(shortened(hex)).append(")"));
            text.append(". ");
        });
        return text.toString().strip();
    }

    /** A kind of strategies with all values of each of its settings, defaults too. */
    private String kind(RunSettings run, String use, List<Strategy> own) {
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (Strategy strategy : own) {
            String id = data.runs().size() == 1
                    ? strategy.id()
                    : strategy.id().substring(run.prefix().length());
            String path = "pipelines." + id + ".";
            run.values().forEach((key, value) -> {
                String setting = key.startsWith(path) ? key.substring(path.length()) : "";
                if (!setting.isEmpty() && !setting.equals("use") && !setting.equals("name")) {
                    values.computeIfAbsent(setting, unseen -> new LinkedHashSet<>())
                            .add(value);
                }
            });
            if (values.isEmpty()) {
                strategy.settings().forEach((key, value) -> values.computeIfAbsent(key, unseen -> new LinkedHashSet<>())
                        .add(value));
            }
        }
        String told = values.entrySet().stream()
                .map(setting -> setting.getKey() + " " + listed(setting.getValue()))
                .collect(Collectors.joining(", "));
        return "`" + use + "`" + (own.size() > 1 ? ", " + own.size() + " of them" : "")
                + (told.isEmpty() ? "" : " (" + told + ")");
    }

    private static String listed(Set<String> values) {
        String some = values.stream().limit(MOST_VALUES).map(Methods::quoted).collect(Collectors.joining(" | "));
        return values.size() > MOST_VALUES ? some + " | and " + (values.size() - MOST_VALUES) + " more" : some;
    }

    private String models(RunSettings run) {
        StringBuilder text = new StringBuilder();
        Map<String, Map<String, String>> models = entries(run, "models");
        if (models.isEmpty()) {
            text.append("Models: ")
                    .append(data.models().stream()
                            .map(model -> "`" + model.id() + "` (" + model.kind() + ")")
                            .collect(Collectors.joining("; ")))
                    .append(". ");
        } else {
            text.append("Models: ")
                    .append(models.entrySet().stream()
                            .map(one -> "`" + one.getKey() + "` (" + told(one.getValue(), ChangedSettings.OF_SENDING)
                                    + run.value(RunSettings.MANIFEST + "price_of_" + one.getKey())
                                            .map(price -> ", price " + price)
                                            .orElse("")
                                    + ")")
                            .collect(Collectors.joining("; ")))
                    .append(". ");
        }
        run.value("prompt").ifPresent(prompt -> {
            text.append("Answers were asked for with the prompt template `")
                    .append(prompt)
                    .append("`");
            run.value(RunSettings.PROMPTS + prompt + ".version")
                    .ifPresent(version -> text.append(", version ").append(version));
            run.value(RunSettings.MANIFEST + "prompt_fingerprint")
                    .ifPresent(hex ->
                            text.append(" (SHA-256 ").append(shortened(hex)).append(")"));
            text.append(". ");
        });
        String others = otherPrompts(run);
        text.append(others.isEmpty() ? "" : "Other templates: " + others + ". ");
        run.value("citations")
                .filter(form -> !form.equals("none"))
                .ifPresent(form ->
                        text.append("Answers were asked to cite ").append(form).append(". "));
        text.append(
                results.repetitions() == 1
                        ? "Each question was asked once."
                        : "Each question was asked " + results.repetitions()
                                + " times; the mean of its scores counts.");
        return text.toString().strip();
    }

    private static String otherPrompts(RunSettings run) {
        Map<String, String> others = new TreeMap<>();
        run.values().forEach((key, hex) -> {
            String start = RunSettings.MANIFEST + "prompt_";
            if (key.startsWith(start)
                    && key.endsWith("_fingerprint")
                    && key.length() > start.length() + "_fingerprint".length()) {
                others.put(key.substring(start.length(), key.length() - "_fingerprint".length()), hex);
            }
        });
        return others.entrySet().stream()
                .map(one -> "`" + one.getKey() + "` (" + shortened(one.getValue()) + ")")
                .collect(Collectors.joining(", "));
    }

    private String measures(RunSettings run) {
        StringBuilder text = new StringBuilder();
        if (data.measures().isEmpty()) {
            return "";
        }
        text.append("Answers were measured by ")
                .append(data.measures().stream().map(Measure::name).collect(Collectors.joining(", ")))
                .append("; ")
                .append(data.firstMeasure().map(Measure::name).orElse(""))
                .append(" decides. ");
        Map<String, Map<String, String>> metrics = entries(run, "metrics");
        String settings = metrics.entrySet().stream()
                .filter(one -> one.getValue().keySet().stream().anyMatch(key -> !key.equals("use")))
                .map(one -> one.getKey() + " (" + told(one.getValue(), Set.of("use")) + ")")
                .collect(Collectors.joining("; "));
        text.append(settings.isEmpty() ? "" : "Their settings: " + settings + ". ");
        int failed = results.rows().stream().mapToInt(StrategyRow::failed).sum();
        int missing = results.expectedTrials() - data.trials().size();
        text.append(
                failed == 0
                        ? "No trial failed."
                        : Digits.grouped((double) failed) + " of "
                                + Digits.grouped((double) data.trials().size()) + " trials failed and count as wrong.");
        text.append(
                missing <= 0 ? "" : " " + Digits.grouped((double) missing) + " trials of the experiment are missing.");
        return text.toString().strip();
    }

    private String statistics() {
        StringBuilder text = new StringBuilder(
                        "Figures are means over questions with 95 % percentile bootstrap intervals of ")
                .append(Digits.grouped((double) results.intervals().resamples()))
                .append(" resamples; all strategies see the same resamples, and differences are paired by question. ");
        String clusters = results.clusters().sentence();
        text.append(clusters.isEmpty() ? "" : clusters + " ");
        Set<String> tests = new LinkedHashSet<>();
        for (Matrix matrix : significance.matrices()) {
            significance.of(matrix).forEach(one -> tests.add(one.test().text()));
        }
        if (!tests.isEmpty()) {
            text.append("Pairs of strategies were tested by ")
                    .append(String.join(" and ", tests))
                    .append(
                            ", two-sided, in graded scores with differences of zero ranked and left out (Pratt); p values were adjusted over all pairs of a"
                                    + " measure (Benjamini and Hochberg) and called significant below ")
                    .append(Digits.fixed(Significance.LEVEL, 2))
                    .append(". ");
        }
        return text.append("All random choices derive from the seed ")
                .append(data.seed().value())
                .append('.')
                .toString();
    }

    private String software(RunSettings run) {
        StringBuilder text = new StringBuilder("Winnow ")
                .append(run.value(RunSettings.MANIFEST + "winnow").orElse("of an unknown version"))
                .append(". ");
        String departures = run.departures().entrySet().stream()
                .filter(one ->
                        !one.getKey().startsWith("pipelines.") && !one.getKey().startsWith("dataset."))
                .filter(one -> !ChangedSettings.OF_SENDING.contains(one.getKey().replaceFirst(".*\\.", "")))
                .map(one -> one.getKey() + " " + quoted(one.getValue()))
                .collect(Collectors.joining(", "));
        return text.append(
                        departures.isEmpty()
                                ? "All settings but those of data set and strategies are its defaults."
                                : "Besides data set and strategies, these settings are not its defaults: " + departures
                                        + ".")
                .toString();
    }

    private static String other(RunSettings run, RunSettings other) {
        String told = new ChangedSettings(run, other)
                .all().stream()
                        .filter(setting -> !setting.bearings().isEmpty())
                        .map(setting ->
                                setting.path() + " " + (setting.after().isEmpty() ? "absent" : quoted(setting.after()))
                                        + " (" + (setting.before().isEmpty() ? "absent" : quoted(setting.before()))
                                        + " in " + run.run()
                                        + ")")
                        .collect(Collectors.joining("; "));
        return told.isEmpty() ? "As " + run.run() + "." : "As " + run.run() + ", but: " + told + ".";
    }

    /** The settings of each entry of a part of the configuration, by the entry's name. */
    private static Map<String, Map<String, String>> entries(RunSettings run, String part) {
        Map<String, Map<String, String>> entries = new LinkedHashMap<>();
        Set<String> names = ChangedSettings.entries(part, List.of(run));
        run.values().forEach((path, value) -> names.stream()
                .filter(name -> path.startsWith(part + "." + name + "."))
                .max((left, right) -> Integer.compare(left.length(), right.length()))
                .ifPresent(name -> entries.computeIfAbsent(name, unseen -> new LinkedHashMap<>())
                        .put(path.substring((part + "." + name + ".").length()), value)));
        return entries;
    }

    /** The settings below a path. */
    private static String entry(RunSettings run, String path, Set<String> without) {
        Map<String, String> settings = new LinkedHashMap<>();
        run.value(path).ifPresent(value -> settings.put("use", value));
        run.values().forEach((key, value) -> {
            if (key.startsWith(path + ".")) {
                settings.put(key.substring(path.length() + 1), value);
            }
        });
        return told(settings, without);
    }

    private static String told(Map<String, String> settings, Set<String> without) {
        return settings.entrySet().stream()
                .filter(one -> !without.contains(one.getKey()) && !one.getKey().equals("id"))
                .filter(one -> !isPath(one.getValue()))
                .map(one -> (one.getKey().equals("use") ? "" : one.getKey() + " ") + quoted(one.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Where files lie on one machine says nothing to another's reader. */
    private static boolean isPath(String value) {
        return value.startsWith("/") || value.matches("[A-Za-z]:\\\\.*");
    }

    private static String quoted(String value) {
        String line = value.strip().replaceAll("\\s+", " ");
        return line.isEmpty() ? "\"\"" : line.length() > 120 ? "\"" + line.substring(0, 117) + "...\"" : line;
    }

    private static void sentence(StringBuilder text, String start, String told) {
        text.append(told.isEmpty() ? "" : start + ": " + told + ". ");
    }

    private static String shortened(String hex) {
        return hex.substring(0, Math.min(DIGEST, hex.length()));
    }

    private static String count(int number, String noun) {
        return Digits.grouped((double) number) + " " + noun + (number == 1 ? "" : "s");
    }
}
