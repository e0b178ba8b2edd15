package dev.winnow.app.experiment;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.Haystack;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.haystack.Suspects;

/** Digests of everything that decides the haystacks of a file, which is never built twice. */
public final class HaystackKeys {
    /** Raised whenever the same settings come to give other bytes. */
    private static final String FORMAT = "haystacks 1";

    private final Experiment experiment;
    private final Fingerprint questions;
    private final Fingerprint answers;

    /** Of an experiment. */
    public HaystackKeys(Experiment experiment) {
        this.experiment = experiment;
        TrialKeys keys = new TrialKeys(experiment);
        Fingerprint.Builder asked = new Fingerprint.Builder();
        Fingerprint.Builder known = new Fingerprint.Builder();
        for (Question question : experiment.dataset().questions()) {
            asked.add(keys.question(question));
            known.add(TrialKeys.answers(experiment.dataset().gold().get(question.id())));
        }
        this.questions = asked.build();
        this.answers = known.build();
    }

    /** The digest for a retriever, a size and a filling; orders and places of gold documents are in none. */
    public Fingerprint of(Haystack spec) {
        return Fingerprint.of(
                FORMAT,
                experiment.index().manifest().fingerprint().hex(),
                experiment.counter().fingerprint().hex(),
                experiment.template().fingerprint().hex(),
                Long.toString(experiment.config().seed()),
                TrialKeys.retrievers(experiment, spec).toString(),
                spec.retriever(),
                Integer.toString(spec.size().tokens()),
                spec.filling().toString(),
                questions.hex(),
                spec.leaks() == Suspects.KEEP ? "" : answers.hex());
    }
}
