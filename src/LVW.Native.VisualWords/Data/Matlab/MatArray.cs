namespace LVW.Native.VisualWords.Data.Matlab;

/// <summary>An array of a MATLAB file; elements are in MATLAB's order, the first dimension runs fastest.</summary>
/// <param name="dimensions">Two or more lengths.</param>
internal abstract class MatArray(int[] dimensions)
{
    /// <summary>Two or more lengths.</summary>
    public IReadOnlyList<int> Dimensions => dimensions;

    /// <summary>Number of elements.</summary>
    public int Count => dimensions.Aggregate(1, (product, length) => product * length);

    /// <summary>What MATLAB calls such an array, for messages.</summary>
    public abstract string Kind { get; }
}
