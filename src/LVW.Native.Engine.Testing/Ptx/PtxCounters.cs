namespace LVW.Native.Engine.Testing.Ptx;

/// <summary>Instructions executed, counted once for each thread that executes them.</summary>
public sealed class PtxCounters
{
    private readonly long[] byClass = new long[Enum.GetValues<PtxOpClass>().Length];

    /// <summary>Instructions of all kinds.</summary>
    public long Instructions => byClass.Sum();

    /// <summary>Instructions of one kind.</summary>
    /// <param name="kind">The kind.</param>
    public long this[PtxOpClass kind] => byClass[(int)kind];

    /// <summary>Sets every count to zero.</summary>
    public void Reset() => Array.Clear(byClass);

    internal Span<long> Counts => byClass;
}
