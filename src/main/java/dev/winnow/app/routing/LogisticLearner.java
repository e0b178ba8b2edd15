package dev.winnow.app.routing;

import de.bwaldvogel.liblinear.Model;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.route.LinearModel;
import dev.winnow.pipelines.route.RouterModel.Link;
import dev.winnow.pipelines.route.SavedRouter.Scaling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.liblinear.LinearClassificationType.LinearType;
import org.tribuo.common.liblinear.LibLinearModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Logistic regression with a squared penalty on its weights (LIBLINEAR's primal solver), one for each route, of features that are scaled to mean 0
 * and deviation 1. A quality between 0 and 1 counts, to a tenth, as so much of a right answer.
 */
final class LogisticLearner implements Learner {
    /** How much the loss of one case weighs against half the squared length of the weights. */
    private static final double COST = 0.1;

    private static final int PARTS = 10;
    private static final int ITERATIONS = 1_000;
    private static final double TOLERANCE = 1e-3;

    private static final String RIGHT = "right";
    private static final String WRONG = "wrong";

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public String title() {
        return "logistic regression";
    }

    @Override
    public Learned train(List<RoutingCase> cases, Outcomes outcomes, Seed seed) {
        List<String> columns = Columns.of(cases, feature -> true);
        List<double[]> rows = Columns.rows(cases, columns);
        Scaling scaling = Columns.scaling(rows, columns.size());
        rows.forEach(row -> Learned.scale(row, scaling));
        List<Double> bias = new ArrayList<>();
        List<List<Double>> weights = new ArrayList<>();
        for (int route = 0; route < outcomes.routes().size(); route++) {
            int chosen = route;
            double[] quality =
                    cases.stream().mapToDouble(one -> one.quality(chosen)).toArray();
            double[] learned = weights(rows, quality, columns.size(), seed.child("route", Integer.toString(route)));
            bias.add(learned[columns.size()]);
            weights.add(Arrays.stream(learned).limit(columns.size()).boxed().toList());
        }
        return new Learned(columns, Optional.of(scaling), new LinearModel(Link.LOGISTIC, bias, weights));
    }

    /** The weight of each column, and behind them the bias. */
    private static double[] weights(List<double[]> rows, double[] quality, int columns, Seed seed) {
        int parts = Arrays.stream(quality).allMatch(each -> each == 0 || each == 1) ? 1 : PARTS;
        double least = Arrays.stream(quality).min().orElse(0);
        double most = Arrays.stream(quality).max().orElse(0);
        if (columns == 0 || least == most) {
            double[] constant = new double[columns + 1];
            constant[columns] = BoostedTreesLearner.logOdds(Arrays.stream(quality).average().orElse(0));
            return constant;
        }
        LabelFactory factory = new LabelFactory();
        MutableDataset<Label> data =
                new MutableDataset<>(new SimpleDataSourceProvenance("outcomes", factory), factory);
        String[] names = IntStream.range(0, columns)
                .mapToObj(place -> String.format(Locale.ROOT, "%06d", place))
                .toArray(String[]::new);
        for (int i = 0; i < quality.length; i++) {
            int right = (int) Math.round(Math.min(1, Math.max(0, quality[i])) * parts);
            ArrayExample<Label> example = new ArrayExample<>(new Label(RIGHT), names, rows.get(i).clone());
            data.addAll(Collections.nCopies(right, example));
            data.addAll(Collections.nCopies(
                    parts - right, new ArrayExample<>(new Label(WRONG), names, rows.get(i).clone())));
        }
        LibLinearModel<Label> model = new LibLinearClassificationTrainer(
                        new LinearClassificationType(LinearType.L2R_LR),
                        COST / parts,
                        ITERATIONS,
                        TOLERANCE,
                        seed.value())
                .train(data);
        return weights(model, columns);
    }

    /** LIBLINEAR has one weight a feature, in favour of its first label, and that of its bias behind them. */
    private static double[] weights(LibLinearModel<Label> model, int columns) {
        Model inner = model.getInnerModels().get(0);
        int right = model.getOutputIDInfo().getID(new Label(RIGHT));
        double sign = inner.getLabels()[0] == right ? 1 : -1;
        double[] theirs = inner.getFeatureWeights();
        double[] ours = new double[columns + 1];
        for (int i = 0; i < theirs.length - 1; i++) {
            ours[Integer.parseInt(model.getFeatureIDMap().get(i).getName())] = sign * theirs[i];
        }
        ours[columns] = sign * theirs[theirs.length - 1];
        return ours;
    }
}
