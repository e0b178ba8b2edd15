package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the reader reaches on real questions with the gold passages shown, and nothing else; refusals score 0. */
class RealQuestionsTest {
    private static final Path DATA = Path.of(System.getenv()
            .getOrDefault("WINNOW_DATA", Path.of("../../shared/data").toString()));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double REFUSE_BELOW = 0.2;

    /** Rules and weights were made with the first this many questions in view; the rest were never looked at. */
    private static final int SEEN = 800;

    private record Posed(String question, List<String> answers, List<Page> pages) {}

    private record Scores(double f1, double contains, int longest) {}

    @Test
    void natural_questions_that_shaped_the_rules() throws IOException {
        List<Posed> all = naturalQuestions();

        Scores scores = scores("NQ, seen half", all.subList(0, SEEN));

        assertThat(scores.f1()).isGreaterThan(0.40);
        assertThat(scores.contains()).isGreaterThan(0.46);
        assertThat(scores.longest()).isLessThanOrEqualTo(12);
    }

    @Test
    void natural_questions_that_did_not() throws IOException {
        List<Posed> all = naturalQuestions();

        Scores scores = scores("NQ, unseen half", all.subList(SEEN, all.size()));

        assertThat(scores.f1()).isGreaterThan(0.35);
        assertThat(scores.contains()).isGreaterThan(0.40);
        assertThat(scores.longest()).isLessThanOrEqualTo(12);
    }

    @Test
    void hotpot_questions_with_their_two_gold_paragraphs() throws IOException {
        Scores scores = scores("HotpotQA dev", hotpot("hotpotqa_dev100"));

        assertThat(scores.f1()).isGreaterThan(0.38);
    }

    private static Scores scores(String name, List<Posed> questions) {
        double f1 = 0;
        int contains = 0;
        int longest = 0;
        for (Posed posed : questions) {
            Finding finding = new Answerer(12).answer(posed.question(), posed.pages());
            String answer = finding.confidence() < REFUSE_BELOW ? "" : finding.text();
            f1 += posed.answers().stream()
                    .mapToDouble(gold -> f1(answer, gold))
                    .max()
                    .orElse(0);
            contains += posed.answers().stream().anyMatch(gold -> contains(answer, gold)) ? 1 : 0;
            longest = Math.max(longest, answer.split("\\s+").length);
        }
        Scores scores = new Scores(f1 / questions.size(), (double) contains / questions.size(), longest);
        System.out.printf(
                Locale.ROOT,
                "%s: %d questions, token F1 %.3f, contains-answer %.3f%n",
                name,
                questions.size(),
                scores.f1(),
                scores.contains());
        return scores;
    }

    private static List<Posed> naturalQuestions() throws IOException {
        Path folder = DATA.resolve("nq_oracle_dev1655");
        assumeTrue(Files.isDirectory(folder), folder + " is not there; set WINNOW_DATA to the folder of real data");
        Map<String, Page> pages = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("corpus.jsonl"))) {
            JsonNode document = JSON.readTree(line);
            pages.put(
                    document.get("_id").asText(),
                    Page.read(
                            document.get("title").asText(), document.get("text").asText()));
        }
        Map<String, Page> gold = new HashMap<>();
        try (var files = Files.list(folder.resolve("qrels"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] fields = line.split("\t");
                    if (pages.containsKey(fields[1])) {
                        gold.put(fields[0], pages.get(fields[1]));
                    }
                }
            }
        }
        List<Posed> posed = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("queries.jsonl"))) {
            JsonNode query = JSON.readTree(line);
            List<String> answers = new ArrayList<>();
            query.get("metadata").get("answers").forEach(answer -> answers.add(answer.asText()));
            posed.add(new Posed(
                    query.get("text").asText(),
                    answers,
                    List.of(gold.get(query.get("_id").asText()))));
        }
        return posed;
    }

    private static List<Posed> hotpot(String name) throws IOException {
        Path file = DATA.resolve("multihop").resolve(name).resolve("questions.jsonl");
        assumeTrue(Files.isRegularFile(file), file + " is not there; set WINNOW_DATA to the folder of real data");
        List<Posed> posed = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode record = JSON.readTree(line);
            Set<String> titles = new HashSet<>();
            record.get("supporting_facts")
                    .forEach(fact -> titles.add(fact.get(0).asText()));
            List<Page> pages = new ArrayList<>();
            for (JsonNode paragraph : record.get("context")) {
                if (titles.contains(paragraph.get(0).asText())) {
                    StringBuilder text = new StringBuilder();
                    paragraph.get(1).forEach(sentence -> text.append(sentence.asText()));
                    pages.add(Page.read(paragraph.get(0).asText(), text.toString()));
                }
            }
            posed.add(new Posed(
                    record.get("question").asText(),
                    List.of(record.get("answer").asText()),
                    pages));
        }
        return posed;
    }

    /** Token F1 as SQuAD's script has it. */
    private static double f1(String answer, String gold) {
        List<String> left = new ArrayList<>(List.of(normal(gold).split(" ")));
        String[] right = normal(answer).split(" ");
        int size = left.size();
        int common = 0;
        for (String word : right) {
            common += !word.isEmpty() && left.remove(word) ? 1 : 0;
        }
        return common == 0 ? 0 : 2.0 * common / (size + right.length);
    }

    private static boolean contains(String answer, String gold) {
        String normal = normal(gold);
        return !normal.isEmpty() && (" " + normal(answer) + " ").contains(" " + normal + " ");
    }

    private static String normal(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("\\p{Punct}", "")
                .replaceAll("\\b(a|an|the)\\b", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
