package dev.winnow.pipelines.prompt;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.CitationForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How answers are asked to cite: the file {@code configs/prompts/citations.yaml}. What it says stands in the lines
 * {@code {{instructions}}} of other templates. White space around each text is dropped.
 *
 * @param version changes whenever the wording does, from 1
 * @param passages asks for the numbers of passages, in square brackets
 * @param quotes asks for exact words, each on a line of its own; its texts may name {@code {{quote}}}
 * @param quote the word by which such a line is known
 */
public record CitationTemplate(int version, Asked passages, Asked quotes, String quote) {
    private static final String QUOTE = "quote";

    /**
     * What is asked for.
     *
     * @param answer of an answer
     * @param steps of what is written down before, and an answer is made from
     */
    public record Asked(String answer, String steps) {
        public Asked {
            answer = answer.strip();
            steps = steps.strip();
        }
    }

    public CitationTemplate {
        quote = quote.strip();
        List<String> problems = new ArrayList<>(TemplateChecks.version(version));
        problems.addAll(TemplateChecks.slots("passages: answer", passages.answer(), Set.of(), Set.of()));
        problems.addAll(TemplateChecks.slots("passages: steps", passages.steps(), Set.of(), Set.of()));
        problems.addAll(TemplateChecks.slots("quotes: answer", quotes.answer(), Set.of(QUOTE), Set.of()));
        problems.addAll(TemplateChecks.slots("quotes: steps", quotes.steps(), Set.of(), Set.of(QUOTE)));
        if (quote.chars().noneMatch(Character::isLetter)) {
            problems.add("quote must be a word such as 'Quote:', got '" + quote + "'");
        }
        TemplateChecks.refuse(problems);
    }

    /** A digest of every part of the template. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(
                Integer.toString(version), passages.answer(), passages.steps(), quotes.answer(), quotes.steps(), quote);
    }

    /** The template whose answers cite so. */
    public PromptTemplate asking(PromptTemplate template, CitationForm form) {
        return switch (form) {
            case NONE -> template;
            case PASSAGES -> template.instructed(worded(passages.answer()));
            case QUOTES -> template.instructed(worded(quotes.answer()));
        };
    }

    /** The template whose steps keep what an answer is to cite. */
    public StrategyTemplate asking(StrategyTemplate template, CitationForm form) {
        return switch (form) {
            case NONE -> template;
            case PASSAGES -> template.instructed(worded(passages.steps()));
            case QUOTES -> template.instructed(worded(quotes.steps()));
        };
    }

    private String worded(String text) {
        return Wording.of(text).fill(slot -> quote);
    }
}
