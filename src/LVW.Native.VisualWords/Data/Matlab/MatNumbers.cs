namespace LVW.Native.VisualWords.Data.Matlab;

/// <summary>Numbers of any of MATLAB's types; 64-bit integers beyond 2^53 lose their last bits.</summary>
/// <param name="dimensions">Two or more lengths.</param>
/// <param name="values">The elements.</param>
internal sealed class MatNumbers(int[] dimensions, double[] values) : MatArray(dimensions)
{
    public IReadOnlyList<double> Values => values;

    public override string Kind => "numbers";
}
