namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>How the training pictures are divided and read.</summary>
public sealed record DataSettings
{
    /// <summary>Share of each class held out for validation when the folder has no validation split; 0, the default, trains on all: no preset chooses anything by validation.</summary>
    public double ValidationFraction { get; init; }

    /// <summary>Which pictures are held out: <c>last</c> (the last of each class in file order, so that near-duplicate neighbours stay together) or <c>random</c>.</summary>
    public string ValidationChoice { get; init; } = "last";

    /// <summary>Share of each class held out for the final test when the folder has no test split.</summary>
    public double TestFraction { get; init; } = 0.2;

    /// <summary>Classes, drawn by the seed, that are left out altogether, to try the words on afterwards.</summary>
    public int HoldOut { get; init; }

    /// <summary>The same by name, separated by commas; names go before the number.</summary>
    public string HoldOutClasses { get; init; } = "";

    /// <summary>Whether unreadable pictures are skipped and listed instead of ending the run.</summary>
    public bool SkipBad { get; init; }

    /// <summary>Mebibytes of decoded pictures that are kept in memory; the rest is read again each epoch.</summary>
    public int CacheMebibytes { get; init; } = 2048;
}
