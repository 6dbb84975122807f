using System.Text.Json.Serialization;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>What words are worth on classes that the run never saw.</summary>
/// <param name="Classes">These classes.</param>
/// <param name="TrainPictures">Pictures that the linear layers were fitted on.</param>
/// <param name="TestPictures">Pictures that they were measured on.</param>
/// <param name="ChanceAccuracy">Accuracy of guessing, 1 / C.</param>
/// <param name="ChanceIoU50">IoU of two random masks of half the cells.</param>
/// <param name="ChanceIoU25">IoU of two random masks of a quarter of the cells.</param>
/// <param name="CentrePriorIoU50">IoU of a fixed blob at the centre with the probe's attention, top half.</param>
/// <param name="CentrePriorIoU25">The same for the top quarter.</param>
/// <param name="Scores">The run's words, then what they are compared with.</param>
public sealed record UnseenResult(
    IReadOnlyList<string> Classes,
    int TrainPictures,
    int TestPictures,
    double ChanceAccuracy,
    [property: JsonPropertyName("chanceIoU50")] double ChanceIoU50,
    [property: JsonPropertyName("chanceIoU25")] double ChanceIoU25,
    [property: JsonPropertyName("centrePriorIoU50")] double CentrePriorIoU50,
    [property: JsonPropertyName("centrePriorIoU25")] double CentrePriorIoU25,
    IReadOnlyList<UnseenScore> Scores);
