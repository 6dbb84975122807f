namespace LVW.Native.VisualWords.Data;

/// <summary>Which part of the pictures a process reads when several share the work.</summary>
/// <param name="Rank">Which of the processes this is, from 0.</param>
/// <param name="Size">Number of processes.</param>
public readonly record struct DataShare(int Rank, int Size)
{
    /// <summary>Everything: a process alone.</summary>
    public static DataShare All => new(0, 1);

    /// <summary>The run of items that is this process's: all runs follow one another and are as equal as can be.</summary>
    /// <param name="items">Number of items.</param>
    public (int Start, int End) Of(int items) => ((int)((long)items * Rank / Size), (int)((long)items * (Rank + 1) / Size));
}
