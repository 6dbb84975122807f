using System.Text.Json.Serialization;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How faithfully the words explain the base model, on the test pictures.</summary>
public sealed record FidelityMetrics
{
    /// <summary>Share of pictures for which both name the same class.</summary>
    public double Agreement { get; init; }

    /// <summary>Mean KL(base ‖ words) of the class probabilities, in nats.</summary>
    public double Divergence { get; init; }

    /// <summary>Attention IoU of the K nearest words at the top half of the pixels.</summary>
    [JsonPropertyName("attentionIoU50")]
    public double? AttentionIoU50 { get; init; }

    /// <summary>Attention IoU of the K nearest words at the top quarter of the pixels.</summary>
    [JsonPropertyName("attentionIoU25")]
    public double? AttentionIoU25 { get; init; }

    /// <summary>Attention IoU of the positive contributions at the top half.</summary>
    [JsonPropertyName("evidenceIoU50")]
    public double? EvidenceIoU50 { get; init; }

    /// <summary>Attention IoU of the positive contributions at the top quarter.</summary>
    [JsonPropertyName("evidenceIoU25")]
    public double? EvidenceIoU25 { get; init; }

    /// <summary>IoU of two random masks of half the cells.</summary>
    [JsonPropertyName("chanceIoU50")]
    public double? ChanceIoU50 { get; init; }

    /// <summary>IoU of two random masks of a quarter of the cells.</summary>
    [JsonPropertyName("chanceIoU25")]
    public double? ChanceIoU25 { get; init; }

    /// <summary>IoU of a fixed blob at the centre, top half.</summary>
    [JsonPropertyName("centrePriorIoU50")]
    public double? CentrePriorIoU50 { get; init; }

    /// <summary>IoU of a fixed blob at the centre, top quarter.</summary>
    [JsonPropertyName("centrePriorIoU25")]
    public double? CentrePriorIoU25 { get; init; }

    /// <summary>Pictures behind the curves.</summary>
    public int PerturbationPictures { get; init; }

    /// <summary>Area under the deletion curve; lower is better.</summary>
    public double? DeletionAuc { get; init; }

    /// <summary>The same in random order.</summary>
    public double? RandomDeletionAuc { get; init; }

    /// <summary>Area under the insertion curve; higher is better.</summary>
    public double? InsertionAuc { get; init; }

    /// <summary>The same in random order.</summary>
    public double? RandomInsertionAuc { get; init; }
}
