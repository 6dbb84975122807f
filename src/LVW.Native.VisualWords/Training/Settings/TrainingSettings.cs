namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>Everything that decides a run's result; two runs with equal settings, data and thread count are bit-identical.</summary>
public sealed record TrainingSettings
{
    /// <summary>The preset the other values started from: recommended, paper or quick.</summary>
    public string Preset { get; init; } = "recommended";

    /// <summary>What is trained, as <c>Methods</c> names it; it decides over all other settings that it is about.</summary>
    public string Method { get; init; } = Methods.Default;

    /// <summary>The backbone's name, as <c>lvw backbones</c> lists it.</summary>
    public string Backbone { get; init; } = "squeezenet1_1";

    /// <summary>A file of pretrained backbone weights, or null for random ones.</summary>
    public string? Weights { get; init; }

    /// <summary>How pixels are normalised: <c>auto</c> (what the weights say), <c>imagenet</c>, <c>caffe</c> or <c>half</c>.</summary>
    public string Normalization { get; init; } = "auto";

    /// <summary>The seed of everything that is drawn at random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that compute; 0 means all cores. The effective number is written to the run folder.</summary>
    public int Threads { get; init; }

    /// <summary>Where to compute: <c>cpu</c>, <c>cuda:0</c>, <c>opencl:0</c> or <c>auto</c>; the device that was chosen is written to the run folder.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How products of matrices round on a GPU: <c>fp32</c>, or <c>tf32</c> on tensor cores.</summary>
    public string Precision { get; init; } = "fp32";

    /// <summary>Side of the input picture in pixels; 0 means what the backbone is made for.</summary>
    public int ImageSize { get; init; }

    /// <summary>Pictures in a step; processes that train together share them.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Whether batch norms use the statistics of all pictures of a step where several processes share it, so that a step is the same however many there are;
    /// otherwise those of each process's own pictures.
    /// </summary>
    public bool SyncBatchNorm { get; init; }

    /// <summary>How the training pictures are divided and read.</summary>
    public DataSettings Data { get; init; } = new();

    /// <summary>How a picture of any size becomes a square input.</summary>
    public PreprocessingSettings Preprocessing { get; init; } = new();

    /// <summary>How training pictures vary.</summary>
    public AugmentationSettings Augmentation { get; init; } = new();

    /// <summary>The base classifier that the words explain.</summary>
    public BaseSettings Base { get; init; } = new();

    /// <summary>The words and the layers around them.</summary>
    public WordSettings Words { get; init; } = new();

    /// <summary>The weights of the loss terms.</summary>
    public LossSettings Loss { get; init; } = new();

    /// <summary>The phase that trains add-on and words with the backbone frozen.</summary>
    public PhaseSettings Warm { get; init; } = new();

    /// <summary>The phase that trains backbone, add-on and words together.</summary>
    public PhaseSettings Joint { get; init; } = new();

    /// <summary>When words are replaced by real patches.</summary>
    public ProjectionSettings Projection { get; init; } = new();

    /// <summary>How the last layer is fitted after a projection.</summary>
    public LastLayerSettings LastLayer { get; init; } = new();

    /// <summary>What is measured on the test pictures.</summary>
    public EvaluationSettings Evaluation { get; init; } = new();

    /// <summary>What decides the base model, all else as <see cref="Methods.BlackBox"/> has it: runs that agree in it have the same base model, bit for bit.</summary>
    internal TrainingSettings BaseOnly => new()
    {
        Method = Methods.BlackBox,
        Backbone = Backbone,
        Weights = Weights,
        Normalization = Normalization,
        Seed = Seed,
        Threads = Threads,
        Device = Device,
        Precision = Precision,
        ImageSize = ImageSize,
        BatchSize = BatchSize,
        SyncBatchNorm = SyncBatchNorm,
        Data = Data,
        Preprocessing = Preprocessing,
        Base = Base with { Augmentation = Base.Augmentation ?? Augmentation },
    };
}
