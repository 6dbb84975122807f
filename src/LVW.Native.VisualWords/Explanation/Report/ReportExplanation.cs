namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>How the words decided on one picture.</summary>
public sealed record ReportExplanation
{
    /// <summary>File name of the picture.</summary>
    public required string Name { get; init; }

    /// <summary>The picture as the model saw it.</summary>
    public required ReportPicture Picture { get; init; }

    /// <summary>The class that the words predict; the table explains its logit.</summary>
    public required ReportClassValue Predicted { get; init; }

    /// <summary>The class that the base model predicts with its probability, or null where it was not asked.</summary>
    public ReportClassValue? Base { get; init; }

    /// <summary>The true class, or null where it is unknown.</summary>
    public string? TrueClass { get; init; }

    /// <summary>The words' largest probabilities, largest first, or none.</summary>
    public IReadOnlyList<ReportClassValue> TopClasses { get; init; } = [];

    /// <summary>The base model's attention, drawn over the picture; null where it was not computed.</summary>
    public ReportPicture? BaseAttention { get; init; }

    /// <summary>The words' attention, drawn over the picture; null where it was not computed.</summary>
    public ReportPicture? WordsAttention { get; init; }

    /// <summary>IoU of both attentions in this picture at the top half of the pixels, or null.</summary>
    public double? AttentionIoU { get; init; }

    /// <summary>Chance level of <see cref="AttentionIoU"/>.</summary>
    public double ChanceIoU { get; init; } = 1.0 / 3.0;

    /// <summary>Whether the listed words settle the class, in a sentence; null where that was not asked.</summary>
    public string? Settled { get; init; }

    /// <summary>What the reader must know before trusting the explanation, beside what follows from the other facts; one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The words that decide, by contribution, largest first.</summary>
    public required IReadOnlyList<ReportWordUse> Words { get; init; }

    /// <summary>Number of words that are not in <see cref="Words"/>.</summary>
    public int OtherWords { get; init; }

    /// <summary>Sum of the contributions of those words.</summary>
    public double OtherContribution { get; init; }

    /// <summary>The logit of the predicted class: Σ contributions of <see cref="Words"/> + <see cref="OtherContribution"/>.</summary>
    public required double Logit { get; init; }
}
