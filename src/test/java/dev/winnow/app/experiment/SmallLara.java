package dev.winnow.app.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder in LaRA's layout with texts of our own, of some 1,200 tokens each, and a question of every task. */
final class SmallLara {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> WEATHER =
            List.of("a dry wind from the north", "fog until noon", "sleet and a high tide", "clear skies");

    private SmallLara() {}

    static void write(Path folder) throws IOException {
        Path datasets = folder.resolve("datasets");
        text(datasets, "32k", "book", "The Lamps of Orrin.txt", diary(0, 60));
        text(datasets, "32k", "financial", "Orrin Lamps Ltd.txt", report());
        text(
                datasets,
                "32k",
                "paper",
                "papers.md",
                "<paper 0>\n# Wicks\n" + diary(0, 30) + "\n</end of paper 0>\n\n<paper 1>\n# Oils\n" + diary(30, 60)
                        + "\n</end of paper 1>\n");
        text(datasets, "128k", "financial", "Orrin Lamps Ltd.txt", report());
    }

    private static void text(Path datasets, String length, String type, String file, String text) throws IOException {
        Path texts = Files.createDirectories(datasets.resolve(length).resolve(type));
        Files.writeString(texts.resolve(file), text);
        Path query = Files.createDirectories(datasets.resolve("query"));
        for (String task : List.of("location", "reasoning", "comp", "hallu")) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("type", type);
            row.put("level", task);
            row.put("length", length);
            row.put("file", file);
            if (task.equals("comp")) {
                row.put("comp_parts", List.of(0, 1));
            } else {
                row.put("context_order", 1);
            }
            row.put("question", question(task));
            row.put("answer", answer(task));
            Files.writeString(
                    query.resolve(length + "_" + type + "_" + task + ".jsonl"), JSON.writeValueAsString(row) + "\n");
        }
    }

    private static String question(String task) {
        return switch (task) {
            case "location" -> "How many lamps were lit on day 40?";
            case "reasoning" -> "How many more lamps were lit on day 41 than on day 40?";
            case "comp" -> "On which of the days 10 and 50 were more lamps lit?";
            default -> "Who painted the boats?";
        };
    }

    private static String answer(String task) {
        return switch (task) {
            case "location" -> "443 lamps";
            case "reasoning" -> "Eleven more: 454 on day 41 and 443 on day 40.";
            case "comp" -> "On day 50, when 553 lamps were lit against 113 on day 10.";
            default -> "The text does not mention who painted the boats.";
        };
    }

    private static String diary(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int day = from; day < to; day++) {
            text.append("Day ")
                    .append(day)
                    .append(" brought ")
                    .append(WEATHER.get(day % WEATHER.size()))
                    .append(". The keeper lit ")
                    .append(3 + 11 * day)
                    .append(" lamps.\n");
        }
        return text.toString();
    }

    private static String report() {
        return "Orrin Lamps Ltd. reports to its owners.\n\n" + diary(0, 60) + "\nThe board thanks the keeper.\n";
    }
}
