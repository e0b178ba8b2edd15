package dev.winnow.app.routing;

import dev.winnow.pipelines.route.Features;
import dev.winnow.pipelines.route.RouterModel;
import dev.winnow.pipelines.route.SavedRouter.Scaling;
import java.util.List;
import java.util.Optional;

/**
 * What was learned from outcomes: what a saved router needs to predict.
 *
 * @param columns names of the features that it reads, in the order of its rows
 * @param scaling of the columns, where the model wants them scaled
 */
record Learned(List<String> columns, Optional<Scaling> scaling, RouterModel model) {
    Learned {
        columns = List.copyOf(columns);
    }

    /** The expected quality of each route, in the order of {@link Outcomes#routes}, as a saved router has it. */
    double[] predict(Features features) {
        double[] row = features.row(columns);
        scaling.ifPresent(scale -> scale(row, scale));
        return model.qualities(row);
    }

    static void scale(double[] row, Scaling scaling) {
        for (int i = 0; i < row.length; i++) {
            double deviation = scaling.deviation().get(i);
            row[i] = deviation == 0 ? 0 : (row[i] - scaling.mean().get(i)) / deviation;
        }
    }
}
