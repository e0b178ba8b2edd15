package dev.winnow.app.dataset;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.ingest.JsonRow;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects questions and their keys while files are read; ids must be unique. */
final class Sheet {
    private final List<Question> questions = new ArrayList<>();
    private final Map<QuestionId, Gold> gold = new HashMap<>();
    private final Map<QuestionId, Integer> lines = new HashMap<>();

    /** Adds a question that a row gives. */
    void add(JsonRow row, Question question, Gold key) {
        Integer earlier = lines.putIfAbsent(question.id(), row.line());
        if (earlier != null) {
            row.problem("question id '" + question.id() + "' stands on line " + earlier
                    + " already; ids must be unique, rename one");
            return;
        }
        questions.add(question);
        gold.put(question.id(), key);
    }

    boolean isEmpty() {
        return questions.isEmpty();
    }

    Dataset dataset(String name, Corpus corpus) {
        return new Dataset(name, corpus, questions, gold);
    }

    /** The name of a data set in a folder: the folder's own. */
    static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }
}
