using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Training;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>All that a report of a run is made from.</summary>
public sealed record RunRecord
{
    /// <summary>What was run.</summary>
    public required ReportHeader Header { get; init; }

    /// <summary>The pictures that the words were projected on.</summary>
    public required PictureSet Train { get; init; }

    /// <summary>The test pictures.</summary>
    public required PictureSet Test { get; init; }

    /// <summary>What was measured.</summary>
    public required EvaluationResult Evaluation { get; init; }

    /// <summary>The numbers that the page shows; usually those of <see cref="Evaluation"/> with the run's own facts added.</summary>
    public required Metrics Metrics { get; init; }

    /// <summary>The training log.</summary>
    public IReadOnlyList<EpochRecord> Log { get; init; } = [];

    /// <summary>The effective settings as JSON; groups become dotted keys.</summary>
    public string? SettingsJson { get; init; }

    /// <summary>What the reader must know before trusting the numbers, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
