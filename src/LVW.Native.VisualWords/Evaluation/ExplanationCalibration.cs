using System.Text.Json;
using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>What the explanation of a single picture is held against, found on whole sets: <c>calibration.json</c> of a run.</summary>
public sealed record ExplanationCalibration
{
    private const int MostPictures = 32;
    private const int FewestPictures = 8;
    private const int MostValues = 8192;
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Between which values each word's similarity was seen to lie on the training pictures; null where these were not read.</summary>
    public SimilarityRanges? Similarities { get; init; }

    /// <summary>g of some training pictures, evenly over the set, [M, P]; empty where these were not read.</summary>
    public float[] References { get; init; } = [];

    /// <summary>The energy of logits (see <see cref="AbstentionMetrics"/>) that the share <see cref="Coverage"/> of the test pictures reaches; null for edited words.</summary>
    public double? LeastEnergy { get; init; }

    /// <summary>That share.</summary>
    public double? Coverage { get; init; }

    /// <summary>The training pictures whose similarities are kept: 32, or fewer where words are many.</summary>
    /// <param name="pictures">Pictures in the set.</param>
    /// <param name="words">P.</param>
    public static IReadOnlyList<int> Chosen(int pictures, int words)
        => new ProbeOptions { Pictures = Math.Clamp(MostValues / Math.Max(1, words), FewestPictures, MostPictures) }.Choose(pictures);

    /// <summary>What holds for some of the words with another last layer: similarities do not depend on it, the energy of logits does.</summary>
    /// <param name="words">Numbers of the words.</param>
    public ExplanationCalibration Of(IReadOnlyList<int> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        int all = Similarities?.Low.Length ?? 0;
        return Similarities is null || all == 0 ? new ExplanationCalibration() : new ExplanationCalibration
        {
            Similarities = new SimilarityRanges([.. words.Select(word => Similarities.Low[word])], [.. words.Select(word => Similarities.High[word])]),
            References = [.. References.Chunk(all).SelectMany(row => words.Select(word => row[word]))],
        };
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads a file; null where there is none, as in runs of older versions, or where it is damaged: explanations then leave out what needs it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="words">P; a file for another number of words counts as damaged.</param>
    public static ExplanationCalibration? Read(string path, int words)
    {
        if (!File.Exists(path)) return null;
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 1);
        try
        {
            ExplanationCalibration? read = JsonSerializer.Deserialize<ExplanationCalibration>(File.ReadAllText(path), Json);
            bool fits = read?.References is { } references && references.Length % words == 0
                && (read.Similarities is not { } ranges || (ranges.Low?.Length == words && ranges.High?.Length == words));
            return fits ? read : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
