package dev.winnow.app.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.winnow.app.ledger.Trial;
import dev.winnow.pipelines.model.ReportedUsage;
import java.io.IOException;

/** What an answer cost by the model's account, as the page's view of single questions reads it. */
final class TrialAccount {
    private TrialAccount() {}

    /**
     * Writes {@code [requests, lost, milliseconds to the first token or null, prompt, completion, cached, written,
     * reasoning]}, without the last five where there is no account; 0 where there is nothing to say.
     */
    static void write(JsonGenerator json, Trial trial) throws IOException {
        int made = trial.attempts().made();
        boolean plain = made <= trial.calls().size() && trial.attempts().lost() == 0;
        if (plain && trial.reported().isEmpty() && trial.firstTokenMillis().isEmpty()) {
            json.writeNumber(0);
            return;
        }
        json.writeStartArray();
        json.writeNumber(made);
        json.writeNumber(trial.attempts().lost());
        Packed.rounded(json, trial.firstTokenMillis().orElse(Double.NaN), 1);
        if (trial.reported().isPresent()) {
            ReportedUsage account = trial.reported().get();
            json.writeNumber(account.prompt());
            json.writeNumber(account.completion());
            json.writeNumber(account.cached());
            json.writeNumber(account.written());
            json.writeNumber(account.reasoning());
        }
        json.writeEndArray();
    }
}
