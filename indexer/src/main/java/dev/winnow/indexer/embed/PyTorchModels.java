package dev.winnow.indexer.embed;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.NoopTranslator;
import ai.djl.util.Utils;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;

/** Loads TorchScript on DJL's PyTorch engine, on the processor. What is loaded is the caller's to close. */
public final class PyTorchModels {
    private PyTorchModels() {}

    /**
     * The one model of a folder.
     *
     * @throws InputException if there is none, or more than one
     */
    public static Path file(Path folder) {
        List<Path> models = EncoderFiles.named(folder, file -> file.endsWith(".pt"));
        if (models.size() != 1) {
            throw new InputException(folder, "must hold one file *.pt, TorchScript, and holds " + models.size());
        }
        return models.get(0);
    }

    /**
     * The model in a file.
     *
     * @param name for messages
     * @throws InputException if it holds no TorchScript, or PyTorch does not run on this machine
     */
    public static Model load(String name, Path file) {
        EncoderEngine.pyTorch();
        String stem = file.getFileName().toString().replaceFirst("\\.pt$", "");
        Model model = Model.newInstance(stem, Device.cpu(), "PyTorch");
        try {
            model.load(file.toAbsolutePath().getParent(), stem);
            return model;
        } catch (IOException | MalformedModelException | EngineException e) {
            model.close();
            throw new InputException(name, "PyTorch cannot load the model: " + reason(e));
        }
    }

    /**
     * The model at a place that DJL knows: its hub ({@code djl://}), a folder or an archive.
     *
     * @throws InputException if nothing can be had from there
     */
    public static Model load(String url) {
        // DJL asks its hub for a list of models even then.
        if (Utils.isOfflineMode() && !url.startsWith("file:")) {
            throw new InputException(
                    url,
                    "nothing is downloaded while ai.djl.offline is set; start Winnow with"
                            + " WINNOW_JAVA_OPTIONS=-Dai.djl.offline=false, or name a folder");
        }
        EncoderEngine.pyTorch();
        try {
            return Criteria.builder()
                    .setTypes(NDList.class, NDList.class)
                    .optModelUrls(url)
                    .optEngine("PyTorch")
                    .optDevice(Device.cpu())
                    .optTranslator(new NoopTranslator())
                    .build()
                    .loadModel();
        } catch (IOException | ModelNotFoundException | MalformedModelException | RuntimeException e) {
            if (e instanceof InputException refused) {
                throw refused;
            }
            throw new InputException(url, "DJL cannot load a model from there: " + reason(e) + "; check the address");
        }
    }

    /** The line of a message that says what is wrong; what comes from C++ has its call stack around it. */
    public static String reason(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof UnknownHostException) {
            return "the host " + root.getMessage() + " is not known, or there is no network";
        }
        List<String> lines = String.valueOf(root.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.stream()
                .filter(line -> line.contains("Error: ") || line.startsWith("forward()"))
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .orElse(root.getClass().getSimpleName());
    }
}
