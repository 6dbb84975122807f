namespace LVW.Native.VisualWords.Evaluation;

/// <summary>The data that was trained and tested on.</summary>
public sealed record DataMetrics
{
    /// <summary>Number of classes.</summary>
    public int Classes { get; init; }

    /// <summary>Training pictures.</summary>
    public int TrainPictures { get; init; }

    /// <summary>Test pictures.</summary>
    public int TestPictures { get; init; }
}
