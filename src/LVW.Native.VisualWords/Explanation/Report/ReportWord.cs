namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>One visual word: the training patch that it is, what lies near it and how much it weighs.</summary>
public sealed record ReportWord
{
    /// <summary>The word's index, from 0; pages refer to it as <c>word-INDEX</c>.</summary>
    public required int Index { get; init; }

    /// <summary>The name that the word was given, or null.</summary>
    public string? Name { get; init; }

    /// <summary>How the word is called where there is room: its number, and its name if it has one.</summary>
    internal string Title => Name is null ? $"Word {Components.Show.Id(Index)}" : $"Word {Components.Show.Id(Index)}: {Name}";

    /// <summary>The training picture that the word comes from, whole.</summary>
    public required ReportPicture Source { get; init; }

    /// <summary>Where the word's patch lies in <see cref="Source"/>.</summary>
    public required ReportBox Box { get; init; }

    /// <summary>File name of the source picture.</summary>
    public required string SourceName { get; init; }

    /// <summary>Class of the source picture.</summary>
    public required string SourceClass { get; init; }

    /// <summary>The patch alone in better resolution, or null to cut it from <see cref="Source"/>.</summary>
    public ReportPicture? Patch { get; init; }

    /// <summary>Nearest training patches, one per picture, nearest first; five are shown.</summary>
    public IReadOnlyList<ReportNeighbour> NearestTrain { get; init; } = [];

    /// <summary>Nearest test patches, one per picture, nearest first; five are shown.</summary>
    public IReadOnlyList<ReportNeighbour> NearestTest { get; init; } = [];

    /// <summary>How many of the word's neighbours belong to each class.</summary>
    public IReadOnlyList<ReportClassValue> ClassHistogram { get; init; } = [];

    /// <summary>Entropy of the class histogram over that of the uniform one: 0 = one class only, 1 = all classes alike.</summary>
    public double Sharedness { get; init; }

    /// <summary>Contribution mass Σ_c |W[c, word]|.</summary>
    public double WeightMass { get; init; }

    /// <summary>Largest weights W[c, word] with their classes, largest first; three are shown.</summary>
    public IReadOnlyList<ReportClassValue> Votes { get; init; } = [];

    /// <summary>Squared distance of the word to its own patch, or null where it was not measured.</summary>
    public double? ProjectionDistance { get; init; }

    /// <summary>The word is never the nearest word of a test picture.</summary>
    public bool IsDead { get; init; }

    /// <summary>The lower-numbered word that is the same patch, or null.</summary>
    public int? DuplicateOf { get; init; }
}
