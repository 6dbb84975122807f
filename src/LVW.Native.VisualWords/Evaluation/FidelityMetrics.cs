using System.Text.Json.Serialization;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How faithfully the words explain the base model, on the test pictures.</summary>
public sealed record FidelityMetrics
{
    /// <summary>Share of pictures for which both name the same class.</summary>
    public double Agreement { get; init; }

    /// <summary>Mean KL(base ‖ words) of the class probabilities, in nats.</summary>
    public double Divergence { get; init; }

    /// <summary>Yardstick of <see cref="Agreement"/>: what two models agree on that name classes as often, independently.</summary>
    public double? AgreementByChance { get; init; }

    /// <summary>Yardstick of <see cref="Divergence"/>: KL(base ‖ the base model's mean probabilities), what a model tells that says the same of every picture.</summary>
    public double? DivergenceOfMean { get; init; }

    /// <summary>Attention IoU of the K nearest words at the top half of the pixels.</summary>
    [JsonPropertyName("attentionIoU50")]
    public double? AttentionIoU50 { get; init; }

    /// <summary>Attention IoU of the K nearest words at the top quarter of the pixels.</summary>
    [JsonPropertyName("attentionIoU25")]
    public double? AttentionIoU25 { get; init; }

    /// <summary>Attention IoU of the K nearest words at the top tenth of the pixels.</summary>
    [JsonPropertyName("attentionIoU10")]
    public double? AttentionIoU10 { get; init; }

    /// <summary>Attention IoU of the positive contributions at the top half.</summary>
    [JsonPropertyName("evidenceIoU50")]
    public double? EvidenceIoU50 { get; init; }

    /// <summary>Attention IoU of the positive contributions at the top quarter.</summary>
    [JsonPropertyName("evidenceIoU25")]
    public double? EvidenceIoU25 { get; init; }

    /// <summary>Attention IoU of the positive contributions at the top tenth.</summary>
    [JsonPropertyName("evidenceIoU10")]
    public double? EvidenceIoU10 { get; init; }

    /// <summary>IoU of two random masks of half the cells.</summary>
    [JsonPropertyName("chanceIoU50")]
    public double? ChanceIoU50 { get; init; }

    /// <summary>IoU of two random masks of a quarter of the cells.</summary>
    [JsonPropertyName("chanceIoU25")]
    public double? ChanceIoU25 { get; init; }

    /// <summary>IoU of two random masks of a tenth of the cells.</summary>
    [JsonPropertyName("chanceIoU10")]
    public double? ChanceIoU10 { get; init; }

    /// <summary>IoU of a fixed blob at the centre, top half.</summary>
    [JsonPropertyName("centrePriorIoU50")]
    public double? CentrePriorIoU50 { get; init; }

    /// <summary>IoU of a fixed blob at the centre, top quarter.</summary>
    [JsonPropertyName("centrePriorIoU25")]
    public double? CentrePriorIoU25 { get; init; }

    /// <summary>IoU of a fixed blob at the centre, top tenth.</summary>
    [JsonPropertyName("centrePriorIoU10")]
    public double? CentrePriorIoU10 { get; init; }

    /// <summary>Spearman's rank correlation of the words' maps with the base model's attention.</summary>
    public MapScore? RankCorrelation { get; init; }

    /// <summary>Structural similarity (SSIM) of the same maps.</summary>
    public MapScore? StructuralSimilarity { get; init; }

    /// <summary>Pointing game: whether the largest value of a map lies on what the picture shows; null where that is not annotated.</summary>
    public RegionScore? Pointing { get; init; }

    /// <summary>Share of a map that lies on what the picture shows; null as above.</summary>
    public RegionScore? Energy { get; init; }

    /// <summary>Whether the shown words fix the decision.</summary>
    public SufficiencyMetrics? Sufficiency { get; init; }

    /// <summary>The probability of the predicted class while pixels are removed and filled in from their neighbours.</summary>
    public RoadMetrics? Road { get; init; }

    /// <summary>Pictures behind the curves.</summary>
    public int PerturbationPictures { get; init; }

    /// <summary>Area under the deletion curve; lower is better.</summary>
    public double? DeletionAuc { get; init; }

    /// <summary>The same in the order of the same maps with their cells shuffled.</summary>
    public double? RandomDeletionAuc { get; init; }

    /// <summary>Area under the insertion curve; higher is better.</summary>
    public double? InsertionAuc { get; init; }

    /// <summary>The same in the order of the same maps with their cells shuffled.</summary>
    public double? RandomInsertionAuc { get; init; }
}
