using System.Globalization;
using LVW.Native.VisualWords.Attention;

namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>The ranges of the settings.</summary>
internal static class SettingsValidation
{
    public static TrainingSettings Checked(TrainingSettings settings)
    {
        Between("threads", settings.Threads, 0, 1024);
        OneOf("precision", settings.Precision, "fp32", "tf32");
        Between("imageSize", settings.ImageSize, 0, 4096);
        Between("batchSize", settings.BatchSize, 1, 4096);
        Between("data.validationFraction", settings.Data.ValidationFraction, 0, 0.9);
        Between("data.testFraction", settings.Data.TestFraction, 0.01, 0.9);
        OneOf("data.validationChoice", settings.Data.ValidationChoice, "last", "random");
        AtLeast("data.holdOut", settings.Data.HoldOut, 0);
        Between("data.cacheMebibytes", settings.Data.CacheMebibytes, 0, 1 << 20);
        if (settings.Preprocessing.ResizeRatio != 0) AtLeast("preprocessing.resizeRatio", settings.Preprocessing.ResizeRatio, 1);
        Augmentation("augmentation", settings.Augmentation);
        if (settings.Base.Augmentation is { } ofBase) Augmentation("base.augmentation", ofBase);
        OneOf("base.classifier", settings.Base.Classifier, "new", "weights");
        AtLeast("base.epochs", settings.Base.Epochs, 0);
        if (settings.Base.Classifier == "weights" && settings.Weights is null)
        {
            throw new SettingsException("base.classifier: 'weights' takes the classifier from the weights file, but none is given. Set weights, or base.classifier=new.");
        }

        if (settings.Base.Classifier == "new" && settings.Base.Epochs == 0)
        {
            throw new SettingsException("base.epochs: 0 would leave a new classifier untrained. Train it, or take it from the weights file with base.classifier=weights.");
        }

        AtLeast("base.backboneLearningRate", settings.Base.BackboneLearningRate, 0);
        AtLeast("base.classifierLearningRate", settings.Base.ClassifierLearningRate, 0);
        AtLeast("base.weightDecay", settings.Base.WeightDecay, 0);
        Between("base.warmupFraction", settings.Base.WarmupFraction, 0, 1);
        Between("base.labelSmoothing", settings.Base.LabelSmoothing, 0, 0.99);
        Between("base.dropout", settings.Base.Dropout, 0, 0.99);
        AtLeast("base.frozenStages", settings.Base.FrozenStages ?? 0, 0);
        Between("words.perClass", settings.Words.PerClass, 1, 1000);
        Between("words.depth", settings.Words.Depth, 1, 65536);
        OneOf("words.addOn", settings.Words.AddOn, "regular", "bottleneck", "linear");
        Between("words.epsilon", settings.Words.Epsilon, 1e-12, 0.5);
        Between("words.outputScale", settings.Words.OutputScale, 1e-6, 10);
        OneOf("words.initialization", settings.Words.Initialization, "patches", "uniform");
        AtLeast("loss.crossEntropy", settings.Loss.CrossEntropy, 0);
        Between("loss.labelSmoothing", settings.Loss.LabelSmoothing, 0, 0.99);
        AtLeast("loss.cluster", settings.Loss.Cluster, 0);
        AtLeast("loss.separation", settings.Loss.Separation, 0);
        if (settings.Loss.Separation > 0 && settings.Words.Shared)
        {
            throw new SettingsException("loss.separation: words that serve all classes have no other class to keep away from. Set words.shared=false, or loss.separation=0.");
        }

        AtLeast("loss.coverage", settings.Loss.Coverage, 0);
        AtLeast("loss.l1", settings.Loss.L1, 0);
        AtLeast("loss.attention", settings.Loss.Attention, 0);
        AtLeast("loss.correlation", settings.Loss.Correlation, 0);
        AtLeast("loss.attentionWords", settings.Loss.AttentionWords, 1);
        AtLeast("loss.distillation", settings.Loss.Distillation, 0);
        Between("loss.temperature", settings.Loss.Temperature, 0.01, 100);
        if (settings.Loss is { CrossEntropy: 0, Distillation: 0 })
        {
            throw new SettingsException("loss.crossEntropy: with it and loss.distillation at 0 nothing teaches the words what classes are. Set loss.crossEntropy=1, or loss.distillation above 0.");
        }

        OneOf("loss.attentionSource", settings.Loss.AttentionSource, "view", "picture");
        OneOf("loss.attentionMethod", settings.Loss.AttentionMethod, [.. AttentionMethods.Names]);
        if (settings.Loss is { AttentionMethod: AttentionMethods.ScoreCam, AttentionSource: "view" })
        {
            throw new SettingsException("loss.attentionMethod: 'score-cam' runs the network dozens of times for each view. Set loss.attentionSource=picture, or a method by gradient.");
        }

        if (settings.Loss.SeparateFlips && settings.Loss.AttentionSource == "view")
        {
            throw new SettingsException("loss.separateFlips: it needs stored maps. Set loss.attentionSource=picture.");
        }

        if (settings.Loss.AttentionSource == "picture" && settings.Augmentation.MinimumArea < 1)
        {
            throw new SettingsException("loss.attentionSource: 'picture' keeps one map for each picture and cannot follow random crops. Set augmentation.minimumArea=1 or loss.attentionSource=view.");
        }

        Phase("warm", settings.Warm);
        Phase("joint", settings.Joint);
        AtLeast("projection.everyEpochs", settings.Projection.EveryEpochs, 0);
        OneOf("lastLayer.method", settings.LastLayer.Method, "converged", "epochs");
        AtLeast("lastLayer.epochs", settings.LastLayer.Epochs, 0);
        AtLeast("lastLayer.augmentedViews", settings.LastLayer.AugmentedViews, 0);
        AtLeast("lastLayer.learningRate", settings.LastLayer.LearningRate, 0);
        AtLeast("lastLayer.l1", settings.LastLayer.L1, 0);
        AtLeast("lastLayer.distillation", settings.LastLayer.Distillation, 0);
        AtLeast("evaluation.perturbationPictures", settings.Evaluation.PerturbationPictures, 0);
        AtLeast("evaluation.perturbationSteps", settings.Evaluation.PerturbationSteps, 2);
        OneOf("evaluation.attention", settings.Evaluation.Attention, [.. AttentionMethods.Names]);
        AtLeast("evaluation.probePictures", settings.Evaluation.ProbePictures, 0);
        AtLeast("evaluation.shownWords", settings.Evaluation.ShownWords, 1);
        Between("evaluation.coverage", settings.Evaluation.Coverage, 0.01, 1);
        AtLeast("evaluation.reportPictures", settings.Evaluation.ReportPictures, 0);
        return settings;
    }

    private static void Augmentation(string name, AugmentationSettings augmentation)
    {
        Between($"{name}.flip", augmentation.Flip, 0, 1);
        Between($"{name}.minimumArea", augmentation.MinimumArea, 0.01, 1);
        AtLeast($"{name}.maximumAspect", augmentation.MaximumAspect, 1);
        Between($"{name}.brightness", augmentation.Brightness, 0, 1);
        Between($"{name}.contrast", augmentation.Contrast, 0, 1);
        Between($"{name}.saturation", augmentation.Saturation, 0, 1);
    }

    private static void Phase(string name, PhaseSettings phase)
    {
        AtLeast($"{name}.epochs", phase.Epochs, 0);
        AtLeast($"{name}.minimumSteps", phase.MinimumSteps, 0);
        AtLeast($"{name}.backboneLearningRate", phase.BackboneLearningRate, 0);
        AtLeast($"{name}.addOnLearningRate", phase.AddOnLearningRate, 0);
        AtLeast($"{name}.wordLearningRate", phase.WordLearningRate, 0);
        AtLeast($"{name}.lastLayerLearningRate", phase.LastLayerLearningRate, 0);
        AtLeast($"{name}.weightDecay", phase.WeightDecay, 0);
        OneOf($"{name}.schedule", phase.Schedule, "cosine", "constant", "step");
    }

    private static void AtLeast(string key, double value, double least)
    {
        if (!(value >= least && double.IsFinite(value))) throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"{key}: {value} is out of range; it must be at least {least}."));
    }

    private static void Between(string key, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"{key}: {value} is out of range; it must lie between {least} and {most}."));
        }
    }

    private static void OneOf(string key, string value, params string[] choices)
    {
        if (!choices.Contains(value)) throw new SettingsException($"{key}: there is no '{value}'. Choose one of {string.Join(", ", choices)}.");
    }
}
