using System.Text.Json;
using System.Text.Json.Serialization;
using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>How the words decided on one picture: their contributions sum to the logit of the predicted class.</summary>
public sealed record LocalExplanation
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The picture's name.</summary>
    public required string Name { get; init; }

    /// <summary>Width of the original picture in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the original picture in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Side of the model's view in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>The part of the original picture that the model saw.</summary>
    public required PixelBox Seen { get; init; }

    /// <summary>The true class, or null where it is unknown.</summary>
    public string? TrueClass { get; init; }

    /// <summary>The class that the words predict; the one that is explained.</summary>
    public required ClassProbability Predicted { get; init; }

    /// <summary>The class that the base model predicts, or null.</summary>
    public ClassProbability? Base { get; init; }

    /// <summary>The words' most probable classes, most probable first.</summary>
    public required IReadOnlyList<ClassProbability> TopClasses { get; init; }

    /// <summary>The logit of the predicted class: Σ contributions of <see cref="Words"/> + <see cref="OtherContribution"/>.</summary>
    public required double Logit { get; init; }

    /// <summary>The words that decide, by contribution, largest first.</summary>
    public required IReadOnlyList<ExplainedWord> Words { get; init; }

    /// <summary>Number of words that are not in <see cref="Words"/>.</summary>
    public required int OtherWords { get; init; }

    /// <summary>Sum of the contributions of those words.</summary>
    public required double OtherContribution { get; init; }

    /// <summary>The K words nearest to the picture, nearest first, whatever their weight: what the paper shows.</summary>
    public required IReadOnlyList<ExplainedWord> Nearest { get; init; }

    /// <summary>IoU of the K nearest words' attention with the base model's, top half of the pixels; null without a base model.</summary>
    [JsonPropertyName("attentionIoU50")]
    public double? AttentionIoU50 { get; init; }

    /// <summary>The same for the top quarter.</summary>
    [JsonPropertyName("attentionIoU25")]
    public double? AttentionIoU25 { get; init; }

    /// <summary>Chance level of <see cref="AttentionIoU50"/>.</summary>
    [JsonPropertyName("chanceIoU50")]
    public double? ChanceIoU50 { get; init; }

    /// <summary>Chance level of <see cref="AttentionIoU25"/>.</summary>
    [JsonPropertyName("chanceIoU25")]
    public double? ChanceIoU25 { get; init; }

    /// <summary>How far the account can be trusted.</summary>
    public LocalFidelity Fidelity { get; init; } = new();

    /// <summary>What the reader must know before trusting the explanation, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The base model's attention at every cell, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public FloatMap? BaseAttention { get; init; }

    /// <summary>Evidence for the predicted class at every cell, Σ_j max(0, W[c, j])·s_j.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public required FloatMap Evidence { get; init; }

    /// <summary>The picture as the model saw it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public required RgbImage View { get; init; }

    /// <summary>The explanation as JSON, without maps and pixels.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
