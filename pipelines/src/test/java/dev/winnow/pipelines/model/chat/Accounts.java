package dev.winnow.pipelines.model.chat;

import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Purse;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.SpendingLimitException;
import java.util.ArrayList;
import java.util.List;

/** A purse that keeps account of how each hold ended, and refuses one. */
final class Accounts implements Purse {
    private final List<String> ends = new ArrayList<>();
    private final int limit;

    /** A purse for so many requests. */
    Accounts(int limit) {
        this.limit = limit;
    }

    @Override
    public Hold hold(ModelSpec model, int prompt) {
        if (ends.size() >= limit) {
            throw new SpendingLimitException("no more");
        }
        int mine = ends.size();
        ends.add("open");
        return new Hold() {
            private void end(String how) {
                if (!ends.set(mine, how).equals("open")) {
                    throw new IllegalStateException("hold " + mine + " ended twice");
                }
            }

            @Override
            public void received(ReportedUsage billed) {
                end("received " + billed.total());
            }

            @Override
            public void lost() {
                end("lost");
            }

            @Override
            public void refused() {
                end("refused");
            }
        };
    }

    List<String> ends() {
        return List.copyOf(ends);
    }
}
