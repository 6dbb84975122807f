using LVW.Native.VisualWords.Attention;

namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>The weights of the loss terms.</summary>
public sealed record LossSettings
{
    /// <summary>Weight of the cross-entropy with the labels.</summary>
    public double CrossEntropy { get; init; } = 1;

    /// <summary>Label smoothing of that cross-entropy.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Weight of L_clst, the distance of each picture to its nearest word.</summary>
    public double Cluster { get; init; } = 0.2;

    /// <summary>Weight of the separation term, minus the distance of each picture to the nearest word of another class; it needs words that are not shared.</summary>
    public double Separation { get; init; }

    /// <summary>Weight of the coverage term, the mean distance of each word to its nearest patch in the batch: it keeps words near real patches.</summary>
    public double Coverage { get; init; } = 0.05;

    /// <summary>Weight of L_1, the sum of |W|.</summary>
    public double L1 { get; init; } = 1e-4;

    /// <summary>Weight of L_att, the published alignment: the squared difference of the words' map, divided by its maximum, and the base model's attention.</summary>
    public double Attention { get; init; } = 10;

    /// <summary>Weight of 1 − ρ, ρ being the correlation of the same two maps over the pixels.</summary>
    public double Correlation { get; init; }

    /// <summary>K, words that take part in both.</summary>
    public int AttentionWords { get; init; } = 10;

    /// <summary>The resampling rule of the alignment: corners on corners instead of half-pixel centres.</summary>
    public bool AlignCorners { get; init; }

    /// <summary>Weight of the distillation of the base model’s logits.</summary>
    public double Distillation { get; init; } = 2;

    /// <summary>Temperature of the distillation.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>Where G comes from: <c>view</c> (the base model looks at the very view that is trained on) or <c>picture</c> (one stored map for each picture).</summary>
    public string AttentionSource { get; init; } = "view";

    /// <summary>How G is measured: a name of <c>AttentionMethods</c>. <c>score-cam</c> runs the network once for each channel, so it needs stored maps.</summary>
    public string AttentionMethod { get; init; } = AttentionMethods.GradCam;

    /// <summary>Whether picture and attention are flipped by independent draws, as the published scripts do.</summary>
    public bool SeparateFlips { get; init; }

    /// <summary>Whether a term compares maps with the base model's attention.</summary>
    internal bool Aligns() => Attention > 0 || Correlation > 0;
}
