using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Training;

/// <summary>What training leaves.</summary>
/// <param name="Base">The base model.</param>
/// <param name="Words">The words model, reloaded from its file.</param>
/// <param name="Sources">The real patch behind each word.</param>
/// <param name="TestAccuracyBeforeProjection">Accuracy on the test pictures before words were replaced by patches, with the last layer fitted.</param>
/// <param name="MaxProjectionDistance">Largest squared distance between a word and its patch in the reloaded model.</param>
/// <param name="Seconds">Seconds spent in each stage.</param>
public sealed record TrainedModels(
    BaseClassifier Base,
    WordModel Words,
    IReadOnlyList<WordSource> Sources,
    double TestAccuracyBeforeProjection,
    float MaxProjectionDistance,
    IReadOnlyDictionary<string, double> Seconds);
