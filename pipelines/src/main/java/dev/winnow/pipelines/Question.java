package dev.winnow.pipelines;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is asked. It carries no answer: nothing that answers can see the gold.
 *
 * @param scope the documents that may be used: the question's own, its haystack, or the whole corpus
 * @param attributes what reports group by and prompts may name, such as {@code task} or {@code hops}, in order of key
 */
public record Question(QuestionId id, String text, Scope scope, Map<String, String> attributes) {
    public Question {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /**
     * A question that is in no data set. Its id is made of its text, so that whatever is derived from the id, such as a
     * random order, is the same whenever the same is asked.
     */
    public static Question asked(String text, Scope scope) {
        return new Question(new QuestionId("asked-" + Fingerprint.of(text).brief()), text, scope, Map.of());
    }
}
