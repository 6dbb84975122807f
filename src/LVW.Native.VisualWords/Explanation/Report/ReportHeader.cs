namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>What was run: the facts at the top of every page.</summary>
public sealed record ReportHeader
{
    /// <summary>The page's title, for example <c>Visual words of flowers-17</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The data set's name.</summary>
    public required string DataSet { get; init; }

    /// <summary>The backbone's name, for example <c>squeezenet1_1</c>.</summary>
    public required string Backbone { get; init; }

    /// <summary>The preset's name: <c>recommended</c>, <c>paper</c> or <c>quick</c>.</summary>
    public required string Preset { get; init; }

    /// <summary>The seed of all randomness of the run.</summary>
    public required long Seed { get; init; }

    /// <summary>The seeds of several runs, in the place of <see cref="Seed"/>; null for one run.</summary>
    public string? Seeds { get; init; }

    /// <summary>When the run ended.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The device that computed the run, or null when it is not to be shown.</summary>
    public string? Device { get; init; }
}
