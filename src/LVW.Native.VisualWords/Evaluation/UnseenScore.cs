using System.Text.Json.Serialization;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How well classes that a run never saw are told apart by one kind of feature with a linear layer fitted on it.</summary>
/// <param name="Name">What the features are.</param>
/// <param name="Features">Number of features.</param>
/// <param name="Accuracy">Share of test pictures whose class is right.</param>
/// <param name="Penalty">The penalty μ that was chosen.</param>
/// <param name="AttentionIoU50">Attention IoU of the K nearest words with the probe's attention, top half of the pixels; null for the probe itself.</param>
/// <param name="AttentionIoU25">The same for the top quarter.</param>
/// <param name="EvidenceIoU50">Attention IoU of the positive contributions, top half.</param>
/// <param name="EvidenceIoU25">The same for the top quarter.</param>
public sealed record UnseenScore(
    string Name,
    int Features,
    double Accuracy,
    double Penalty,
    [property: JsonPropertyName("attentionIoU50")] double? AttentionIoU50 = null,
    [property: JsonPropertyName("attentionIoU25")] double? AttentionIoU25 = null,
    [property: JsonPropertyName("evidenceIoU50")] double? EvidenceIoU50 = null,
    [property: JsonPropertyName("evidenceIoU25")] double? EvidenceIoU25 = null);
