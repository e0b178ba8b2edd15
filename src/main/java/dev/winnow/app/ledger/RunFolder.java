package dev.winnow.app.ledger;

import java.nio.file.Path;

/** Where the files of a run are. */
public record RunFolder(Path root) {
    /** What was asked, with every default. */
    public Path config() {
        return root.resolve("config.yaml");
    }

    /** How tasks were worded. */
    public Path prompts() {
        return root.resolve("prompts");
    }

    /** Fingerprints and versions. */
    public Path manifest() {
        return root.resolve("manifest.json");
    }

    /** Every model call. */
    public Path calls() {
        return root.resolve("calls.jsonl");
    }

    /** Every trial. */
    public Path answers() {
        return root.resolve("answers.jsonl");
    }

    /** What was asked, with the answer key. */
    public Path questions() {
        return root.resolve("questions.jsonl");
    }

    /** The file that tells a run of answers made elsewhere from any other. */
    public Path imported() {
        return root.resolve(".imported");
    }

    /** The judges that were added to the run after it was asked. */
    public Path judges() {
        return root.resolve("judges.yaml");
    }

    /** Every judgement. */
    public Path judgements() {
        return root.resolve("judgements.jsonl");
    }

    /** What people said of answers. */
    public Path labels() {
        return root.resolve("labels.jsonl");
    }

    /** What the calls cost. */
    public Path spending() {
        return root.resolve("spending.json");
    }

    /** Metrics per trial. */
    public Path scores() {
        return root.resolve("scores.jsonl");
    }

    /** Runs and qrels in TREC format. */
    public Path trec() {
        return root.resolve("trec");
    }
}
