using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.Viewer;

/// <summary>A finished run as the viewer shows it. It is only read: nothing is written to its folder.</summary>
public sealed record ViewedRun
{
    /// <summary>The run's folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Its settings.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>Its classes and data.</summary>
    public required RunDescription Description { get; init; }

    /// <summary>What editing has done to its words.</summary>
    public required EditHistory History { get; init; }

    /// <summary>Both models, with all words as they were trained: what edits leave of them is chosen when a decision is shown.</summary>
    public required ModelReader Reader { get; init; }

    /// <summary>The patches behind all words.</summary>
    public required IReadOnlyList<WordSource> Sources { get; init; }

    /// <summary>How pictures become input.</summary>
    public required PairedTransform Transform { get; init; }

    /// <summary>Decoded pictures.</summary>
    public required PictureCache Cache { get; init; }

    /// <summary>The pictures that the words were projected on.</summary>
    public required PictureSet Train { get; init; }

    /// <summary>The pictures that edits are judged on; may be none.</summary>
    public required PictureSet Validation { get; init; }

    /// <summary>The test pictures.</summary>
    public required PictureSet Test { get; init; }

    /// <summary>The facts at the top of the pages.</summary>
    public required ReportHeader Header { get; init; }

    /// <summary>The line that tells a user what an exception means and how to mend it; null for a defect.</summary>
    public required Func<Exception, string?> ErrorLine { get; init; }

    /// <summary>Told of defects, which pages only mention.</summary>
    public required Action<string> Defect { get; init; }

    internal int Classes => Description.Classes.Count;

    internal int Words => History.Vocabulary.Count;

    internal string LineFor(Exception exception)
    {
        if (ErrorLine(exception) is { } line) return line;
        Defect(exception.ToString());
        return $"defect: {exception.GetType().Name}: {exception.Message}".ReplaceLineEndings(" ");
    }
}
